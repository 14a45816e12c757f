import { describe, expect, test } from 'vitest'
import { parseDay } from '../../src/domain/calendar.ts'
import { freshProgram, type ReferralRules } from '../../src/domain/program.ts'
import {
	judgeReferral,
	lapseDay,
	limitReached,
	maskName,
	orderReward,
	type ReferralClaim,
	referralSignals,
} from '../../src/domain/referral.ts'

const rules: ReferralRules = freshProgram('HKD').referral
const day = 86_400_000

const claim: ReferralClaim = {
	clickedAt: 1000,
	joinedAt: 2000,
	referrer: { memberId: 1, joinedAt: 500 },
	friend: { memberId: 2, bound: false, known: false },
	referrerChain: [7, 8],
}

const judged = (change: Partial<ReferralClaim>) => {
	const result = judgeReferral({ ...claim, ...change }, rules)
	return result.ok ? 'bound' : result.reason
}

describe('who is bound to a referrer', () => {
	test('a stranger who joins within 30 days of the first click', () => {
		expect(judged({})).toBe('bound')
		expect(judged({ joinedAt: 1000 + 30 * day })).toBe('bound')
		expect(judged({ joinedAt: 1001 + 30 * day })).toBe('link-expired')
		expect(judged({ clickedAt: 2001 })).toBe('link-expired')
	})

	test('never oneself, nor somebody who brought the referrer, however far up', () => {
		expect(judged({ referrer: { memberId: 2, joinedAt: 500 } })).toBe('own-code')
		expect(judged({ referrerChain: [7, 2] })).toBe('cycle')
	})

	test('the referrer is the older member, the first touch stays, customers do not count', () => {
		expect(judged({ referrer: { memberId: 1, joinedAt: 2000 } })).toBe('younger-referrer')
		expect(judged({ friend: { ...claim.friend, bound: true } })).toBe('already-bound')
		expect(judged({ friend: { ...claim.friend, known: true } })).toBe('already-customer')
	})
})

test('limits of a referrer: 5 rewarded joins a day, 20 a month, points and lifetime when set', () => {
	const used = { joinsToday: 4, joinsThisMonth: 19, pointsThisMonth: 950, joinsInAll: 40 }
	expect(limitReached(used, 50, rules)).toBeNull()
	expect(limitReached({ ...used, joinsToday: 5 }, 50, rules)).toBe('day')
	expect(limitReached({ ...used, joinsThisMonth: 20 }, 50, rules)).toBe('month')
	const tight = { ...rules, limits: { ...rules.limits, pointsPerMonth: 1000, joinsInAll: 41 } }
	expect([50, 51].map((points) => limitReached(used, points, tight))).toEqual([null, 'points'])
	expect(limitReached({ ...used, joinsInAll: 41 }, 50, tight)).toBe('lifetime')
})

test('a join reward that waits for a first order lapses after 12 months', () => {
	expect(lapseDay(parseDay('2024-02-29') as number, rules)).toBe(parseDay('2025-02-28'))
})

describe('rewards for the friend’s orders', () => {
	const everyOrder = { amount: { by: 'percent', percent: 10 }, months: 12, minimumMinor: 5000 } as const
	const order = { nth: 1, netMinor: 19_900, basePoints: 19, paidOn: 100, joinedOn: 50 }

	test('the first order pays once, percent is the floor of the friend’s base points', () => {
		const side = { onFirstOrder: 30, everyOrder }
		expect(orderReward(side, order)).toBe(31)
		expect(orderReward(side, { ...order, nth: 2 })).toBe(1)
		expect(orderReward(side, { ...order, netMinor: 0 })).toBe(0)
		expect(orderReward({ onFirstOrder: 0, everyOrder: null }, order)).toBe(0)
	})

	test('every order counts within its months, or its first n orders, from its minimum on', () => {
		const side = { onFirstOrder: 0, everyOrder: { ...everyOrder, amount: { by: 'points', points: 5 } as const } }
		expect([4999, 5000].map((netMinor) => orderReward(side, { ...order, netMinor }))).toEqual([0, 5])
		const joinedOn = parseDay('2024-02-29') as number
		const paid = ['2025-02-28', '2025-03-01'].map((text) => parseDay(text) as number)
		expect(paid.map((paidOn) => orderReward(side, { ...order, joinedOn, paidOn }))).toEqual([5, 0])
		const three = { ...side, everyOrder: { ...side.everyOrder, orders: 3 } }
		expect([3, 4].map((nth) => orderReward(three, { ...order, nth }))).toEqual([5, 0])
	})
})

test('signals make staff look', () => {
	const quiet = {
		joinsLastHour: 3,
		friends: 9,
		friendsWithOrder: 0,
		phones: ['+85291234567', '+85291234568'],
		sharedDevice: false,
	}
	expect(referralSignals(quiet)).toEqual([])
	const loud = {
		joinsLastHour: 4,
		friends: 10,
		friendsWithOrder: 0,
		phones: ['+85291234568', '+85291234570', '+85291234569'],
		sharedDevice: true,
	}
	expect(referralSignals(loud)).toEqual(['many-joins', 'consecutive-numbers', 'no-orders', 'same-device'])
})

test.each([
	['Chan Wing', 'C*** W.'],
	['Mary Anne van Berg', 'M*** B.'],
	['Cher', 'C***'],
	['陳大文', '陳**'],
	['👩‍🍳 Bo', '👩‍🍳*** B.'],
	['  ', '***'],
])('%j is shown as %j', (name, masked) => expect(maskName(name)).toBe(masked))
