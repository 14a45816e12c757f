import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Day } from '../../src/domain/calendar.ts'
import { entitlement, freezeRule } from '../../src/domain/earning.ts'
import {
	adjust,
	balances,
	clawback,
	credit,
	emptyLedger,
	forgive,
	giveBack,
	type Ledger,
	type Posted,
	type Posting,
	settle,
	spend,
	usable,
} from '../../src/domain/points.ts'
import { auditLedger, rebuildLedger } from '../../src/domain/points-audit.ts'
import { freshProgram, programRules, tierOf } from '../../src/domain/program.ts'

/** A member's life: the ledger, all its lines, and what may still be taken or given back. */
interface Life {
	ledger: Ledger
	entries: Posting[]
	/** The day each line was written on. */
	days: Day[]
	today: Day
	entitled: Map<string, number>
	redemptions: Posting[]
}

type Act =
	| { do: 'earn'; order: number; points: number; hold: number; days: number | null }
	| { do: 'return'; order: number; part: number }
	| { do: 'redeem'; share: number }
	| { do: 'undo'; which: number }
	| { do: 'adjust'; points: number }
	| { do: 'forgive'; points: number }
	| { do: 'wait'; days: number }

const order = fc.integer({ min: 0, max: 2 })
const some = fc.integer({ min: 1, max: 200 })
const earning = fc.record({
	do: fc.constant('earn' as const),
	order,
	points: some,
	hold: fc.constantFrom(0, 0, 3, 7),
	days: fc.constantFrom(null, 5, 12, 40),
})
const returning = fc.record({ do: fc.constant('return' as const), order, part: fc.integer({ min: 1, max: 100 }) })
const redeeming = fc.record({ do: fc.constant('redeem' as const), share: fc.constantFrom(10, 50, 90, 100) })
const undoing = fc.record({ do: fc.constant('undo' as const), which: fc.nat(20) })
const adjusting = fc.record({
	do: fc.constant('adjust' as const),
	points: fc.integer({ min: -80, max: 80 }).filter((n) => n !== 0),
})
const forgiving = fc.record({ do: fc.constant('forgive' as const), points: some })
const waiting = fc.record({ do: fc.constant('wait' as const), days: fc.integer({ min: 0, max: 15 }) })

const acts = fc.array(
	fc.oneof(
		earning,
		earning,
		earning,
		returning,
		returning,
		redeeming,
		redeeming,
		undoing,
		adjusting,
		forgiving,
		waiting,
		waiting,
	),
	{ maxLength: 30, size: 'max' },
)

function newLife(): Life {
	return { ledger: emptyLedger(), entries: [], days: [], today: 20_000, entitled: new Map(), redemptions: [] }
}

function take(life: Life, posted: Posted): void {
	life.ledger = posted.ledger
	life.entries.push(...posted.postings)
	life.days.push(...posted.postings.map(() => life.today))
}

function earnPoints(life: Life, act: Extract<Act, { do: 'earn' }>): void {
	const { today } = life
	const cause = `order ${act.order}`
	const expiresOn = act.days === null ? null : today + act.days
	take(
		life,
		credit(life.ledger, { kind: 'earn', points: act.points, availableOn: today + act.hold, expiresOn, today, cause }),
	)
	life.entitled.set(cause, (life.entitled.get(cause) ?? 0) + act.points)
}

function takeBack(life: Life, cause: string, points: number): void {
	if (points === 0) return
	take(life, clawback(life.ledger, { cause, points, today: life.today }))
	life.entitled.set(cause, (life.entitled.get(cause) ?? 0) - points)
}

function redeem(life: Life, cost: number): void {
	if (cost === 0) return
	const result = spend(life.ledger, { cost, today: life.today, cause: 'redemption' })
	if (!result.ok) return
	take(life, result.value)
	life.redemptions.push(result.value.postings.at(-1) as Posting)
}

function undo(life: Life, which: number): void {
	const [redemption] = life.redemptions.splice(which % Math.max(1, life.redemptions.length), 1)
	if (!redemption) return
	const { today } = life
	take(life, giveBack(life.ledger, { takes: redemption.takes, replacementDays: 30, today, cause: 'undo' }))
}

function live(life: Life, act: Act): void {
	const { today } = life
	if (act.do === 'earn') earnPoints(life, act)
	if (act.do === 'return') {
		const cause = `order ${act.order}`
		takeBack(life, cause, Math.floor(((life.entitled.get(cause) ?? 0) * act.part) / 100))
	}
	if (act.do === 'redeem') redeem(life, Math.floor((balances(life.ledger, today).usable * act.share) / 100))
	if (act.do === 'undo') undo(life, act.which)
	if (act.do === 'adjust') {
		const result = adjust(life.ledger, { points: act.points, expiresOn: today + 9, today, cause: 'hand' })
		if (result.ok) take(life, result.value)
	}
	if (act.do === 'forgive') {
		const result = forgive(life.ledger, { points: act.points, today, cause: 'hand' })
		if (result.ok) take(life, result.value)
	}
	if (act.do === 'wait') life.today += act.days
}

