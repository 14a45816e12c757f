import { html } from 'hono/html'
import { formatMoment } from '../../conversation/locales/format.ts'
import { tellNotices } from '../../conversation/notices.ts'
import { formatMoney, isCurrency } from '../../domain/money.ts'
import type { OrderReport } from '../../domain/order.ts'
import { decideReferral } from '../../loyalty/decide-referral.ts'
import { decideReview } from '../../loyalty/decide-review.ts'
import { findReportedMember } from '../../loyalty/report-order.ts'
import type { Db } from '../../store/db.ts'
import { findMember, type Member } from '../../store/members.ts'
import { findReview, listOpenReviews, type OrderReview } from '../../store/order-reviews.ts'
import { findOrder } from '../../store/orders.ts'
import { findReferral, listReferralReviews, type Referral } from '../../store/referrals.ts'
import { getSource } from '../../store/sources.ts'
import { answerMissing } from '../missing.ts'
import { type Html, none } from '../page.ts'
import type { Form } from './form.ts'
import { renderConsole } from './layout.ts'
import { calledOf, memberPlace, sayKnown } from './member-parts.ts'
import { actOnce } from './once.ts'
import { isOwn } from './own-member.ts'
import { noteAct, numberOf, publicIdOf, renderAction, renderTable } from './parts.ts'
import { isAtLeast } from './roles.ts'
import type { ConsoleRoute, Visit } from './visit.ts'

const PLACE = '/console/reviews'
const MAX_SHOWN = 100

const decision = (value: string) => html`<input type="hidden" name="decision" value="${value}">`

function renderDecide(visit: Visit, place: string, name: string, yes: string | undefined, no: string): Html {
	const { say, staff } = visit
	if (!isAtLeast(staff.role, 'manager')) return none
	const accept = yes && renderAction(visit, place, { label: yes, look: '', fields: decision('accept'), of: name })
	return html`<div class="row tight">${accept ?? none}${renderAction(visit, place, { label: no, fields: decision('refuse'), of: name })}</div>${yes === undefined ? html`<p class="hint">${say('review.currency_hint')}</p>` : none}`
}

const personLink = (member: Member | undefined) =>
	member ? html`<a href="${memberPlace(member)}">${calledOf(member)}</a>` : html`–`

async function renderOrder(visit: Visit, review: OrderReview): Promise<Html> {
	const { needs, say, locale, settings } = visit
	const { db } = needs.store
	const report = JSON.parse(review.report) as Partial<OrderReport>
	const order = await findOrder(db, { sourceId: review.source_id, externalId: review.external_id })
	const member = order?.member_id ? await findMember(db, order.member_id) : undefined
	const { name: source } = await getSource(db, review.source_id)
	const currency = isCurrency(report.currency ?? '') ? report.currency : settings.currency
	// a report found later to repeat another one is not kept a second time
	const amount = report.eligibleMinor ?? order?.eligible_minor ?? 0
	const isForeign = /currency/.test(review.reason)
	const name = `${source} ${review.external_id}`
	return html`<tr><th scope="row" dir="auto">${name}</th><td>${formatMoney(amount, currency ?? settings.currency, locale)}</td>
<td>${personLink(member)}</td><td>${sayKnown(visit, 'review', review.reason)}</td><td>${formatMoment(locale, review.at, settings.timeZone)}</td>
<td>${renderDecide(visit, `${PLACE}/orders/${review.id}`, name, isForeign ? undefined : say('review.count'), say('review.drop'))}</td></tr>`
}

async function renderReferral(visit: Visit, referral: Referral): Promise<Html> {
	const { needs, say, locale, settings } = visit
	const { db } = needs.store
	const [referrer, friend] = [await findMember(db, referral.referrer_id), await findMember(db, referral.friend_id)]
	const why = (referral.review ?? '').split(/[\s,]+/).filter((word) => word !== '')
	const name = friend ? calledOf(friend) : referral.public_id
	return html`<tr><th scope="row" dir="auto">${personLink(referrer)}</th><td dir="auto">${personLink(friend)}</td>
<td>${why.map((word) => html`<span class="pill">${sayKnown(visit, 'review', word)}</span> `)}</td><td>${formatMoment(locale, referral.joined_at, settings.timeZone)}</td>
<td>${renderDecide(visit, `${PLACE}/referrals/${referral.public_id}`, name, say('review.reward'), say('review.refuse'))}</td></tr>`
}

