import { html } from 'hono/html'
import { tellNotices } from '../../conversation/notices.ts'
import { memberNumber, parseMemberNumber } from '../../domain/member-number.ts'
import { titleOf } from '../../domain/rewards/index.ts'
import { exportMember } from '../../loyalty/export-member.ts'
import { leave } from '../../loyalty/leave.ts'
import { readReward } from '../../loyalty/view-reward.ts'
import { type VoidRefusal, voidRedemption } from '../../loyalty/void-redemption.ts'
import { type Coupon, findCoupon } from '../../store/coupons.ts'
import type { Member } from '../../store/members.ts'
import { getReward } from '../../store/rewards.ts'
import { answerMissing } from '../missing.ts'
import type { Html } from '../page.ts'
import { type Form, renderField, renderHidden, renderWrong, type Wrong } from './form.ts'
import { renderConsole } from './layout.ts'
import { calledOf, findShownMember, isThere, memberPlace } from './member-parts.ts'
import { actOnceUnless, newNonce } from './once.ts'
import { isOwn } from './own-member.ts'
import { noteAct, publicIdOf } from './parts.ts'
import type { ConsoleRoute, Visit } from './visit.ts'

const MAX_REASON = 200

interface Redeemed {
	member: Member
	coupon: Coupon & { redemption_id: number }
}

/** The coupon of an address, when it is this member's and came from points. */
async function findRedeemed(visit: Visit): Promise<Redeemed | undefined> {
	const member = await findShownMember(visit)
	const coupon = await findCoupon(visit.needs.store.db, publicIdOf(visit, 'cpn', 'coupon'))
	if (!member || coupon?.member_id !== member.id || coupon.redemption_id === null) return undefined
	return { member, coupon: { ...coupon, redemption_id: coupon.redemption_id } }
}

const couponPlace = ({ member, coupon }: Redeemed) => `${memberPlace(member)}/coupons/${coupon.public_id}`

async function renderVoid(visit: Visit, redeemed: Redeemed, typed: { reason: string; wrong: Wrong }): Promise<Html> {
	const { say, csrf, needs, locale, settings } = visit
	const { member, coupon } = redeemed
	const reward = readReward(await getReward(needs.store.db, coupon.reward_id))
	const what = titleOf(reward, { locale, currency: settings.currency })
	const label = say('void.reason')
	const main = html`${renderWrong(say, typed.wrong, { reason: label })}
<form class="card" method="post" action="${couponPlace(redeemed)}">${renderHidden(csrf, newNonce(needs))}
<p>${say('void.lead', { reward: what, code: `…${coupon.last4}` })}</p>
${renderField({ name: 'reason', label, value: typed.reason, wrong: typed.wrong, required: true, maxLength: MAX_REASON })}
<button class="bad">${say('void.do')}</button> <a class="btn quiet" href="${memberPlace(member)}">${say('page.back')}</a></form>`
	return renderConsole(visit, { title: say('void.title', { name: calledOf(member) }), menu: '/console/members', main })
}

async function showVoid(visit: Visit): Promise<Response> {
	const redeemed = await findRedeemed(visit)
	if (!redeemed) return await answerMissing(visit.c)
	return await visit.c.html(await renderVoid(visit, redeemed, { reason: '', wrong: new Map() }))
}

function describeVoid({ say }: Visit, refusal: VoidRefusal): string {
	if (refusal.reason === 'used') return say('void.used', { place: refusal.facts.place })
	return say('void.ended')
}

