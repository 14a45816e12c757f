import { done, type Refusal, type Result, refuse } from '../domain/result.ts'
import type { RandomBytes } from '../lib/ids.ts'
import { type Coupon, claimNumberFree, claimPresented, findCoupon } from '../store/coupons.ts'
import type { Work } from '../store/transact.ts'
import { localDay } from './ledger.ts'
import { type CouponRefusal, type CouponSeen, checkFound } from './use-coupon.ts'
import { usableAtOf } from './view-reward.ts'

/** How long a counter number is good. */
export const NUMBER_MS = 10 * 60_000

const FIRST_NUMBER = 100_000
const NUMBERS = 900_000
const MOST_DRAWS = 50

export interface Presented extends CouponSeen {
	/** Six digits. */
	number: string
	/** ms UTC. */
	until: number
	/** An earlier number of this coupon ended unused. */
	renewed: boolean
}

/** The value of a coupon is only taken in the online shop. */
export type PresentRefusal = CouponRefusal | Refusal<'online-only', undefined>

/** Six digits, the first of them no 0, each number as likely as any other. */
function drawNumber(random: RandomBytes): string {
	const range = 2 ** 32 - (2 ** 32 % NUMBERS)
	for (;;) {
		const drawn = Buffer.from(random(4)).readUInt32BE()
		if (drawn < range) return String(FIRST_NUMBER + (drawn % NUMBERS))
	}
}

/** A number that no other coupon shows just now; the database holds two that draw at one instant apart. */
async function drawFree(work: Work): Promise<string> {
	for (let draws = 0; draws < MOST_DRAWS; draws++) {
		const number = drawNumber(work.random)
		if (await claimNumberFree(work.tx, number, work.now)) return number
	}
	throw new Error('no counter number is free')
}

function isShown(coupon: Coupon, now: number): coupon is Coupon & { counter_number: string; counter_until: number } {
	return coupon.counter_number !== null && (coupon.counter_until ?? 0) > now
}

/**
 * Shows a member the number by which staff use her coupon in the next ten minutes. From then on the redemption cannot
 * be undone. While a number is good it is shown again, unless `fresh` asks for another.
 */
export async function presentCoupon(
	work: Work,
	input: { memberId: number; publicId: string; fresh?: boolean },
): Promise<Result<Presented, PresentRefusal>> {
	const { tx, now } = work
	const coupon = await findCoupon(tx, input.publicId)
	if (!coupon || coupon.member_id !== input.memberId) return refuse('unknown')
	if (usableAtOf(coupon.usable_at) === 'online') return refuse('online-only')
	const seen = await checkFound({ db: tx, now }, coupon)
	if (!seen.ok) return seen
	if (isShown(coupon, now) && !input.fresh) {
		const { counter_number: number, counter_until: until } = coupon
		return done({ ...seen.value, number, until, renewed: false })
	}
	const number = await drawFree(work)
	const until = now + NUMBER_MS
	const shown = await claimPresented(tx, coupon.id, { number, until, at: now, today: await localDay(tx, now) })
	if (!shown) return refuse('unknown')
	return done({ ...seen.value, number, until, renewed: coupon.counter_number !== null && !input.fresh })
}
