import { describe, expect, test } from 'vitest'
import { type Day, dayOf, parseDay, startOfDay } from '../../src/domain/calendar.ts'
import {
	adjust,
	balances,
	changedLots,
	clawback,
	credit,
	emptyLedger,
	forgive,
	giveBack,
	type Ledger,
	nextSettleDay,
	type Posted,
	type Posting,
	pending,
	postponeExpiry,
	settle,
	spend,
	spendable,
	usable,
} from '../../src/domain/points.ts'
import { auditLedger, rebuildLedger } from '../../src/domain/points-audit.ts'
import { transferAll } from '../../src/domain/points-transfer.ts'

function on(text: string): Day {
	return parseDay(text) as Day
}

const today = on('2024-03-01')
const end = on('2025-03-31')

interface Earned {
	expiresOn?: Day | null
	hold?: number
	at?: Day
}

/** Adds an order's points: usable after its hold, ending in a year unless said otherwise. */
function earn(
	ledger: Ledger,
	cause: string,
	points: number,
	{ expiresOn = end, hold = 0, at = today }: Earned = {},
): Posted {
	return credit(ledger, { kind: 'earn', points, availableOn: at + hold, expiresOn, today: at, cause })
}

function pay(ledger: Ledger, cost: number, at = today): Posted {
	const result = spend(ledger, { cost, today: at, cause: 'redemption' })
	if (!result.ok) throw new Error(JSON.stringify(result))
	return result.value
}

function lines({ postings }: Posted): [string, number][] {
	return postings.map((posting) => [posting.kind, posting.points])
}

const last = (postings: Posting[]) => postings.at(-1) as Posting

describe('spending', () => {
	const lots = [
		['a', 100, on('2024-03-31')],
		['b', 50, on('2024-06-30')],
		['c', 30, null],
	] as const
	const held = lots.reduce(
		(ledger, [cause, n, expiresOn]) => earn(ledger, cause, n, { expiresOn }).ledger,
		emptyLedger(),
	)

	test('V1 lots 100 (31 Mar), 50 (30 Jun), 30 (never): redeeming 120 takes 100 + 20, on 1 Apr the balance is 60', () => {
		const { ledger, postings } = pay(held, 120)
		expect(last(postings)).toMatchObject({
			kind: 'redeem',
			points: -120,
			takes: [
				{ seq: 1, points: 100 },
				{ seq: 2, points: 20 },
			],
		})
		expect(usable(ledger, on('2024-04-01'))).toBe(60)
	})

	test('a lot counts to the last millisecond of its last day and from the first of its first, in the store’s zone', () => {
		const zone = 'Asia/Hong_Kong'
		const midnight = startOfDay(on('2024-04-01'), zone)
		expect([midnight - 1, midnight].map((at) => usable(held, dayOf(at, zone)))).toEqual([180, 80])
		const web = earn(emptyLedger(), 'web', 10, { hold: 7 }).ledger
		const free = startOfDay(today + 7, zone)
		const seen = [free - 1, free].map((at) => [pending(web, dayOf(at, zone)), usable(web, dayOf(at, zone))])
		expect(seen).toEqual([
			[10, 0],
			[0, 10],
		])
	})

	test('of equal ends the older goes first, then the lower number', () => {
		const older = earn(earn(emptyLedger(), 'new', 5).ledger, 'old', 5, { at: today - 1 }).ledger
		expect(last(pay(older, 7).postings).takes).toEqual([
			{ seq: 2, points: 5 },
			{ seq: 1, points: 2 },
		])
	})

	test('is all or nothing: one point short takes none, and says what there is', () => {
		expect(spend(held, { cost: 181, today, cause: null })).toEqual({
			ok: false,
			reason: 'not-enough-points',
			facts: { cost: 181, spendable: 180, debt: 0 },
		})
		expect(usable(pay(held, 180).ledger, today)).toBe(0)
	})

	test('a cost that is no positive whole number is a bug, not a refusal', () => {
		for (const cost of [0, -1, 0.5, Number.NaN])
			expect(() => spend(held, { cost, today, cause: null })).toThrow(RangeError)
	})

	test('changes the copy, never the ledger it was given', () => {
		const before = structuredClone(held)
		pay(held, 120)
		expect(held).toEqual(before)
	})
})