async function takeVoid(visit: Visit, form: Form): Promise<Response> {
	const { c, say, staff } = visit
	const redeemed = await findRedeemed(visit)
	if (!redeemed) return await answerMissing(c)
	const reason = form.text('reason').trim()
	const again = async (message: string) =>
		await c.html(await renderVoid(visit, redeemed, { reason, wrong: new Map([['reason', message]]) }), 422)
	if (reason === '') return await again(say('form.required'))
	if (reason.length > MAX_REASON) return await again(say('form.too_long', { max: MAX_REASON }))
	const { member, coupon } = redeemed
	const answer = await actOnceUnless(visit, form, async (work) => {
		if (await isOwn(visit, work.tx, member.id)) return new Map([['reason', say('adjust.own')]])
		const result = await voidRedemption(work, { redemptionId: coupon.redemption_id, by: staff.publicId, reason })
		if (!result.ok) return new Map([['reason', describeVoid(visit, result)]])
		await tellNotices(work, result.value.notices)
		await noteAct(visit, work, { action: 'redemption.void', subject: coupon.public_id, after: { reason } })
		return `${memberPlace(member)}?done=voided`
	})
	return answer instanceof Map ? await again(answer.get('reason') ?? '') : answer
}

/** Everything kept of a member as a file. Whoever works in the shop gets codes that are good by their end only. */
async function takeExport(visit: Visit, _form: Form): Promise<Response> {
	const { c, needs } = visit
	const { store } = needs
	const member = await findShownMember(visit)
	if (!member) return await answerMissing(c)
	await store.transact((work) => noteAct(visit, work, { action: 'member.export', subject: member.public_id }))
	const all = await exportMember({ db: store.db, keys: store.keys, now: store.now() }, member.id)
	const coupons = (all['coupons'] as { code: string }[]).map((one) => ({ ...one, code: `…${one.code.slice(-4)}` }))
	return c.body(JSON.stringify({ ...all, coupons }, null, '\t'), 200, {
		'content-type': 'application/json; charset=utf-8',
		'content-disposition': `attachment; filename="${memberNumber(member.id)}.json"`,
	})
}

function renderErase(visit: Visit, member: Member, typed: { number: string; wrong: Wrong }): Html {
	const { say, csrf, needs } = visit
	const label = say('erase.number', { number: memberNumber(member.id) })
	const main = html`${renderWrong(say, typed.wrong, { number: label })}
<form class="card alarm" method="post" action="${memberPlace(member)}/erase">${renderHidden(csrf, newNonce(needs))}
<p>${say('erase.lead')}</p><p>${say('erase.kept')}</p>
${renderField({ name: 'number', label, value: typed.number, wrong: typed.wrong, required: true, autocomplete: 'off', maxLength: 20 })}
<button class="bad">${say('erase.do')}</button> <a class="btn quiet" href="${memberPlace(member)}">${say('page.back')}</a></form>`
	return renderConsole(visit, { title: say('erase.title', { name: calledOf(member) }), menu: '/console/members', main })
}

async function showErase(visit: Visit): Promise<Response> {
	const member = await findShownMember(visit)
	if (!member || !isThere(member)) return await answerMissing(visit.c)
	return await visit.c.html(renderErase(visit, member, { number: '', wrong: new Map() }))
}

async function takeErase(visit: Visit, form: Form): Promise<Response> {
	const { c, say } = visit
	const member = await findShownMember(visit)
	if (!member) return await answerMissing(c)
	const number = form.text('number').trim().slice(0, 40)
	if (parseMemberNumber(number) !== member.id) {
		const wrong: Wrong = new Map([['number', say('erase.wrong')]])
		return await c.html(renderErase(visit, member, { number, wrong }), 422)
	}
	const answer = await actOnceUnless(visit, form, async (work) => {
		const result = await leave(work, { memberId: member.id })
		if (result.ok) await noteAct(visit, work, { action: 'member.erase', subject: member.public_id })
		return memberPlace(member)
	})
	return answer as Response
}

export const memberActRoutes: readonly ConsoleRoute[] = [
	{ method: 'get', path: '/console/members/:id/coupons/:coupon', role: 'manager', handle: showVoid },
	{ method: 'post', path: '/console/members/:id/coupons/:coupon', role: 'manager', handle: takeVoid },
	{ method: 'post', path: '/console/members/:id/export', role: 'manager', handle: takeExport },
	{ method: 'get', path: '/console/members/:id/erase', role: 'manager', handle: showErase },
	{ method: 'post', path: '/console/members/:id/erase', role: 'manager', handle: takeErase },
]
