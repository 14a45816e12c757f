import type Database from 'better-sqlite3'

/** The questions of the segments as one statement each over the columns that are kept up to date. */
export function prepareCounts(db: Database.Database) {
	const living = `status in ('active', 'imported')`
	const tier = db.prepare(`select count(*) from members where tier_id in (1, 2) and ${living}`)
	const nes = db.prepare(`select count(*) from members where nes in (3, 4, 5) and ${living}`)
	// the borders of the fifths are taken as known
	const score = (column: string, steps: readonly number[]) =>
		`(${steps.map((step) => `(${column} > ${step})`).join(' + ')})`
	const cell = [
		score('last_order_on', [20_100, 20_300, 20_450, 20_550]),
		score('order_count', [1, 2, 3, 4]),
		score('spend_minor', [20_000, 80_000, 200_000, 600_000]),
	].join(' * 5 + ')
	const rfm = db.prepare(`select ${cell} as cell, count(*) from members where order_count > 0 group by cell`)
	const dashboard = [
		`select status, nes, count(*) from members where status in ('active', 'imported') group by status, nes`,
		`select count(*) from sessions where mode = 'waiting'`,
		'select count(distinct member_id) from addresses where member_id is not null and reachable = 1',
		'select count(distinct member_id) from addresses where member_id is not null and reachable = 1 and promotions = 1',
	].map((text) => db.prepare(text))
	const list = db.prepare(
		`select id, public_id, name, status, tier_id, nes, usable, last_order_on from members where status in ('active', 'imported') and id < ? order by id desc limit 51`,
	)
	return {
		list: () => list.all(Number.MAX_SAFE_INTEGER),
		tier: () => tier.all(),
		nes: () => nes.all(),
		rfm: () => rfm.all(),
		dashboard: () => dashboard.map((statement) => statement.all()),
	}
}
