import { describe, expect, test } from 'vitest'
import { type Explaining, explainEntry, explainedKinds } from '../../src/conversation/explain-entry.ts'
import { localeNames, stripMarkup } from '../../src/conversation/locales/index.ts'
import { sayNotice } from '../../src/conversation/notices.ts'
import { dayFrom } from '../../src/domain/calendar.ts'
import { ENTRY_KINDS } from '../../src/domain/ledger.ts'
import type { Notice, NoticeFacts, NoticeKind } from '../../src/domain/notice.ts'
import { freshProgram } from '../../src/domain/program.ts'
import { freshSettings } from '../../src/domain/settings.ts'
import type { HistoryLine } from '../../src/loyalty/history.ts'

const on = dayFrom({ year: 2026, month: 2, day: 28 })
const at = Date.parse('2026-02-28T04:00:00Z')
const order = { source: 'web', externalId: 'A-1024' }
const balance = { usable: 38, pending: 5, debt: 2 }
const reward = { rewardId: 1, title: '*HK$10* off' }

/** One example of every kind of notice; a new kind does not compile without one. */
const examples: { [K in NoticeKind]: NoticeFacts[K] } = {
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
	'coupon-issued': { ...reward, couponId: 1, origin: 'tier', expiresOn: on },
	'coupon-expiring': { ...reward, couponId: 1, on },
	'coupon-used': { ...reward, couponId: 1, last4: 'JKM7', place: 'Central', usedAt: at },
	'coupon-restored': { ...reward, couponId: 1, expiresOn: null },
	'coupon-void': { ...reward, couponId: 1, last4: 'JKM7', reason: 'made by mistake' },
	'redemption-voided': { ...reward, last4: 'JKM7', points: 100, usable: 138, debt: 0 },
	'join-reward': { points: 50, usable: 50 },
	'referral-joined': { friend: 'C*** W.', points: 50, pending: true },
	'referral-rewarded': { friend: 'C*** W.', points: 50, role: 'referrer', availableOn: on },
	'referral-reversed': { friend: 'C*** W.', points: 50, role: 'referrer' },
}

const kinds = Object.keys(examples) as NoticeKind[]

describe.each(localeNames)('in %s', (locale) => {
	const telling = { locale, settings: freshSettings(), rules: freshProgram('HKD'), now: at }
	const how: Explaining = { locale, settings: telling.settings, tierNames: new Map([[1, 'Silver']]) }

	test.each(kinds)('the notice %s has its sentence', (kind) => {
		const text = sayNotice({ memberId: 1, kind, facts: examples[kind] } as Notice, telling)
		const plain = stripMarkup(text)
		expect(plain.length).toBeGreaterThan(5)
		expect(plain.length).toBeLessThanOrEqual(1024)
		expect(plain).not.toMatch(/undefined|NaN|\[object|\{/)
	})

	test.each(ENTRY_KINDS)('the ledger line %s explains itself', (kind) => {
		const line: HistoryLine = {
			seq: 1,
			kind,
			points: 19,
			on,
			at,
			availableOn: null,
			expiresOn: on,
			debtDelta: 0,
			facts: {
				order: 'A-1024',
				by: 'amount',
				netMinor: 19_900,
				wasMinor: 0,
				unitMinor: 1_000,
				pointsPerUnit: 1,
				tierId: 1,
				reason: 'a reason',
				reward: 'HK$10 off',
				friend: 'C*** W.',
			},
		}
		const plain = stripMarkup(explainEntry(line, how))
		expect(plain.length).toBeGreaterThan(2)
		expect(plain).not.toMatch(/undefined|NaN|\[object|\{/)
	})
})

test('every kind of ledger line is explained', () => {
	expect([...explainedKinds].sort()).toEqual([...ENTRY_KINDS].sort())
})
