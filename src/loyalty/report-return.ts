import type { Refusal, Result } from '../domain/result.ts'
import type { Work } from '../store/transact.ts'
import type { OrderOutcome } from './report-order.ts'

export interface ReturnReport {
	source: string
	externalId: string
	returnId: string
	/** Minor units, greater than 0. */
	amountMinor: number
	returnedAt: number
}

/** pending-return: the order is not known yet; the return waits for it. */
export type ReturnOutcome = Omit<OrderOutcome, 'state'> & { state: OrderOutcome['state'] | 'pending-return' }

/** The same return id came with another amount before. */
export type ReturnRefusal = Refusal<'return-differs', { amountMinor: number }>

/** Takes one return of an order, known or not; repeating it changes nothing. */
export async function reportReturn(_work: Work, _report: ReturnReport): Promise<Result<ReturnOutcome, ReturnRefusal>> {
	throw new Error('being written')
}
