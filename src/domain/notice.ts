import type { Day } from './calendar.ts'

/** The points of one order as a sentence needs them. */
interface OrderFacts {
	source: string
	externalId: string
}

/** A reward as it is called; kinds and values are in the reward itself. */
interface RewardFacts {
	rewardId: number
	title: string
}

/** What a member must be told, by kind; balances are those after the change. */
export interface NoticeFacts {
	/** Points came from an order or from a rise of it; parts are the lots (base, threshold, multiplier). */
	earned: OrderFacts & {
		points: number
		parts: { part: string; points: number; label?: string }[]
		netMinor: number
		/** The day the points become usable; null when they are already. */
		availableOn: Day | null
		debtPaid: number
		usable: number
		pending: number
		debt: number
	}
	/** A return or cancellation took points back; expired are those that had expired anyway. */
	clawback: OrderFacts & {
		points: number
		netMinor: number
		fromLots: number
		expired: number
		debtAdded: number
		usable: number
		pending: number
		debt: number
	}
	/** By hand, with the reason the staff gave. */
	adjusted: { points: number; reason: string; usable: number; debt: number }
	'debt-forgiven': { points: number; reason: string; usable: number; debt: number }
	'tier-up': { fromTier: number; tier: number; endsOn: Day | null; cause: string; gift: boolean }
	/** Renewal is already earned: the next period will follow. */
	'tier-secured': { tier: number; endsOn: Day }
	'tier-renewed': { tier: number; endsOn: Day | null }
	/** The period ended short; a purchase by graceUntil still renews. */
	'tier-grace': { tier: number; graceUntil: Day; missingMinor: number }
	'tier-down': { fromTier: number; tier: number; missingMinor: number; endsOn: Day | null }
	/** A return made a young upgrade fall. */
	'tier-taken-back': { fromTier: number; tier: number; source: string; externalId: string; endsOn: Day | null }
	/** One merged message per member and day. */
	'points-expiring': { points: number; on: Day; usable: number }
	/** Points that never expired have a last day since the rules changed. */
	'points-dated': { points: number; on: Day }
	'coupon-issued': RewardFacts & { couponId: number; origin: string; expiresOn: Day | null }
	'coupon-expiring': RewardFacts & { couponId: number; on: Day }
	/** last4: the end of its code, so that it can be told from others. */
	'coupon-used': RewardFacts & { couponId: number; last4: string; place: string; usedAt: number }
	/** The order that used it was returned: the coupon can be used again until then. */
	'coupon-restored': RewardFacts & { couponId: number; expiresOn: Day | null }
	'coupon-void': RewardFacts & { couponId: number; last4: string; reason: string }
	'redemption-voided': RewardFacts & { last4: string; points: number; usable: number; debt: number }
	/** Join points that waited for a verified phone or a first order. */
	'join-reward': { points: number; usable: number }
	/** The order that made join points usable is gone, so that they wait again; debt is what was spent of them and others. */
	'join-waits': { points: number; usable: number; pending: number; debt: number }
	/** The friend is shown masked, such as C*** W. */
	'referral-joined': { friend: string; points: number; pending: boolean }
	'referral-rewarded': { friend: string; points: number; role: 'referrer' | 'friend'; availableOn: Day | null }
	'referral-reversed': { friend: string; points: number; role: 'referrer' | 'friend' }
	/** The friend did not buy by that day, so that what waited for it is gone. */
	'referral-lapsed': { friend: string; points: number; until: Day }
}

export type NoticeKind = keyof NoticeFacts

/** Something to tell a member, made by a use case and put into words by the conversation. */
export type Notice<K extends NoticeKind = NoticeKind> = {
	[N in K]: { memberId: number; kind: N; facts: NoticeFacts[N] }
}[K]
