/** A reward as a rung of the ladder by cost. */
export interface LadderRung {
	id: number
	costPoints: number
	/** null where nobody can say; such a rung is left out of comparisons of value. */
	valueMinor: number | null
}

/** How members earn: `pointsPerUnit` for each `unitMinor`; the average order is null without orders. */
export interface EarningRate {
	unitMinor: number
	pointsPerUnit: number
	averageOrderMinor: number | null
}

export type LadderWarning =
	/** A dearer rung gives less per point than the one before it. */
	| { what: 'value-falls'; id: number }
	/** Average orders that the cheapest rung takes, rounded up. */
	| { what: 'first-rung-far'; id: number; orders: number }
	/** What a point gives back of the spend that earned it, in hundredths of a percent, rounded down. */
	| { what: 'cost-rate-high' | 'cost-rate-low'; id: number; basisPoints: number }

type Valued = LadderRung & { valueMinor: number }

function byCost(rungs: readonly LadderRung[]): LadderRung[] {
	return [...rungs].sort((a, b) => a.costPoints - b.costPoints || a.id - b.id)
}

function valued(rungs: readonly LadderRung[]): Valued[] {
	return byCost(rungs).filter((rung): rung is Valued => rung.valueMinor !== null && rung.costPoints > 0)
}

/** Positive when a gives more per point than b; exact, by cross-multiplication. */
function compareWorth(a: Valued, b: Valued): bigint {
	return BigInt(a.valueMinor) * BigInt(b.costPoints) - BigInt(b.valueMinor) * BigInt(a.costPoints)
}

/** The rung with the most value per point, the cheaper one of equals; null when no rung has a value. */
export function bestValue(rungs: readonly LadderRung[]): number | null {
	const [first, ...others] = valued(rungs)
	return first ? others.reduce((best, rung) => (compareWorth(rung, best) > 0n ? rung : best), first).id : null
}

function costRateWarnings(rungs: readonly Valued[], rate: EarningRate): LadderWarning[] {
	return rungs.flatMap((rung): LadderWarning[] => {
		const given = BigInt(rung.valueMinor) * BigInt(rate.pointsPerUnit)
		const spent = BigInt(rung.costPoints) * BigInt(rate.unitMinor)
		const basisPoints = Number((given * 10_000n) / spent)
		if (given * 10n > spent) return [{ what: 'cost-rate-high', id: rung.id, basisPoints }]
		if (given * 100n < spent) return [{ what: 'cost-rate-low', id: rung.id, basisPoints }]
		return []
	})
}

function firstRungWarning(rungs: readonly LadderRung[], rate: EarningRate): LadderWarning[] {
	const first = byCost(rungs)[0]
	if (!first || rate.averageOrderMinor === null) return []
	const pointsOfOne = Math.floor(rate.averageOrderMinor / rate.unitMinor) * rate.pointsPerUnit
	// an average order below one unit earns nothing, so that no number of them ever reaches it
	const orders = pointsOfOne > 0 ? Math.ceil(first.costPoints / pointsOfOne) : Number.MAX_SAFE_INTEGER
	return orders > 3 ? [{ what: 'first-rung-far', id: first.id, orders }] : []
}

/** What a merchant should know about her ladder (loyalty §5): value per point, the way to the first rung, the cost rate. */
export function checkLadder(rungs: readonly LadderRung[], rate: EarningRate): LadderWarning[] {
	const known = valued(rungs)
	const falling = known.flatMap((rung, at): LadderWarning[] => {
		const before = known[at - 1]
		return before && compareWorth(rung, before) < 0n ? [{ what: 'value-falls', id: rung.id }] : []
	})
	return [...falling, ...firstRungWarning(rungs, rate), ...costRateWarnings(known, rate)]
}
