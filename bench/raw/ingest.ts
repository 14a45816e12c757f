import type Database from 'better-sqlite3'

/** The columns of an order as a report gives them. */
export interface RawOrder {
	externalId: string
	memberId: number
	amountMinor: number
	at: number
	day: number
}

/** One order and its points by the fewest statements: known? member, order, lot, balances; one durable transaction. */
export function prepareIngest(db: Database.Database) {
	const known = db.prepare('select version_at from orders where source_id = 1 and external_id = ?')
	const member = db.prepare('select next_seq, usable, pending from members where id = ?')
	const order = db.prepare(
		`insert into orders (source_id, external_id, member_id, placed_at, paid_at, paid_on, eligible_minor, total_minor, net_minor,
			version_at, report_hash, received_at, currency, program_id, tier_id, points)
			values (1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'HKD', 1, 0, ?)`,
	)
	const entry = db.prepare(
		`insert into entries (member_id, seq, kind, points, remaining, available_on, expires_on, cause, program_id, facts, at, on_day)
			values (?, ?, 'earn', ?, ?, ?, ?, ?, 1, ?, ?, ?)`,
	)
	const balances = db.prepare(
		`update members set next_seq = next_seq + 1, pending = pending + ?, order_count = order_count + 1,
			purchase_days = purchase_days + 1, last_order_on = ?, spend_minor = spend_minor + ?, settle_on = ?, nes = 1,
			nes_changes_on = ? where id = ?`,
	)
	return db.transaction(({ externalId, memberId, amountMinor, at, day }: RawOrder) => {
		if (known.get(externalId) !== undefined) return false
		const { next_seq: seq } = member.get(memberId) as { next_seq: number }
		const points = Math.floor(amountMinor / 1_000)
		const hash = '0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef'
		order.run(externalId, memberId, at, at, day, amountMinor, amountMinor, amountMinor, at, hash, at, points)
		const facts = '{"part":"base","points":100}'
		entry.run(memberId, seq, points, points, day + 7, day + 400, `order:1:${externalId}`, facts, at, day)
		balances.run(points, day, amountMinor, day + 7, day + 60, memberId)
		return true
	}).immediate
}

/** Whether an order is known in this state. */
export function prepareDuplicate(db: Database.Database) {
	const known = db.prepare(
		'select * from orders where source_id = (select id from sources where name = ?) and external_id = ?',
	)
	return (externalId: string) => known.get('web', externalId)
}