const notes = { decided: 'review.decided', before: 'review.before', own: 'adjust.own' } as const

async function showReviews(visit: Visit): Promise<Response> {
	const { c, needs, say } = visit
	const { db } = needs.store
	const orders: Html[] = []
	for (const review of await listOpenReviews(db, MAX_SHOWN)) orders.push(await renderOrder(visit, review))
	const referrals: Html[] = []
	for (const referral of (await listReferralReviews(db)).slice(0, MAX_SHOWN))
		referrals.push(await renderReferral(visit, referral))
	const orderHeads = [
		say('review.order'),
		say('review.amount'),
		say('chats.person'),
		say('cast.reason'),
		say('member.date'),
		say('member.action'),
	]
	const referralHeads = [
		say('review.referrer'),
		say('review.friend'),
		say('cast.reason'),
		say('member.date'),
		say('member.action'),
	]
	const nothing = html`<p>${say('review.none')}</p>`
	const main = html`<section class="card"><h2>${say('review.orders')}</h2>${orders.length > 0 ? renderTable(orderHeads, orders) : nothing}</section>
<section class="card"><h2>${say('review.referrals')}</h2>${referrals.length > 0 ? renderTable(referralHeads, referrals) : nothing}</section>`
	const done = c.req.query('done') ?? ''
	const note = Object.hasOwn(notes, done) ? say(notes[done as keyof typeof notes]) : undefined
	return await c.html(renderConsole(visit, { title: say('review.title'), menu: '/console/settings', main, note }))
}

/** Whether a held report would give points to the person at the console: by the order as it is, or by the report. */
async function isOwnOrder(visit: Visit, db: Db, review: OrderReview): Promise<boolean> {
	const order = await findOrder(db, { sourceId: review.source_id, externalId: review.external_id })
	const heir = await findReportedMember(db, JSON.parse(review.report) as OrderReport)
	for (const id of [order?.member_id ?? null, heir?.id ?? null])
		if (id !== null && (await isOwn(visit, db, id))) return true
	return false
}

async function decideOrder(visit: Visit, form: Form): Promise<Response> {
	const { c, needs, staff } = visit
	const reviewId = numberOf(c.req.param('id')) ?? 0
	const review = await findReview(needs.store.db, reviewId)
	if (!review) return await answerMissing(c)
	const accept = form.text('decision') === 'accept'
	return await actOnce(visit, form, async (work) => {
		if (await isOwnOrder(visit, work.tx, review)) return `${PLACE}?done=own`
		const decided = { reviewId, decision: accept ? 'release' : 'drop', by: staff.publicId } as const
		const result = await decideReview(work, decided)
		if (!result.ok) return `${PLACE}?done=before`
		await tellNotices(work, result.value.notices)
		const line = { subject: `review ${reviewId}`, after: { decision: decided.decision } }
		await noteAct(visit, work, { action: 'review.order', ...line })
		return `${PLACE}?done=decided`
	})
}

async function decideFriend(visit: Visit, form: Form): Promise<Response> {
	const { c, needs } = visit
	const publicId = publicIdOf(visit, 'ref')
	const referral = await findReferral(needs.store.db, publicId)
	if (!referral) return await answerMissing(c)
	const accept = form.text('decision') === 'accept'
	return await actOnce(visit, form, async (work) => {
		for (const id of [referral.referrer_id, referral.friend_id])
			if (await isOwn(visit, work.tx, id)) return `${PLACE}?done=own`
		const result = await decideReferral(work, { publicId, accept })
		if (!result.ok) return `${PLACE}?done=before`
		await tellNotices(work, result.value.notices)
		await noteAct(visit, work, { action: 'review.referral', subject: publicId, after: { accept } })
		return `${PLACE}?done=decided`
	})
}

export const reviewRoutes: readonly ConsoleRoute[] = [
	{ method: 'get', path: PLACE, role: 'readonly', handle: showReviews },
	{ method: 'post', path: `${PLACE}/orders/:id`, role: 'manager', handle: decideOrder },
	{ method: 'post', path: `${PLACE}/referrals/:id`, role: 'manager', handle: decideFriend },
]
