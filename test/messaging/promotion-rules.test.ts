import { describe, expect, test } from 'vitest'
import { freshSettings, storeSettings } from '../../src/domain/settings.ts'
import { isHeldOut } from '../../src/messaging/audience.ts'
import {
	capsAt,
	createPauseRule,
	findQuietEnd,
	isDrivingAway,
	moves,
	statesBefore,
} from '../../src/messaging/promotion-rules.ts'

const settings = freshSettings()
const at = (text: string) => Date.parse(text)

describe('quiet hours, 21:00 to 09:00 in the zone of the shop', () => {
	test.each([
		['2026-03-10T20:59:59+08:00', undefined],
		['2026-03-10T21:00:00+08:00', '2026-03-11T09:00:00+08:00'],
		['2026-03-11T00:00:00+08:00', '2026-03-11T09:00:00+08:00'],
		['2026-03-11T08:59:59+08:00', '2026-03-11T09:00:00+08:00'],
		['2026-03-11T09:00:00+08:00', undefined],
	])('at %s promotions wait until %s', (now, end) => {
		expect(findQuietEnd(at(now), settings)).toBe(end === undefined ? undefined : at(end))
	})

	test('may lie within one day, and none are none', () => {
		const between = (quietFrom: number, quietUntil: number) =>
			storeSettings.parse({ promotions: { quietFrom, quietUntil } })
		expect(findQuietEnd(at('2026-03-10T13:30:00+08:00'), between(780, 840))).toBe(at('2026-03-10T14:00:00+08:00'))
		expect(findQuietEnd(at('2026-03-10T14:00:00+08:00'), between(780, 840))).toBeUndefined()
		expect(findQuietEnd(at('2026-03-10T00:00:00+08:00'), between(0, 0))).toBeUndefined()
	})
})

test('the caps count local days: today, the last 7, the last 30', () => {
	expect(capsAt(at('2026-03-10T12:00:00+08:00'), settings)).toEqual([
		{ since: at('2026-03-10T00:00:00+08:00'), most: 1 },
		{ since: at('2026-03-04T00:00:00+08:00'), most: 2 },
		{ since: at('2026-02-09T00:00:00+08:00'), most: 4 },
	])
})

describe('a broadcast pauses by itself', () => {
	const feed = (outcomes: (string | undefined)[]) => {
		const watch = createPauseRule()
		return outcomes.map((outcome) => watch(outcome)).findIndex((reason) => reason !== undefined)
	}
	const spread = (failures: number, count: number) =>
		Array.from({ length: count }, (_, n) => (n < failures ? `reason ${n}` : undefined))

	test('when more than 5 % of the last 40 failed', () => {
		expect(feed(spread(2, 40))).toBe(-1)
		expect(feed(spread(3, 39))).toBe(-1)
		expect(feed(spread(3, 40))).toBe(39)
		// what is older than the last 40 does not count
		expect(feed([...spread(2, 40), ...spread(2, 40)])).toBe(-1)
	})

	test('at the tenth equal rejection', () => {
		const scattered = Array.from({ length: 500 }, (_, n) => (n % 25 === 0 ? 'too long' : undefined))
		expect(feed(scattered)).toBe(225)
	})

	test('when more than 2 % of at least 100 opted out', () => {
		expect(isDrivingAway(99, 50)).toBe(false)
		expect(isDrivingAway(100, 2)).toBe(false)
		expect(isDrivingAway(100, 3)).toBe(true)
		expect(isDrivingAway(150, 3)).toBe(false)
	})
})

test('states move only along the table, and what has ended stays ended', () => {
	expect(statesBefore('sending')).toEqual(['scheduled', 'paused'])
	expect(statesBefore('scheduled')).toEqual(['checked', 'approved'])
	expect(statesBefore('done')).toEqual(['sending'])
	expect(moves.done).toEqual([])
	expect(moves.cancelled).toEqual([])
})

const U_OF_7 = 0.267966616245778

describe('the control group', () => {
	test('is u < h with u from HMAC-SHA256(salt, member id), the same at every draw', () => {
		// printf 7 | openssl dgst -sha256 -hmac salt → first 8 bytes, >> 11, / 2^53
		const share = Math.floor(U_OF_7 * 10_000)
		expect(isHeldOut('salt', 7, share)).toBe(false)
		expect(isHeldOut('salt', 7, share + 1)).toBe(true)
	})

	test('has about its share, and another salt draws others', () => {
		const draw = (salt: string) => Array.from({ length: 20_000 }, (_, n) => n).filter((n) => isHeldOut(salt, n, 1_000))
		const [one, other] = [draw('one'), draw('other')]
		expect(one.length).toBeGreaterThan(1_850)
		expect(one.length).toBeLessThan(2_150)
		const both = new Set(one)
		expect(other.filter((n) => both.has(n)).length).toBeLessThan(300)
	})
})