function lived(all: readonly Act[]): Life {
	const life = newLife()
	for (const act of all) live(life, act)
	return life
}

function balance(life: Life) {
	const { usable: ready, pending, debt } = balances(life.ledger, life.today)
	return { usable: ready, pending, debt }
}

/** Between the acts of every life something is checked, and at its end. */
function forEveryLife(check: (life: Life) => void, runs = 600): void {
	fc.assert(
		fc.property(acts, (all) => {
			const life = newLife()
			for (const act of all) {
				live(life, act)
				check(life)
			}
		}),
		{ numRuns: runs },
	)
}

describe('in every life', () => {
	test('I1 credits − debits = Σ lot remaining − debt, and every posting sums to 0', () => {
		forEveryLife(({ ledger, entries }) => {
			const posted = entries.reduce((sum, line) => sum + line.points, 0)
			expect(posted).toBe(ledger.lots.reduce((sum, lot) => sum + lot.remaining, 0) - ledger.debt)
			expect(auditLedger(entries, ledger)).toEqual([])
		})
	})

	test('I2 remaining ≥ 0, debt ≥ 0, and no lot holds more than it was', () => {
		forEveryLife(({ ledger }) => {
			expect(ledger.debt).toBeGreaterThanOrEqual(0)
			for (const lot of ledger.lots) {
				expect(Math.min(lot.remaining, lot.expired)).toBeGreaterThanOrEqual(0)
				expect(lot.remaining + lot.expired).toBeLessThanOrEqual(lot.points)
			}
		})
	})

	test('I3 debt > 0 ⇒ spendable 0, for nothing usable is left beside debt', () => {
		let owed = 0
		forEveryLife(({ ledger, today }) => {
			const now = balances(ledger, today)
			if (now.debt === 0) return
			owed++
			expect([now.spendable, now.usable]).toEqual([0, 0])
			expect(spend(ledger, { cost: 1, today, cause: null })).toMatchObject({ reason: 'not-enough-points' })
		})
		expect(owed).toBeGreaterThan(100)
	})

	test('I4 settling again changes nothing, and daily settling ends where one late settling does', () => {
		forEveryLife(({ ledger, today }) => {
			let daily = ledger
			for (let day = today; day <= today + 20; day++) daily = settle(daily, day).ledger
			const once = settle(ledger, today + 20).ledger
			expect(daily).toEqual(once)
			expect(settle(once, today + 20).postings).toEqual([])
		}, 200)
	})

	test('I10 no lot is taken from before it is available nor after it expires', () => {
		let taken = 0
		forEveryLife(({ ledger, entries, days }) => {
			entries.forEach(({ kind, takes }, at) => {
				if (kind !== 'redeem' && kind !== 'adjust') return
				const day = days[at] as Day
				for (const { seq } of takes) {
					taken++
					const lot = ledger.lots.find((one) => one.seq === seq)
					expect(lot?.availableOn).toBeLessThanOrEqual(day)
					expect(lot?.expiresOn ?? day).toBeGreaterThanOrEqual(day)
				}
			})
		})
		expect(taken).toBeGreaterThan(100)
	})

	test('I12 the lines alone make the same ledger', () => {
		forEveryLife(({ ledger, entries }) => {
			const [rebuilt, now] = [rebuildLedger(entries), ledger].map((one) => ({
				debt: one.debt,
				nextSeq: one.nextSeq,
				lots: one.lots.map(({ released: _, ...lot }) => lot),
			}))
			expect(rebuilt).toEqual(now)
		}, 300)
	})
})

// Gold's rate, a ladder and a double: every kind of line an order can have
const rules = programRules.parse({
	...structuredClone(freshProgram('HKD')),
	thresholdBonuses: [{ spendMinor: 30_000, points: 25 }],
	campaigns: [
		{ id: 'c', name: { 'zh-HK': '雙', 'zh-Hant': '雙', en: 'x' }, startsAt: 0, endsAt: 9, multiplierHundredths: 175 },
	],
})

interface Purchase {
	cause: string
	eligible: number
	hold: number
	refunded: number
}

/** Brings what an order gave to what it is entitled to: only the difference is posted. */
function report(life: Life, { cause, eligible, hold, refunded }: Purchase): void {
	const rule = freezeRule(rules, tierOf(rules, 0), { placedAt: 5, eligibleMinor: eligible })
	const { today } = life
	const due = new Map(entitlement(rule, eligible - refunded).map((line) => [line.part, line.points]))
	for (const part of ['base', 'threshold', 'multiplier'] as const) {
		const own = `${cause} ${part}`
		const difference = (due.get(part) ?? 0) - (life.entitled.get(own) ?? 0)
		if (difference < 0) takeBack(life, own, -difference)
		if (difference > 0) {
			const terms = { availableOn: today + hold, expiresOn: today + 40, today, cause: own }
			take(life, credit(life.ledger, { kind: 'earn', points: difference, ...terms }))
			life.entitled.set(own, difference + (life.entitled.get(own) ?? 0))
		}
	}
}

