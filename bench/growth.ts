import { atMostTimes, type Row } from './row.ts'

const MOST = 2
/** What answers one person, or takes one order, must not feel how many others there are. */
const GROWING = ['look-up', 'ingest', 'redeem', 'http', 'chat']

/** How the product's own figures grew from the smallest store to the largest; nothing with one size only. */
export function growthRows(rows: readonly Row[]): Row[] {
	const sizes = [...new Set(rows.map((row) => row.members))].sort((a, b) => a - b)
	const [small, large] = [sizes[0], sizes.at(-1)]
	if (small === large) return []
	return rows
		.filter((row) => row.members === large && GROWING.includes(row.area) && row.unit.startsWith('µs'))
		.flatMap((row) => {
			const before = rows.find((one) => one.members === small && one.what === row.what)
			if (!before) return []
			const ratio = row.product / before.product
			const raw = row.raw === undefined || before.raw === undefined ? undefined : row.raw / before.raw
			return [
				{
					area: 'growth',
					members: row.members,
					what: `growth: ${row.what}`,
					unit: `× of ${small}`,
					raw,
					product: ratio,
					goal: atMostTimes(ratio, MOST),
				},
			]
		})
}
