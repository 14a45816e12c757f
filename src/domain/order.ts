import { sha256 } from '../lib/keys.ts'

/** One line of an order; what it is decides item programmes and filtered campaigns. */
export interface OrderLine {
	productId: string
	name?: string
	category?: string
	quantity: number
	eligibleMinor: number
}

/** The newest full state of an order, as a shop, the till, the staff, an import or the API reports it. */
export interface OrderReport {
	source: string
	externalId: string
	/** Our member, where the reporter knows it. */
	memberId?: number
	/** Keyed hash of the customer's E.164 number. */
	phoneHash?: string
	/** The shop's own customer id; with the source's name before it, it is members.external_ref. */
	customerRef?: string
	placedAt: number
	paidAt: number | null
	cancelledAt: number | null
	currency: string
	/** Goods after all discounts; shipping, tax shown apart, tips, gift cards and value paid in points do not count. */
	eligibleMinor: number
	totalMinor: number
	/** Cumulative. */
	refundedEligibleMinor: number
	/** A credit note that belongs to no order: its amount, with eligible 0. */
	creditMinor?: number
	lines?: readonly OrderLine[]
	couponCodes?: readonly string[]
	branch?: string
	/** Made to try the shop out; never stored. */
	test?: boolean
	versionAt: number
}

/** What decides between two states of one order. */
export interface OrderVersion {
	versionAt: number
	refundedMinor: number
	cancelled: boolean
	readonly hash: string
}

/** JSON with sorted keys and no undefined, so that equal reports are equal texts. */
export function canonicalJson(value: unknown): string {
	if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
	if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null'
	let pairs = ''
	for (const key of Object.keys(value).sort()) {
		const one = (value as Record<string, unknown>)[key]
		if (one === undefined) continue
		pairs += `${pairs === '' ? '' : ','}${JSON.stringify(key)}:${canonicalJson(one)}`
	}
	return `{${pairs}}`
}

/** The version of a report; the hash is the SHA-256 of its canonical JSON, made when it is asked for. */
export function versionOf(report: OrderReport): OrderVersion {
	let hash: string | undefined
	return {
		versionAt: report.versionAt,
		refundedMinor: report.refundedEligibleMinor,
		cancelled: report.cancelledAt !== null,
		get hash() {
			hash ??= sha256(canonicalJson(report))
			return hash
		},
	}
}

/** Whether a report replaces the stored state: newer, or at the same instant more refunded, cancelled, greater hash. */
export function replaces(next: OrderVersion, stored: OrderVersion): boolean {
	if (next.versionAt !== stored.versionAt) return next.versionAt > stored.versionAt
	if (next.refundedMinor !== stored.refundedMinor) return next.refundedMinor > stored.refundedMinor
	if (next.cancelled !== stored.cancelled) return next.cancelled
	return next.hash > stored.hash
}

/** Refunded minor units: the greater of the cumulative report and the sum of distinct returns, at most the eligible. */
export function refundedMinor(eligibleMinor: number, cumulativeMinor: number, returnedMinor: number): number {
	return Math.min(eligibleMinor, Math.max(cumulativeMinor, returnedMinor))
}

/** Net eligible minor units; 0 while unpaid or once cancelled. */
export function netEligible(order: {
	eligibleMinor: number
	refundedMinor: number
	paid: boolean
	cancelled: boolean
}): number {
	return order.paid && !order.cancelled ? Math.max(0, order.eligibleMinor - order.refundedMinor) : 0
}
