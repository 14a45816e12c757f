import { done, type Refusal, type Result, refuse } from '../domain/result.ts'
import { type Coupon, findCouponByHash, findCouponByNumber, getCoupon } from '../store/coupons.ts'
import type { Staff } from '../store/staff.ts'
import type { Work } from '../store/transact.ts'
import { audit } from './counter-sale.ts'
import { hashesOfTyped } from './coupon-codes.ts'
import { askDoor, noteWrongTry } from './guess-guard.ts'
import { type CouponRefusal, type CouponSeen, type CouponUsed, checkFound, useFound } from './use-coupon.ts'
import { usableAtOf } from './view-reward.ts'

/** Whether somebody may use a coupon by its plain code, which a customer could have sent to a friend. */
export function mayUsePlainCodes(role: string): boolean {
	return role === 'owner' || role === 'manager'
}

export interface Checked extends CouponSeen {
	/** The counter number it was found by; null: by its plain code, which takes a manager to use. */
	number: string | null
}

export type CheckRefusal =
	| CouponRefusal
	| Refusal<'online-only', CouponSeen>
	/** Ten wrong tries a minute close the door. */
	| Refusal<'too-many-tries', { waitMs: number }>

/** Reads a six-digit number as typed or scanned; undefined when the text is none. */
export function readCounterNumber(typed: string): string | undefined {
	const digits = typed.normalize('NFKC').replace(/[\s-]/g, '')
	return /^\d{6}$/.test(digits) ? digits : undefined
}

async function findTyped({ tx, keys, now }: Work, typed: string): Promise<Coupon | undefined> {
	const number = readCounterNumber(typed)
	if (number !== undefined) return await findCouponByNumber(tx, number, now)
	return await findCouponByHash(tx, hashesOfTyped(keys, typed))
}

/** What a code or counter number is worth now. Wrong ones are counted against the person who tries them. */
export async function checkAtCounter(
	work: Work,
	{ staff, typed }: { staff: Staff; typed: string },
): Promise<Result<Checked, CheckRefusal>> {
	const { tx, now } = work
	const guesser = { scope: 'coupon-code', key: staff.public_id }
	const waitMs = await askDoor(tx, guesser, now)
	if (waitMs > 0) return refuse('too-many-tries', { waitMs })
	const coupon = await findTyped(work, typed)
	const seen = coupon ? await checkFound({ db: tx, now }, coupon) : refuse('unknown')
	if (!seen.ok && seen.reason === 'unknown') await noteWrongTry(tx, guesser, now)
	if (!seen.ok || !coupon) return seen.ok ? refuse('unknown') : seen
	if (usableAtOf(coupon.usable_at) === 'online') return refuse('online-only', seen.value)
	return done({ ...seen.value, number: readCounterNumber(typed) ?? null })
}

export type UseRefusal =
	| CouponRefusal
	| Refusal<'needs-manager', undefined>
	/** The number has ended since it was checked: the customer shows a new one. */
	| Refusal<'number-over', undefined>

/** Uses up a coupon that was checked: by its counter number anybody of the shop, by its code a manager. */
export async function useAtCounter(
	work: Work,
	input: { staff: Staff; couponId: number; number: string | null; place: string },
): Promise<Result<CouponUsed, UseRefusal>> {
	const { staff, couponId, number, place } = input
	const coupon = await getCoupon(work.tx, couponId)
	const seen = await checkFound({ db: work.tx, now: work.now }, coupon)
	if (!seen.ok) return seen
	if (number === null && !mayUsePlainCodes(staff.role)) return refuse('needs-manager')
	const isShown = coupon.counter_number === number && (coupon.counter_until ?? 0) > work.now
	if (number !== null && !isShown) return refuse('number-over')
	const used = await useFound(work, couponId, { place, by: staff.public_id })
	const after = { by: number === null ? 'code' : 'number' }
	if (used.ok) await audit(work, staff, { action: 'coupon.use', subject: coupon.public_id, after })
	return used
}
