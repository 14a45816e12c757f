/** How many of a group did something. */
export interface Group {
	people: number
	did: number
}

/** What sending changed, as shares of 1 with an interval of 95 %. */
export interface Uplift {
	difference: number
	low: number
	high: number
	verdict: 'more' | 'fewer' | 'unclear'
}

const Z = 1.959963984540054
/** Below this a group says nothing. */
const LEAST = 30

/** Wilson's interval of a share. */
function wilson({ people, did }: Group): { low: number; high: number } {
	const share = did / people
	const centre = share + (Z * Z) / (2 * people)
	const spread = Z * Math.sqrt((share * (1 - share)) / people + (Z * Z) / (4 * people * people))
	const scale = 1 + (Z * Z) / people
	return { low: (centre - spread) / scale, high: (centre + spread) / scale }
}

/**
 * The difference between those who were sent something and those held back, with Newcombe's interval (hybrid score);
 * undefined where a group is smaller than 30.
 */
export function measureUplift(sent: Group, held: Group): Uplift | undefined {
	if (sent.people < LEAST || held.people < LEAST) return undefined
	const [a, b] = [sent.did / sent.people, held.did / held.people]
	const [ofSent, ofHeld] = [wilson(sent), wilson(held)]
	const difference = a - b
	const low = difference - Math.hypot(a - ofSent.low, ofHeld.high - b)
	const high = difference + Math.hypot(ofSent.high - a, b - ofHeld.low)
	return { difference, low, high, verdict: low > 0 ? 'more' : high < 0 ? 'fewer' : 'unclear' }
}