describe('settling', () => {
	test('expires a lot the day after its last, pending or not, and twice changes nothing', () => {
		const ledger = earn(earn(emptyLedger(), 'a', 10, { expiresOn: today }).ledger, 'b', 7, {
			hold: 9,
			expiresOn: today + 1,
		}).ledger
		expect(settle(ledger, today)).toEqual({ ledger, postings: [] })
		const next = settle(ledger, today + 2)
		expect(lines(next)).toEqual([
			['expire', -10],
			['expire', -7],
		])
		expect(settle(next.ledger, today + 2).postings).toEqual([])
		expect(next.ledger.lots.map((lot) => lot.expired)).toEqual([10, 7])
	})

	test('a lot that became usable and then expired untouched has paid debt on its day', () => {
		const spent = pay(earn(emptyLedger(), 'old', 50).ledger, 50).ledger
		const owing = clawback(spent, { cause: 'old', points: 50, today }).ledger
		const waiting = earn(owing, 'web', 80, { hold: 7, expiresOn: today + 20 }).ledger
		expect(lines(settle(waiting, today + 60))).toEqual([
			['debt-payment', 0],
			['expire', -30],
		])
		expect(balances(settle(waiting, today + 60).ledger, today + 60)).toMatchObject({ usable: 0, debt: 0 })
	})

	test('says on which day something will happen next', () => {
		const ledger = earn(emptyLedger(), 'web', 10, { hold: 7, expiresOn: end }).ledger
		expect([nextSettleDay(ledger), nextSettleDay(settle(ledger, today + 7).ledger)]).toEqual([today + 7, end + 1])
		expect(nextSettleDay(earn(emptyLedger(), 'c', 1, { expiresOn: null }).ledger)).toBeNull()
	})

	test('a late report of an old order comes usable, or already expired', () => {
		const late = credit(emptyLedger(), {
			kind: 'earn',
			points: 9,
			availableOn: today - 400,
			expiresOn: today - 1,
			today,
			cause: 'o',
		})
		expect(lines(late)).toEqual([
			['earn', 9],
			['expire', -9],
		])
	})

	test('shows what expires next', () => {
		const ledger = earn(earn(emptyLedger(), 'a', 10, { expiresOn: end - 1 }).ledger, 'b', 7).ledger
		expect(balances(ledger, today)).toEqual({
			usable: 17,
			pending: 0,
			debt: 0,
			spendable: 17,
			expiring: { points: 10, on: end - 1 },
		})
	})

	test('under expiry by inactivity what is left moves on, what never expires stays', () => {
		const ledger = earn(earn(emptyLedger(), 'a', 10).ledger, 'b', 7, { expiresOn: null }).ledger
		const moved = postponeExpiry(ledger, end + 30)
		expect(moved.lots.map((lot) => lot.expiresOn)).toEqual([end + 30, null])
		expect(changedLots(ledger, moved).map((lot) => lot.seq)).toEqual([1])
	})
})