const eligible = fc.integer({ min: 0, max: 60_000 })
const purchase = fc.record({
	cause: fc.constant('the order'),
	eligible,
	hold: fc.constantFrom(0, 7),
	refunded: fc.constant(0),
})

/** Increasing cumulative refunds of an amount. */
const refundsOf = (amount: number) =>
	fc.array(fc.integer({ min: 0, max: amount }), { minLength: 1, maxLength: 5 }).map((all) => all.sort((a, b) => a - b))

const bought = purchase.chain((one) => fc.record({ one: fc.constant(one), refunds: refundsOf(one.eligible) }))

describe('orders and returns', () => {
	test('I5 k partial refunds = one refund of the sum', () => {
		fc.assert(
			fc.property(acts, bought, redeeming, (before, { one, refunds }, spent) => {
				const [many, single] = [lived(before), lived(before)]
				for (const life of [many, single]) {
					report(life, one)
					live(life, spent)
				}
				for (const refunded of refunds) report(many, { ...one, refunded })
				report(single, { ...one, refunded: refunds.at(-1) ?? 0 })
				expect(balance(many)).toEqual(balance(single))
			}),
			{ numRuns: 800 },
		)
	})

	test('I6 a refund before its order ends as a refund after it', () => {
		fc.assert(
			fc.property(acts, bought, (before, { one, refunds }) => {
				const [first, after] = [lived(before), lived(before)]
				const refunded = refunds[0] ?? 0
				report(first, { ...one, refunded })
				report(after, one)
				report(after, { ...one, refunded })
				expect(balance(first)).toEqual(balance(after))
			}),
			{ numRuns: 800 },
		)
	})

	const calm = fc.array(fc.oneof(earning, waiting), { maxLength: 10, size: 'max' })

	test('I7 order + full refund = as if it never was, for every history without redemptions', () => {
		fc.assert(
			fc.property(calm, purchase, calm, (before, one, between) => {
				const [never, returned] = [lived(before), lived(before)]
				report(returned, one)
				for (const act of between) for (const life of [never, returned]) live(life, act)
				report(returned, { ...one, refunded: one.eligible })
				expect(balance(returned)).toEqual(balance(never))
			}),
			{ numRuns: 800 },
		)
	})

	test('I7 with redemptions too, while nothing expires in between', () => {
		const lasting = fc.array(
			fc.oneof(
				earning.map((act) => ({ ...act, days: null })),
				redeeming,
				waiting.map((act) => ({ ...act, days: act.days % 4 })),
			),
			{ maxLength: 9, size: 'max' },
		)
		fc.assert(
			fc.property(lasting, purchase, lasting, (before, one, between) => {
				const [never, returned] = [lived(before), lived(before)]
				report(returned, one)
				for (const act of between) {
					// the same points are redeemed in both lives: what the one without the order can pay
					if (act.do === 'redeem') {
						const cost = Math.floor((usable(never.ledger, never.today) * act.share) / 100)
						for (const life of [never, returned]) redeem(life, cost)
					} else for (const life of [never, returned]) live(life, act)
				}
				report(returned, { ...one, refunded: one.eligible })
				expect(balance(returned)).toEqual(balance(never))
			}),
			{ numRuns: 800 },
		)
	})

	test('I11 permuting orders and refunds of different orders within a day gives the same balance', () => {
		const causes = ['A', 'B', 'C', 'D']
		const states = fc.tuple(
			...causes.map(() => fc.record({ eligible, hold: fc.constantFrom(0, 7), share: fc.nat(100) })),
		)
		const shuffled = fc.shuffledSubarray([...causes, ...causes], { minLength: 8, maxLength: 8 })
		fc.assert(
			fc.property(acts, states, shuffled, shuffled, (before, purchases, one, other) => {
				const run = (sequence: string[]) => {
					const life = lived(before)
					const seen = new Set<string>()
					for (const cause of sequence) {
						const { share, ...state } = purchases[causes.indexOf(cause)] as (typeof purchases)[number]
						// an order's first report is the purchase, its second the return
						const refunded = seen.has(cause) ? Math.floor((state.eligible * share) / 100) : 0
						seen.add(cause)
						report(life, { cause, ...state, refunded })
					}
					return balance(life)
				}
				expect(run(one)).toEqual(run(other))
			}),
			{ numRuns: 800 },
		)
	})
})
