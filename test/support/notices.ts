import { dayFrom } from '../../src/domain/calendar.ts'
import type { NoticeFacts, NoticeKind } from '../../src/domain/notice.ts'

const on = dayFrom({ year: 2026, month: 2, day: 28 })
const at = Date.parse('2026-02-28T04:00:00Z')
const order = { source: 'web', externalId: 'A-1024' }
const balance = { usable: 38, pending: 5, debt: 2 }
const reward = { rewardId: 1, title: '*HK$10* off' }

/** One example of every kind of notice; a new kind does not compile without one. */
export const noticeExamples: { [K in NoticeKind]: NoticeFacts[K] } = {
	earned: { ...order, ...balance, points: 19, parts: [], netMinor: 19_900, availableOn: on, debtPaid: 2 },
	clawback: { ...order, ...balance, points: 6, netMinor: 13_350, fromLots: 4, expired: 0, debtAdded: 2 },
	adjusted: { points: -5, reason: 'typed twice', usable: 33, debt: 0 },
	'debt-forgiven': { points: 2, reason: 'our mistake', usable: 38, debt: 0 },
	'tier-up': { fromTier: 0, tier: 1, endsOn: on, cause: 'spend', gift: false },
	'tier-secured': { tier: 1, endsOn: on },
	'tier-renewed': { tier: 1, endsOn: on },
	'tier-grace': { tier: 1, graceUntil: on, missingMinor: 70_000 },
	'tier-down': { fromTier: 2, tier: 1, missingMinor: 70_000, endsOn: on },
	'tier-taken-back': { fromTier: 2, tier: 1, ...order, endsOn: on },
	'points-expiring': { points: 38, on, usable: 38 },
	'points-dated': { points: 38, on },
	'coupon-issued': { ...reward, couponId: 1, origin: 'tier', expiresOn: on },
	'coupon-expiring': { ...reward, couponId: 1, on },
	'coupon-used': { ...reward, couponId: 1, last4: 'JKM7', place: 'Central', usedAt: at },
	'coupon-restored': { ...reward, couponId: 1, expiresOn: null },
	'coupon-void': { ...reward, couponId: 1, last4: 'JKM7', reason: 'made by mistake' },
	'redemption-voided': { ...reward, last4: 'JKM7', points: 100, usable: 138, debt: 0 },
	'join-reward': { points: 50, usable: 50 },
	'join-waits': { ...balance, points: 50 },
	'referral-joined': { friend: 'C*** W.', points: 50, pending: true },
	'referral-rewarded': { friend: 'C*** W.', points: 50, role: 'referrer', availableOn: on },
	'referral-reversed': { friend: 'C*** W.', points: 50, role: 'referrer' },
	'referral-lapsed': { friend: 'C*** W.', points: 50, until: on },
}
