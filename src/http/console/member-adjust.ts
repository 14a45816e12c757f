import { html } from 'hono/html'
import { tellNotices } from '../../conversation/notices.ts'
import { dayOf, startOfDay } from '../../domain/calendar.ts'
import { type AdjustRefusal, adjustPoints } from '../../loyalty/adjust-points.ts'
import { listActsSince } from '../../store/audit.ts'
import type { Member } from '../../store/members.ts'
import { lockStaff } from '../../store/staff.ts'
import type { Work } from '../../store/transact.ts'
import { answerMissing } from '../missing.ts'
import type { Html } from '../page.ts'
import { type Form, renderField, renderHidden, renderWrong, type Wrong } from './form.ts'
import { renderConsole } from './layout.ts'
import { calledOf, findShownMember, isThere, memberPlace } from './member-parts.ts'
import { actOnceUnless, newNonce } from './once.ts'
import { isOwn } from './own-member.ts'
import { isAtLeast } from './roles.ts'
import type { ConsoleRoute, Visit } from './visit.ts'

/** So many points a manager may give or take by hand on one day, all members together; the owner has no limit. */
export const MANAGER_POINTS_A_DAY = 1_000

const MAX_REASON = 200

interface Typed {
	points: string
	reason: string
}

async function renderAdjust(visit: Visit, member: Member, typed: Typed, wrong: Wrong): Promise<Html> {
	const { say, csrf, needs, staff } = visit
	const labels = { points: say('adjust.points'), reason: say('adjust.reason') }
	const limit = isAtLeast(staff.role, 'owner')
		? say('adjust.points_hint')
		: `${say('adjust.points_hint')} ${say('adjust.limit_hint', { points: MANAGER_POINTS_A_DAY })}`
	const main = html`${renderWrong(say, wrong, labels)}
<form class="card" method="post" action="${memberPlace(member)}/adjust">${renderHidden(csrf, newNonce(needs))}
<p>${say('adjust.now', { points: member.usable })}</p>
${renderField({ name: 'points', label: labels.points, value: typed.points, wrong, hint: limit, required: true, maxLength: 12 })}
${renderField({ name: 'reason', label: labels.reason, value: typed.reason, wrong, hint: say('adjust.reason_hint'), required: true, maxLength: MAX_REASON })}
<button>${say('adjust.do')}</button> <a class="btn quiet" href="${memberPlace(member)}">${say('page.back')}</a></form>`
	const title = say('adjust.title', { name: calledOf(member) })
	return renderConsole(visit, { title, menu: '/console/members', main })
}

/** Signed whole points as typed, full width too; undefined when they are none. */
function readPoints(text: string): number | undefined {
	const plain = text.normalize('NFKC').replace(/[\s,]/g, '').replace('−', '-')
	const points = /^[+-]?\d{1,8}$/.test(plain) ? Number(plain) : 0
	return points === 0 ? undefined : points
}

function check({ say }: Visit, { points, reason }: Typed): Wrong {
	const wrong: Wrong = new Map()
	if (readPoints(points) === undefined) wrong.set('points', say('adjust.bad_points'))
	if (reason === '') wrong.set('reason', say('form.required'))
	else if (reason.length > MAX_REASON) wrong.set('reason', say('form.too_long', { max: MAX_REASON }))
	return wrong
}

/** How many points the person may still give or take today. */
async function findAllowance({ staff, settings }: Visit, work: Work): Promise<number> {
	if (isAtLeast(staff.role, 'owner')) return Number.POSITIVE_INFINITY
	const since = startOfDay(dayOf(work.now, settings.timeZone), settings.timeZone)
	const acts = await listActsSince(work.tx, { actor: staff.publicId, action: 'points.adjust', since })
	const used = acts.map((act) => Math.abs(Number((act as { points?: unknown } | null)?.points ?? 0)))
	return MANAGER_POINTS_A_DAY - used.reduce((sum, points) => sum + points, 0)
}

function describeRefusal({ say }: Visit, refusal: AdjustRefusal): string {
	switch (refusal.reason) {
		case 'not-enough-points':
			return say('adjust.not_enough', { points: refusal.facts.spendable })
		case 'not-a-member':
			return say('adjust.gone')
		case 'no-reason':
		case 'bad-points':
		case 'key-reused':
			return say('adjust.bad_points')
	}
}

/** What is wrong with the act itself, asked inside its transaction. */
async function refuseAct(visit: Visit, work: Work, member: Member, points: number): Promise<Wrong | undefined> {
	await lockStaff(work.tx, visit.staff.staffId)
	if (await isOwn(visit, work.tx, member.id)) return new Map([['points', visit.say('adjust.own')]])
	const left = await findAllowance(visit, work)
	return Math.abs(points) > left
		? new Map([['points', visit.say('adjust.over_limit', { points: Math.max(0, left) })]])
		: undefined
}

async function showAdjust(visit: Visit): Promise<Response> {
	const member = await findShownMember(visit)
	if (!member || !isThere(member)) return await answerMissing(visit.c)
	return await visit.c.html(await renderAdjust(visit, member, { points: '', reason: '' }, new Map()))
}

async function takeAdjust(visit: Visit, form: Form): Promise<Response> {
	const { c, staff } = visit
	const member = await findShownMember(visit)
	if (!member || !isThere(member)) return await answerMissing(c)
	const typed = { points: form.text('points').trim(), reason: form.text('reason').trim() }
	const wrong = check(visit, typed)
	if (wrong.size > 0) return await c.html(await renderAdjust(visit, member, typed, wrong), 422)
	const points = readPoints(typed.points) ?? 0
	const answer = await actOnceUnless(visit, form, async (work) => {
		const refused = await refuseAct(visit, work, member, points)
		if (refused) return refused
		const key = `console:${form.text('_once').slice(0, 64)}`
		const adjustment = { memberId: member.id, points, reason: typed.reason, by: staff.publicId, key }
		const result = await adjustPoints(work, adjustment)
		if (!result.ok) return new Map([['points', describeRefusal(visit, result)]])
		await tellNotices(work, result.value.notices)
		return `${memberPlace(member)}?done=adjusted`
	})
	return answer instanceof Map ? await c.html(await renderAdjust(visit, member, typed, answer), 422) : answer
}

export const adjustRoutes: readonly ConsoleRoute[] = [
	{ method: 'get', path: '/console/members/:id/adjust', role: 'manager', handle: showAdjust },
	{ method: 'post', path: '/console/members/:id/adjust', role: 'manager', handle: takeAdjust },
]
