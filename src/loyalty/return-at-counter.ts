import type { Notice } from '../domain/notice.ts'
import { done, type Refusal, type Result, refuse } from '../domain/result.ts'
import { findMember } from '../store/members.ts'
import { findOrder } from '../store/orders.ts'
import { findReturn } from '../store/returns.ts'
import { getSource } from '../store/sources.ts'
import type { Staff } from '../store/staff.ts'
import type { Work } from '../store/transact.ts'
import { audit } from './counter-sale.ts'
import { reportReturn } from './report-return.ts'

export interface CounterReturn {
	staff: Staff
	sourceId: number
	externalId: string
	/** Minor units, more than 0. */
	amountMinor: number
	/** The same id again changes nothing. */
	returnId: string
}

export interface Returned {
	/** Points it took back. */
	points: number
	usable: number
	debt: number
	/** Null for a guest. */
	memberId: number | null
	again: boolean
	notices: Notice[]
}

export type CounterReturnRefusal =
	| Refusal<'unknown', undefined>
	/** More than is left of the order. */
	| Refusal<'too-much', { leftMinor: number }>

/** Takes goods of an order back at the counter; points follow by the rule the order was frozen with. */
export async function returnAtCounter(
	work: Work,
	input: CounterReturn,
): Promise<Result<Returned, CounterReturnRefusal>> {
	const { tx, now } = work
	const { staff, sourceId, externalId, amountMinor, returnId } = input
	const before = await findOrder(tx, { sourceId, externalId })
	if (!before) return refuse('unknown')
	const again = (await findReturn(tx, { sourceId, externalId, returnId })) !== undefined
	if (!again && amountMinor > before.net_minor) return refuse('too-much', { leftMinor: before.net_minor })
	const source = (await getSource(tx, sourceId)).name
	const result = await reportReturn(work, { source, externalId, returnId, amountMinor, returnedAt: now })
	if (!result.ok || !result.value.order) return refuse('unknown')
	const { order, notices } = result.value
	const subject = `${source}:${externalId}`
	if (!again) await audit(work, staff, { action: 'sale.return', subject, after: { amountMinor, returnId } })
	const member = order.member_id === null ? undefined : await findMember(tx, order.member_id)
	return done({
		points: before.points - order.points,
		usable: member?.usable ?? 0,
		debt: member?.debt ?? 0,
		memberId: order.member_id,
		again,
		notices,
	})
}
