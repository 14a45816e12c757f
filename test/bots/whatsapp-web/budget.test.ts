import { describe, expect, test } from 'vitest'
import {
	countPromotions,
	dailyBudget,
	emptyRecord,
	judge,
	nameLast,
	noteAnswer,
	notePromotion,
	noteRefusal,
	type Record,
	resume,
	stop,
} from '../../../bots/whatsapp-web/budget.ts'
import { promotionLimits, safeLimits } from '../../../src/domain/promotion-limits.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
const limits = promotionLimits.parse({ accepted: true })
const linked: Record = { ...emptyRecord, linkedAt: 0 }

/** Sends at these instants, one person after another; the draw is always the shortest pause. */
const after = (instants: number[], record = linked) =>
	instants.reduce((all, at, n) => {
		const noted = notePromotion(all, limits, { address: `phone:${n}`, at, chance: 0 })
		return nameLast(noted, { address: `phone:${n}`, id: `m${n}` })
	}, record)
const every = (gapMs: number, count: number, from: number) => Array.from({ length: count }, (_, n) => from + n * gapMs)

describe('promotions by an unofficial client', () => {
	test('are off until the warning is accepted, and while nothing is linked', () => {
		expect(judge(safeLimits, linked, 0)).toMatchObject({ kind: 'closed', reason: expect.stringContaining('warning') })
		expect(judge(limits, emptyRecord, 0)).toMatchObject({ kind: 'closed' })
		expect(judge(limits, linked, 0)).toEqual({ kind: 'open' })
	})

	test('follow each other after 8 to 20 seconds', () => {
		const next = (chance: number) => notePromotion(linked, limits, { address: 'a', at: 1000, chance }).nextAt
		expect([next(0), next(0.5), next(0.999_999)]).toEqual([9_000, 15_000, 21_000])
		expect(judge(limits, after([0]), 7_999)).toMatchObject({ kind: 'wait', until: 8_000 })
		expect(judge(limits, after([0]), 8_000)).toEqual({ kind: 'open' })
	})

	test.each([
		[0, 10],
		[1, 15],
		[10, 60],
		[28, 150],
		[365, 150],
	])('%i days after linking %i may go out in a day', (days, most) => {
		expect(dailyBudget(limits, days)).toBe(most)
		const answered = { ...limits, unanswered: 1_000 }
		const now = days * DAY + DAY - 1
		const gap = Math.floor(DAY / (most + 1))
		const full = after(every(gap, most, now - most * gap))
		expect(judge(answered, full, now)).toMatchObject({ kind: 'wait', reason: expect.stringContaining('day') })
		expect(judge(answered, full, now + DAY)).toEqual({ kind: 'open' })
	})

	test('are at most 60 in any hour', () => {
		const start = 100 * DAY
		const record = after(every(10_000, 60, start))
		const now = start + 60 * 10_000
		expect(judge(limits, record, now)).toMatchObject({ kind: 'wait', until: start + 60 * MINUTE })
		expect(judge(limits, record, start + 60 * MINUTE)).toEqual({ kind: 'open' })
	})

	test('rest while 100 of the last seven days were not answered; an answer makes room', () => {
		const start = 100 * DAY
		const record = after(every(2 * 60 * MINUTE - 1, 84, start), after(every(90_000, 16, start - 30 * MINUTE)))
		const now = start + 7 * DAY - 60 * MINUTE
		expect(judge(limits, record, now)).toMatchObject({ kind: 'wait', reason: expect.stringContaining('answer') })
		expect(judge(limits, noteAnswer(record, 'phone:50'), now)).toEqual({ kind: 'open' })
		expect(countPromotions(limits, noteAnswer(record, 'phone:50'), now).unanswered).toBeLessThan(100)
	})

	test('stop when three of the last twenty were refused, until the merchant lets them go on', () => {
		const record = after(every(10_000, 20, 0))
		const refuse = (all: Record, id: string) => noteRefusal(all, limits, { id, at: 1 })
		const two = ['m3', 'm9'].reduce(refuse, record)
		expect(two.stopped).toBeUndefined()
		expect(refuse(two, 'm9').stopped).toBeUndefined()
		const three = refuse(two, 'm19')
		expect(judge(limits, three, 10 * DAY)).toMatchObject({ kind: 'closed', reason: expect.stringContaining('3 of') })
		expect(stop(three, { at: 2, reason: 'later' }).stopped?.reason).toContain('3 of')
		expect(judge(limits, resume(three), 10 * DAY)).toEqual({ kind: 'open' })
		// older refusals do not count
		const later = ['m0', 'm1'].reduce(refuse, after(every(10_000, 24, 0)))
		expect(refuse(later, 'm23').stopped).toBeUndefined()
	})

	test('the console shows today’s use', () => {
		const record = after([3 * DAY - 61 * MINUTE, 3 * DAY - 30 * MINUTE, 3 * DAY - 1])
		expect(countPromotions(limits, noteAnswer(record, 'phone:0'), 3 * DAY)).toEqual({
			lastHour: 2,
			today: 3,
			dailyBudget: 25,
			unanswered: 2,
		})
	})
})
