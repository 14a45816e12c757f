import { parseMemberNumber } from '../../domain/member-number.ts'
import type { Refusal, Result } from '../../domain/result.ts'
import { checkBroadcast, cloneBroadcast, sendTest } from '../../messaging/compose.ts'
import {
	cancelBroadcast,
	pauseBroadcast,
	resendUnknown,
	resumeBroadcast,
	startBroadcast,
} from '../../messaging/control.ts'
import { listAddresses } from '../../store/addresses.ts'
import { findLivingMember } from '../../store/members.ts'
import { setStaffAddress } from '../../store/staff.ts'
import type { Work } from '../../store/transact.ts'
import { answerMissing } from '../missing.ts'
import { type Refused, renderBroadcast } from './broadcast-page.ts'
import { findShown, idOf } from './broadcast-parts.ts'
import { BY_HAND } from './broadcast-reasons.ts'
import { chooseTime, readTime } from './broadcast-time.ts'
import type { Form, Wrong } from './form.ts'
import { actOnce, actOnceUnless } from './once.ts'
import { noteAct } from './parts.ts'
import type { ConsoleRoute, Visit } from './visit.ts'

const MAX_NUMBER = 40

const placeOf = (visit: Visit) => `/console/broadcasts/${idOf(visit)}`

type Act = (work: Work, publicId: string) => Promise<Result<unknown, Refusal>>

/** Moves a broadcast along its states. The guard is in the move: a second submit finds it moved and changes nothing. */
async function move(visit: Visit, action: string, act: Act): Promise<Response> {
	const { c, needs } = visit
	const moved = await needs.store.transact(async (work) => {
		const result = await act(work, idOf(visit))
		if (result.ok) await noteAct(visit, work, { action: `broadcast.${action}`, subject: idOf(visit) })
		return result.ok
	})
	needs.wake?.()
	return c.redirect(moved ? placeOf(visit) : `${placeOf(visit)}?done=wrong-state`, 303)
}

/** The page again, with what was typed and what is wrong with it. */
async function refuse(visit: Visit, refused: Refused): Promise<Response> {
	const broadcast = await findShown(visit)
	return broadcast
		? await visit.c.html(await renderBroadcast(visit, broadcast, { refused }), 422)
		: await answerMissing(visit.c)
}

/** Checks the draft and starts it, both at the version that was looked at. */
async function send(visit: Visit, form: Form): Promise<Response> {
	const { c, needs } = visit
	const time = readTime(form)
	const chosen = chooseTime(visit, time)
	if (chosen instanceof Map) return await refuse(visit, { wrong: chosen, time })
	const version = Number(form.text('version').slice(0, 9))
	const checked = await checkBroadcast(needs.store, needs.broadcasts, idOf(visit))
	// what is wrong with it stands on the page itself
	if (!checked.ok && checked.reason === 'problems') return c.redirect(placeOf(visit), 303)
	if (!checked.ok) return c.redirect(`${placeOf(visit)}?done=wrong-state`, 303)
	return await move(visit, 'send', (work, publicId) => startBroadcast(work, { publicId, version, ...chosen }))
}

async function takeTest(visit: Visit, form: Form): Promise<Response> {
	const { needs, staff, say } = visit
	const number = form.text('number').trim()
	const wrong = (text: string): Wrong => new Map([['number', text]])
	const answer = await actOnceUnless(visit, form, async (work) => {
		const id = parseMemberNumber(number)
		const member = id === null ? undefined : await findLivingMember(work.tx, id)
		if (!member) return wrong(say('cast.no_member'))
		const names = needs.broadcasts.channels.map((channel) => channel.name as string)
		const addresses = await listAddresses(work.tx, member.id)
		const address = addresses.find((one) => one.reachable === 1 && names.includes(one.channel))
		if (!address) return wrong(say('cast.test_no_chat'))
		const result = await sendTest(work, needs.broadcasts, { publicId: idOf(visit), addressId: address.id })
		if (!result.ok) return '/console/broadcasts'
		await setStaffAddress(work.tx, staff.staffId, address.id)
		await noteAct(visit, work, { action: 'broadcast.test', subject: idOf(visit) })
		return `${placeOf(visit)}?done=tested`
	})
	return answer instanceof Map ? await refuse(visit, { wrong: answer, number: number.slice(0, MAX_NUMBER) }) : answer
}

/** A new draft to those it did not reach. */
async function again(visit: Visit, form: Form): Promise<Response> {
	const { staff } = visit
	return await actOnce(visit, form, async (work) => {
		const clone = { publicId: idOf(visit), states: ['failed' as const, 'unknown' as const], by: staff.publicId }
		const result = await cloneBroadcast(work, clone)
		if (!result.ok) return '/console/broadcasts'
		await noteAct(visit, work, { action: 'broadcast.create', subject: result.value.publicId })
		return `/console/broadcasts/${result.value.publicId}`
	})
}

const action = (name: string, handle: (visit: Visit, form: Form) => Promise<Response>): ConsoleRoute => ({
	method: 'post',
	path: `/console/broadcasts/:id/${name}`,
	role: 'manager',
	handle,
})

export const actionRoutes: readonly ConsoleRoute[] = [
	action('test', takeTest),
	action('send', send),
	action('pause', (visit) =>
		move(visit, 'pause', (work, publicId) => pauseBroadcast(work, { publicId, reason: BY_HAND })),
	),
	action('resume', (visit) => move(visit, 'resume', (work, publicId) => resumeBroadcast(work, { publicId }))),
	action('cancel', (visit) => move(visit, 'cancel', (work, publicId) => cancelBroadcast(work, { publicId }))),
	action('resend-unknown', (visit) => move(visit, 'resend-unknown', resendUnknown)),
	action('again', again),
]
