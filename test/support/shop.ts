import type { OrderReport } from '../../src/domain/order.ts'
import { spend as spendPoints } from '../../src/domain/points.ts'
import { freshProgram, type ProgramRules, programRules } from '../../src/domain/program.ts'
import { createMember } from '../../src/loyalty/create-member.ts'
import { closeLedger, localDay, openLedger, post } from '../../src/loyalty/ledger.ts'
import type { ReportOptions } from '../../src/loyalty/make-order.ts'
import { type OrderOutcome, reportOrder } from '../../src/loyalty/report-order.ts'
import { reportReturn } from '../../src/loyalty/report-return.ts'
import type { DatabaseKind } from '../../src/store/db.ts'
import { getMember } from '../../src/store/members.ts'
import { insertProgram } from '../../src/store/programs.ts'
import { openTestStore, type TestStore } from './world.ts'

export const DAY_MS = 86_400_000

/** Rules as a merchant edits them: the fresh programme with these keys replaced. */
export function rulesWith(change: Record<string, unknown> = {}): ProgramRules {
	return programRules.parse({ ...structuredClone(freshProgram('HKD')), ...change })
}

export type Shop = TestStore & Awaited<ReturnType<typeof openShop>>

/** A store with a programme from 2020 on, and short ways to do what tests do all the time. */
export async function openShop(
	kind: DatabaseKind,
	options: { rules?: ProgramRules; at?: string; file?: string; from?: string } = {},
) {
	const world = await openTestStore(kind, {
		at: options.at ?? '2026-03-10T04:00:00Z',
		...(options.file ? { file: options.file } : {}),
	})
	const { store, clock } = world
	const from = Date.parse(options.from ?? '2020-01-01T00:00:00Z')
	const publish = (rules: ProgramRules, effectiveFrom = clock()) =>
		store.transact(({ tx }) => insertProgram(tx, { rules, effectiveFrom, at: clock(), by: null }))
	await publish(options.rules ?? rulesWith(), from)
	let count = 0
	/** An order paid now at the counter, 100.00 unless said. */
	const orderOf = (report: Partial<OrderReport>): OrderReport => {
		const amount = report.eligibleMinor ?? 10_000
		count += 1
		return {
			source: 'counter',
			externalId: `o${count}`,
			placedAt: report.paidAt ?? clock(),
			paidAt: clock(),
			cancelledAt: null,
			currency: 'HKD',
			eligibleMinor: amount,
			totalMinor: amount,
			refundedEligibleMinor: 0,
			versionAt: clock(),
			...report,
		}
	}
	const join = async (at = '2020-01-02T00:00:00Z') => {
		const member = await store.transact((work) => createMember({ ...work, now: Date.parse(at) }, { status: 'active' }))
		return member.id
	}
	const order = (report: Partial<OrderReport>, by?: ReportOptions): Promise<OrderOutcome> =>
		store.transact((work) => reportOrder(work, orderOf(report), by))
	const giveBack = (externalId: string, returnId: string, amountMinor: number, source = 'counter') =>
		store.transact((work) => reportReturn(work, { source, externalId, returnId, amountMinor, returnedAt: clock() }))
	/** A redemption's debit alone. */
	const spend = (memberId: number, cost: number) =>
		store.transact(async (work) => {
			const today = await localDay(work.tx, work.now)
			const ledger = await openLedger(work, { memberId, today })
			const paid = spendPoints(ledger.ledger, { cost, today, cause: null })
			if (paid.ok) post(ledger, paid.value)
			await closeLedger(work, ledger)
			return paid.ok
		})
	const member = (id: number) => getMember(store.db, id)
	const points = async (id: number) => {
		const { usable, pending, debt } = await member(id)
		return { usable, pending, debt }
	}
	return { ...world, publish, orderOf, join, order, giveBack, spend, member, points }
}
