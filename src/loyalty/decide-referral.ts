import type { Notice } from '../domain/notice.ts'
import { done, type Refusal, type Result, refuse } from '../domain/result.ts'
import { listPhones } from '../store/member-phones.ts'
import { lockMember } from '../store/members.ts'
import { findReferral, lockReferral, setReferral } from '../store/referrals.ts'
import type { Work } from '../store/transact.ts'
import { joinCause, rewardJoin } from './bind-referral.ts'
import { sumCause } from './credit-member.ts'
import { tellFriend } from './referral-turn.ts'
import { rewardOrdersSoFar } from './reward-referral.ts'

export interface ReferralDecision {
	/** ref_… */
	publicId: string
	accept: boolean
}

export type DecideReferralRefusal = Refusal<'unknown', undefined> | Refusal<'decided', { state: string }>

/** Somebody of the shop rewards a referral that waited for a look, or refuses its rewards for good. */
export async function decideReferral(
	work: Work,
	input: ReferralDecision,
): Promise<Result<{ notices: Notice[] }, DecideReferralRefusal>> {
	const found = await findReferral(work.tx, input.publicId)
	if (!found) return refuse('unknown')
	const friend = await lockMember(work.tx, found.friend_id)
	const referral = await lockReferral(work.tx, found.id)
	if (referral.state !== 'review') return refuse('decided', { state: referral.state })
	await setReferral(work.tx, referral.id, { state: input.accept ? 'joined' : 'refused' })
	if (!input.accept || friend.status !== 'active') return done({ notices: [] })
	const phones = await listPhones(work.tx, friend.id)
	const verified = phones.some((phone) => phone.verified_at !== null)
	const had = await sumCause(work, friend.id, joinCause(referral))
	const { notices, points } = await rewardJoin(work, { referral, friend, verified })
	if (points > had) notices.push(await tellFriend(work, { referral, points: points - had }))
	return done({ notices: [...notices, ...(await rewardOrdersSoFar(work, friend.id))] })
}
