import type Database from 'better-sqlite3'

/** The questions of the segments as one statement each over the columns that are kept up to date. */
export function prepareCounts(db: Database.Database) {
	const living = 'left_at is null and merged_into is null'
	const tier = db.prepare(`select count(*) from members where tier_id in (1, 2) and ${living}`)
	const nes = db.prepare(`select count(*) from members where nes in (3, 4, 5) and ${living}`)
	// the borders of the fifths are taken as known; cells are counted in one scan, sixty sums
	const score = (column: string, steps: readonly number[]) =>
		`(${steps.map((step) => `(${column} > ${step})`).join(' + ')})`
	const cells = Array.from({ length: 25 }, (_, n) => `sum(r = ${Math.floor(n / 5)} and f = ${n % 5})`)
	const rfm = db.prepare(
		`select ${cells.join()} from (select ${score('last_order_on', [20_100, 20_300, 20_450, 20_550])} as r,
			${score('order_count', [1, 2, 3, 4])} as f, ${score('spend_minor', [20_000, 80_000, 200_000, 600_000])} as m
			from members where order_count > 0)`,
	)
	const dashboard = [
		`select status, nes, count(*) from members where status in ('active', 'imported') group by status, nes`,
		`select count(*) from sessions where mode = 'waiting'`,
		'select count(distinct member_id) from addresses where member_id is not null and reachable = 1',
		'select count(distinct member_id) from addresses where member_id is not null and reachable = 1 and promotions = 1',
	].map((text) => db.prepare(text))
	return {
		tier: () => tier.all(),
		nes: () => nes.all(),
		rfm: () => rfm.all(),
		dashboard: () => dashboard.map((statement) => statement.all()),
	}
}
