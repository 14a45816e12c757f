import type { Notice } from '../domain/notice.ts'
import { findPhone, insertPhone, setPhoneVerified } from '../store/member-phones.ts'
import { listGuestOrders } from '../store/orders.ts'
import { hasMark } from '../store/phone-marks.ts'
import { findReferralOf, setReferral } from '../store/referrals.ts'
import type { Work } from '../store/transact.ts'
import { listUnreleasedLots } from '../store/waiting-lots.ts'
import { attachGuestOrders } from './attach-guest-orders.ts'
import { firstCause, joinCause, ruleOf } from './bind-referral.ts'
import { carryOptOut } from './carry-opt-out.ts'
import { JOIN, moveAvailability, reverseCause, sumCause } from './credit-member.ts'
import { localDay } from './ledger.ts'
import { settleMember } from './settle-member.ts'

/** Whether the shop sold to this phone up to an instant, the click on a link: then nobody brought the customer. */
export async function wasCustomer(work: Work, phoneHash: string, until: number): Promise<boolean> {
	return (await listGuestOrders(work.tx, phoneHash)).some((order) => order.placed_at <= until)
}

export interface Verified {
	/** Points that had waited for a phone and are usable now. */
	released: number
	notices: Notice[]
}

export interface VerifiedPhone {
	memberId: number
	/** Keyed hash of the number. */
	phone: string
	/** E.164. */
	number: string
}

/** Makes a proved number the member's; false when it is somebody else's, though it was nobody's a moment ago. */
export async function claimPhone(work: Work, { memberId, phone, number }: VerifiedPhone): Promise<boolean> {
	const { tx, now, keys } = work
	const added = await insertPhone(tx, {
		phone_hash: phone,
		member_id: memberId,
		phone_encrypted: keys.encrypt(number),
		verified_at: now,
		added_at: now,
	})
	if (added) return true
	if ((await findPhone(tx, phone))?.member_id !== memberId) return false
	await setPhoneVerified(tx, phone, now)
	return true
}

/**
 * Gives the member all that had waited for the number she has just claimed: join and referral points become usable, or
 * are taken back when this phone had them once before; orders of the number are hers.
 */
export async function applyPhone(work: Work, memberId: number, phone: string): Promise<Verified> {
	await carryOptOut(work, memberId, phone)
	await judgeWaiting(work, memberId, phone)
	const released = await releaseWaiting(work, memberId)
	const attached = await attachGuestOrders(work, { memberId, phoneHash: phone })
	return { released, notices: attached.notices }
}

/** Takes back what waits when the phone shows that the person had it before, or was a customer already. */
async function judgeWaiting(work: Work, memberId: number, phone: string): Promise<void> {
	const { tx, now } = work
	if (await hasMark(tx, 'rewarded', phone, now))
		await reverseWaiting(work, { memberId, cause: JOIN, reason: 'had-before' })
	if (await hasMark(tx, 'left', phone, now)) await refuseReferral(work, memberId, 'member-before')
	else {
		const referral = await findReferralOf(tx, memberId)
		if (referral && (await wasCustomer(work, phone, referral.clicked_at)))
			await refuseReferral(work, memberId, 'customer-before')
	}
}

/** States in which a reward may still be on its way. */
const OPEN: ReadonlySet<string> = new Set(['review', 'joined', 'bought'])

/** Ends a referral whose friend turns out to be no new customer; what is not usable yet on either side is taken back. */
export async function refuseReferral(work: Work, memberId: number, reason: string): Promise<void> {
	const referral = await findReferralOf(work.tx, memberId)
	if (!referral || !OPEN.has(referral.state)) return
	for (const id of [memberId, referral.referrer_id])
		for (const cause of [joinCause(referral), firstCause(referral)])
			await reverseWaiting(work, { memberId: id, cause, reason })
	await setReferral(work.tx, referral.id, { state: 'refused', review: reason })
}

async function reverseWaiting(
	work: Work,
	{ memberId, cause, reason }: { memberId: number; cause: string; reason: string },
): Promise<void> {
	await settleMember(work, memberId, await localDay(work.tx, work.now))
	const lots = await listUnreleasedLots(work.tx, memberId)
	if (!lots.some((lot) => lot.cause === cause)) return
	const points = await sumCause(work, memberId, cause)
	await reverseCause(work, { memberId, cause, points, kind: 'reverse', facts: { reason } })
}

/** Lets the points that waited for a phone be used from today; the referrer's too where the rule pays at once. */
export async function releaseWaiting(work: Work, memberId: number): Promise<number> {
	const today = await localDay(work.tx, work.now)
	const referral = await findReferralOf(work.tx, memberId)
	const own = referral ? joinCause(referral) : undefined
	const causes = new Set((await listUnreleasedLots(work.tx, memberId)).map((lot) => lot.cause))
	let released = 0
	for (const cause of causes)
		if (cause === JOIN || (cause !== null && cause === own))
			released += await moveAvailability(work, { memberId, cause, availableOn: today })
	if (referral && own && ruleOf(referral).referrer.onJoinWhen === 'at-once')
		await moveAvailability(work, { memberId: referral.referrer_id, cause: own, availableOn: today })
	return released
}
