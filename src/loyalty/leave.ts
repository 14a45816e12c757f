import { addMonths, startOfDay } from '../domain/calendar.ts'
import { endPoints } from '../domain/points-end.ts'
import { done, type Refusal, type Result, refuse } from '../domain/result.ts'
import { type Address, listAddresses, listSilentStrangers } from '../store/addresses.ts'
import { type Consent, listConsents, sealConsent } from '../store/consents.ts'
import { voidCouponsOf } from '../store/coupons.ts'
import { skipDeliveriesOf } from '../store/deliveries.ts'
import { listEntriesOfCause } from '../store/entries.ts'
import { listPhones, type MemberPhone } from '../store/member-phones.ts'
import { deleteLinks } from '../store/one-time-links.ts'
import { deleteAddresses, eraseAddresses, eraseMember } from '../store/personal.ts'
import { setMark } from '../store/phone-marks.ts'
import { getSettings } from '../store/settings.ts'
import type { Work } from '../store/transact.ts'
import { spreadOptOut } from './carry-opt-out.ts'
import { ACTIVATION } from './create-activation-link.ts'
import { JOIN } from './credit-member.ts'
import { endTier } from './end-tier.ts'
import { closeLedger, localDay, type OpenLedger, openLedger, post } from './ledger.ts'
import { hashAddress } from './set-consent.ts'

export interface Left {
	/** Points and coupons that ended. */
	points: number
	coupons: number
}

export type LeaveRefusal = Refusal<'not-a-member', undefined>

/** Nobody who left has the reward of joining again within this time, nor is anybody rewarded for bringing her. */
const REMEMBERED_MONTHS = 12

/**
 * Erases who the member was; her ledger and orders stay under a number that names nobody. Points and unused coupons
 * end. What stays is that this phone had its welcome, for a year, and that it asked for no promotions.
 */
export async function leave(work: Work, input: { memberId: number }): Promise<Result<Left, LeaveRefusal>> {
	const { tx, now } = work
	const today = await localDay(tx, now)
	const open = await openLedger(work, { memberId: input.memberId, today })
	const { member } = open
	if (member.status !== 'active' && member.status !== 'imported') {
		await closeLedger(work, open)
		return refuse('not-a-member')
	}
	const points = await endAllPoints(work, open)
	await endTier(work, member.id)
	const coupons = await voidCouponsOf(tx, member.id, 'the member left')
	await skipDeliveriesOf(tx, member.id, 'left', now)
	const addresses = await listAddresses(tx, member.id)
	const phones = await listPhones(tx, member.id)
	await rememberLeaving(work, { memberId: member.id, addresses, phones })
	await sealConsents(work, { memberId: member.id, addresses, phones })
	await deleteLinks(tx, ACTIVATION, String(member.id))
	await eraseAddresses(tx, addresses, now)
	await eraseMember(tx, member.id, now)
	return done({ points, coupons })
}

async function endAllPoints(work: Work, open: OpenLedger): Promise<number> {
	const points = open.ledger.lots.reduce((sum, lot) => sum + lot.remaining, 0)
	if (points > 0) post(open, endPoints(open.ledger, { today: open.today, cause: 'left' }))
	await closeLedger(work, open)
	return points
}

interface Leaving {
	memberId: number
	addresses: readonly Address[]
	phones: readonly MemberPhone[]
}

/** For a year it is known that this phone or address was a member's, and whether it had its reward for joining. */
async function rememberLeaving(work: Work, { memberId, addresses, phones }: Leaving): Promise<void> {
	const { tx, now } = work
	const { timeZone } = await getSettings(tx)
	const until = startOfDay(addMonths(await localDay(tx, now), REMEMBERED_MONTHS) + 1, timeZone)
	const hashes = [...addresses.map((address) => hashAddress(work, address)), ...phones.map((phone) => phone.phone_hash)]
	await spreadOptOut(work, hashes)
	const rewarded = (await listEntriesOfCause(tx, memberId, JOIN)).some((entry) => entry.released === 1)
	for (const hash of hashes)
		for (const kind of rewarded ? (['left', 'rewarded'] as const) : (['left'] as const))
			await setMark(tx, { hash, kind, at: now, until, note: null })
}

/** The log stays, without what names the person; an opt-out keeps its original, sealed, beside the hash that finds it. */
async function sealConsents(work: Work, leaving: Leaving): Promise<void> {
	for (const consent of await listConsents(work.tx, leaving.memberId))
		await sealConsent(work.tx, consent.id, consent.state === 'withdrawn' ? sealed(work, leaving, consent) : null)
}

function sealed({ keys }: Work, { addresses, phones }: Leaving, consent: Consent): string {
	const address = addresses.find((one) => one.id === consent.address_id)
	return keys.encrypt(
		JSON.stringify({
			channel: consent.channel,
			address: address?.address ?? null,
			phones: phones.map((phone) => keys.decrypt(phone.phone_encrypted)),
			words: consent.original === null ? null : keys.decrypt(consent.original),
			messageId: consent.message_id,
		}),
	)
}

/** Strangers who have been silent for so many days are forgotten, and addresses whose member left at once. */
export async function forgetStrangers(work: Work, input: { days: number; limit?: number }): Promise<number> {
	const silentSince = work.now - input.days * 86_400_000
	const found = await listSilentStrangers(work.tx, silentSince, input.limit ?? 200)
	await deleteAddresses(work.tx, found, work.now)
	return found.length
}
