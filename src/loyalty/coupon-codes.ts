import { formatCouponCode, parseCouponCode } from '../domain/codes.ts'
import type { Keyring } from '../lib/keys.ts'
import type { Coupon } from '../store/coupons.ts'

/** Where a coupon's code comes from: our own generator, or a list the shop imported. */
export type CodeOrigin = 'own' | 'pool'

const MAX_CODE = 64

/** A shop's code as it is compared: trimmed, whatever its case and width. */
export function tidyPoolCode(code: string): string {
	return code.normalize('NFKC').trim()
}

/** The look-up value of a code: our own twelve symbols, or a shop's code whatever its case. */
export function hashCode(keys: Keyring, origin: CodeOrigin, code: string): string {
	return keys.hash('coupon', `${origin}:${origin === 'own' ? code : tidyPoolCode(code).toLowerCase()}`)
}

/** The look-up values a typed text may have; a text that cannot be a code has none. */
export function hashesOfTyped(keys: Keyring, typed: string): string[] {
	if (typed.length > MAX_CODE * 2 || tidyPoolCode(typed) === '') return []
	const own = parseCouponCode(typed)
	const pool = hashCode(keys, 'pool', typed)
	return own === undefined ? [pool] : [hashCode(keys, 'own', own), pool]
}

/** A coupon's code as people read it. */
export function readCode(keys: Keyring, coupon: Pick<Coupon, 'origin' | 'code_encrypted'>): string {
	const code = keys.decrypt(coupon.code_encrypted)
	return coupon.origin === 'own' ? formatCouponCode(code) : code
}