describe('taking back', () => {
	test('V4 earned 50, spent 50, order returned: debt 50; the next order earning 80 leaves 30', () => {
		const spent = pay(earn(emptyLedger(), 'first', 50).ledger, 50).ledger
		const returned = clawback(spent, { cause: 'first', points: 50, today })
		expect(balances(returned.ledger, today)).toMatchObject({ usable: 0, debt: 50, spendable: 0 })
		const next = earn(returned.ledger, 'second', 80)
		expect(lines(next)).toEqual([
			['earn', 80],
			['debt-payment', 0],
		])
		expect(balances(next.ledger, today)).toMatchObject({ usable: 30, debt: 0, spendable: 30 })
	})

	test('V4 with a hold the credit pays debt on the day it becomes usable, never while pending', () => {
		const spent = pay(earn(emptyLedger(), 'first', 50).ledger, 50).ledger
		const returned = clawback(spent, { cause: 'first', points: 50, today }).ledger
		const { ledger } = earn(returned, 'second', 80, { hold: 7 })
		expect(balances(ledger, today + 6)).toMatchObject({ pending: 80, usable: 0, debt: 50 })
		expect(balances(ledger, today + 7)).toMatchObject({ pending: 0, usable: 30, debt: 0 })
	})

	test('V2 of HK$199.00 the three returns take 6, 7, 6 out of the order’s own lot', () => {
		let ledger = earn(emptyLedger(), 'order', 19, { hold: 7 }).ledger
		for (const points of [6, 7, 6]) {
			const posted = clawback(ledger, { cause: 'order', points, today, facts: { order: 'A1' } })
			expect(last(posted.postings)).toMatchObject({
				points: -points,
				takes: [{ seq: 1, points }],
				facts: { order: 'A1' },
			})
			ledger = posted.ledger
		}
		expect(balances(ledger, today)).toMatchObject({ pending: 0, usable: 0, debt: 0 })
	})

	test('own lot first, then its expired part is only renamed, then the spent part is debt that others pay at once', () => {
		const own = earn(emptyLedger(), 'order', 50, { expiresOn: today }).ledger
		const expired = settle(pay(own, 20).ledger, today + 1).ledger
		const rich = earn(earn(expired, 'late', 15, { expiresOn: null, at: today + 1 }).ledger, 'soon', 8, {
			at: today + 1,
		}).ledger
		const posted = clawback(rich, { cause: 'order', points: 50, today: today + 1 })
		expect(posted.postings).toMatchObject([
			{ kind: 'clawback', points: -20, takes: [], relabelled: 30, debtDelta: 20 },
			{
				kind: 'debt-payment',
				points: 0,
				takes: [
					{ seq: 5, points: 8 },
					{ seq: 4, points: 12 },
				],
				debtDelta: -20,
			},
		])
		expect(balances(posted.ledger, today + 1)).toMatchObject({ usable: 3, debt: 0 })
	})

	test('a cause without a lot is a bug', () => {
		expect(() => clawback(emptyLedger(), { cause: 'order', points: 1, today })).toThrow('order')
	})

	test('beside debt nothing is spendable, even when a broken store still holds usable points', () => {
		const broken = { ...earn(emptyLedger(), 'order', 50).ledger, debt: 1 }
		expect(balances(broken, today)).toMatchObject({ usable: 50, debt: 1, spendable: 0 })
	})

	test('the merchant may forgive, at most what is owed', () => {
		const spent = pay(earn(emptyLedger(), 'first', 50).ledger, 50).ledger
		const { ledger } = clawback(spent, { cause: 'first', points: 50, today })
		const some = forgive(ledger, { points: 20, today, cause: 'kind' })
		const all = some.ok ? forgive(some.value.ledger, { points: 99, today, cause: 'kind' }) : some
		expect([some, all].map((one) => one.ok && [one.value.ledger.debt, last(one.value.postings).points])).toEqual([
			[30, 20],
			[0, 30],
		])
		expect(forgive(emptyLedger(), { points: 1, today, cause: null })).toMatchObject({ reason: 'no-debt' })
	})
})

describe('giving back', () => {
	const held = earn(earn(emptyLedger(), 'a', 100, { expiresOn: today + 5 }).ledger, 'b', 50).ledger
	const redeemed = pay(held, 120)
	const { takes } = last(redeemed.postings)
	const back = (ledger: Ledger, at: Day) =>
		giveBack(ledger, { takes, replacementDays: 30, today: at, cause: 'redemption' })

	test('undo puts points into the lots they came from, with their old expiry', () => {
		const posted = back(redeemed.ledger, today)
		expect(lines(posted)).toEqual([['undo', 120]])
		expect(posted.ledger.lots).toEqual(held.lots)
	})

	test('a lot past its expiry comes back as one of 30 days that keeps its origin', () => {
		const posted = back(redeemed.ledger, today + 6)
		expect(lines(posted)).toEqual([
			['undo', 20],
			['undo', 100],
		])
		expect(posted.ledger.lots.at(-1)).toMatchObject({
			points: 100,
			remaining: 100,
			expiresOn: today + 36,
			originSeq: 1,
		})
	})

	test('on its last day it is still alive', () => {
		expect(lines(back(redeemed.ledger, today + 5))).toEqual([['undo', 120]])
	})

	test('a return takes the replacement as the order’s own, a replaced replacement too', () => {
		const once = back(redeemed.ledger, today + 6).ledger
		const again = pay(once, 100, today + 30)
		const twice = giveBack(again.ledger, {
			takes: last(again.postings).takes,
			replacementDays: 30,
			today: today + 40,
			cause: 'r2',
		})
		expect(twice.ledger.lots.at(-1)).toMatchObject({ originSeq: 1, remaining: 100 })
		const posted = clawback(twice.ledger, { cause: 'a', points: 50, today: today + 40 })
		expect(posted.postings).toMatchObject([{ points: -50, debtDelta: 0 }])
	})

	test('returned points pay debt first', () => {
		const owing = clawback(redeemed.ledger, { cause: 'a', points: 100, today }).ledger
		expect(owing.debt).toBe(70)
		const posted = back(owing, today)
		expect(lines(posted)).toEqual([
			['undo', 120],
			['debt-payment', 0],
		])
		expect(spendable(posted.ledger, today)).toBe(50)
	})
})

