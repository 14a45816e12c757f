/** One line of the result: the raw reference and the product side by side. */
export interface Row {
	area: string
	members: number
	/** What was done once. */
	what: string
	/** What the figures are, for example "µs of CPU". */
	unit: string
	/** Undefined where there is nothing to compare with. */
	raw?: number | undefined
	product: number
	/** The product by the reference, the median of the rounds; above 1 the product takes more. */
	ratio?: number | undefined
	/** The same ratio of the time at the wall. */
	wallRatio?: number | undefined
	goal?: Goal | undefined
	note?: string | undefined
}

export interface Goal {
	/** As it is printed. */
	text: string
	met: boolean
}

/** At most so many times the reference. */
export function atMostTimes(ratio: number, most: number): Goal {
	return { text: `≤ ${most}×`, met: ratio <= most }
}

export function atMost(value: number, most: number, unit: string): Goal {
	return { text: `≤ ${most} ${unit}`, met: value <= most }
}

export function atLeast(value: number, least: number, unit: string): Goal {
	return { text: `≥ ${least} ${unit}`, met: value >= least }
}
