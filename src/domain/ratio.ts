/** An exact fraction of safe integers, denominator > 0; not necessarily in lowest terms. */
export interface Ratio {
	numerator: number
	denominator: number
}

/** The quotient of two integers rounded down, exact for safe integers (a plain division can round up). */
export function divideDown(numerator: number, denominator: number): number {
	const rest = numerator % denominator
	const quotient = (numerator - rest) / denominator
	return rest !== 0 && rest < 0 !== denominator < 0 ? quotient - 1 : quotient
}

/** The double nearest numerator ÷ denominator (half to even), for integers of any size; throws when dividing by 0. */
export function nearestDouble(numerator: number | bigint, denominator: number | bigint): number {
	const [n, d] = [BigInt(numerator), BigInt(denominator)]
	if (d === 0n) throw new RangeError('division by zero')
	const negative = n < 0n !== d < 0n
	const [top, bottom] = [n < 0n ? -n : n, d < 0n ? -d : d]
	// Up to 2^53 both sides are doubles and one IEEE division rounds once, which is all that is asked for.
	if (top <= 2n ** 53n && bottom <= 2n ** 53n) return Number(n) / Number(d)
	// Two bits more than a double holds, and a last bit that says whether anything was cut off, decide every rounding.
	const shift = Math.max(0, 56 + bottom.toString(2).length - top.toString(2).length)
	const scaled = top << BigInt(shift)
	const sticky = scaled % bottom === 0n ? 0n : 1n
	const rounded = Number((scaled / bottom) | sticky) * 2 ** -shift
	return negative ? -rounded : rounded
}

/**
 * Reads a plain positive decimal such as '2.5' as an exact fraction, null when it is not one.
 * At most 4 digits before and 3 after the point, so that products with days stay safe integers.
 */
export function parseRatio(text: string): Ratio | null {
	const match = /^(\d{1,4})(?:\.(\d{1,3}))?$/.exec(text.trim())
	if (match === null) return null
	const decimals = match[2] ?? ''
	const numerator = Number(`${match[1]}${decimals}`)
	return numerator === 0 ? null : { numerator, denominator: 10 ** decimals.length }
}