describe('by hand', () => {
	test('a plus is a lot, a minus takes what is usable or is refused', () => {
		const plus = adjust(emptyLedger(), { points: 30, expiresOn: end, today, cause: 'sorry' })
		const ledger = plus.ok ? plus.value.ledger : emptyLedger()
		const minus = adjust(ledger, { points: -10, expiresOn: null, today, cause: 'mistake' })
		expect(minus.ok && [lines(minus.value), usable(minus.value.ledger, today)]).toEqual([[['adjust', -10]], 20])
		expect(adjust(ledger, { points: -31, expiresOn: null, today, cause: 'x' })).toMatchObject({
			reason: 'not-enough-points',
		})
	})

	test('a merge moves lots with their expiry and the debt, and later returns still find their own', () => {
		const from = earn(earn(emptyLedger(), 'order', 40).ledger, 'web', 9, { hold: 7 }).ledger
		const spent = pay(earn(emptyLedger(), 'old', 25).ledger, 25).ledger
		const into = clawback(spent, { cause: 'old', points: 25, today }).ledger
		const moved = transferAll(from, into, { today, cause: 'merge' })
		expect([moved.from.ledger, moved.into.ledger].map((one) => balances(one, today))).toMatchObject([
			{ usable: 0, pending: 0, debt: 0 },
			{ usable: 15, pending: 9, debt: 0 },
		])
		expect(clawback(moved.into.ledger, { cause: 'web', points: 9, today }).postings).toMatchObject([
			{ points: -9, debtDelta: 0 },
		])
		const reverse = transferAll(into, emptyLedger(), { today, cause: 'merge' })
		expect([reverse.from.ledger.debt, reverse.into.ledger.debt]).toEqual([0, 25])
	})
})

describe('the audit', () => {
	const first = earn(emptyLedger(), 'order', 50)
	const second = pay(first.ledger, 20)
	const lived = [...first.postings, ...second.postings]
	const change = (at: number, part: Partial<Posting>) =>
		lived.map((line, i) => (i === at ? { ...line, ...part } : line))
	const problems = (entries: Posting[], stored?: Ledger) => auditLedger(entries, stored).map((one) => one.what)

	test('finds nothing in what the rules wrote, and makes the same ledger of it', () => {
		expect(problems(lived, second.ledger)).toEqual([])
		expect(rebuildLedger(lived)).toEqual(second.ledger)
	})

	test.each<[string, Posting[], string[]]>([
		['a changed number', change(0, { points: 60, lot: undefined as never }), ['unbalanced', 'unknown-lot']],
		['more taken than there was', change(1, { points: -70, takes: [{ seq: 1, points: 70 }] }), ['overdrawn']],
		[
			'more put back than was taken',
			change(1, { points: 5, takes: [], gives: [{ seq: 1, points: 5 }] }),
			['overfilled'],
		],
		['a payment of no debt', change(1, { points: 0, debtDelta: -20 }), ['negative-debt']],
		['half a point', change(1, { points: -0.5, takes: [{ seq: 1, points: 0.5 }] }), ['not-whole']],
		['a number twice', change(1, { seq: 1 }), ['seq-repeated']],
		['a renaming of what never expired', change(1, { relabelled: 3, cause: 'order' }), ['relabelled-too-much']],
	])('finds %s', (_name, entries, what) => expect(problems(entries)).toEqual(what))

	test('finds a stored ledger that says something else', () => {
		const [lot] = second.ledger.lots
		if (!lot) throw new Error('no lot')
		expect(problems(lived, { ...second.ledger, lots: [{ ...lot, remaining: 31 }] })).toEqual(['lot-differs'])
		expect(problems(lived, { ...second.ledger, lots: [], debt: 1 })).toEqual(['debt-differs', 'lot-missing'])
		expect(problems(lived, { ...second.ledger, lots: [lot, { ...lot, seq: 9 }] })).toEqual(['unknown-lot'])
	})
})
