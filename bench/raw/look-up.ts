import type Database from 'better-sqlite3'

/** Balance and tier of a channel address by the fewest statements there could be: address, member, open lots. */
export function prepareLeanLookUp(db: Database.Database) {
	const member = db.prepare(
		`select m.id, m.usable, m.pending, m.debt, m.tier_id, m.tier_ends_on from addresses a join members m on m.id = a.member_id
			where a.channel = 'telegram' and a.address = ?`,
	)
	const lots = db.prepare('select seq, remaining, expires_on from entries where member_id = ? and remaining > 0')
	return (address: string) => {
		const found = member.get(address) as { id: number; usable: number; tier_id: number } | undefined
		if (!found) throw new Error('no such member')
		return { ...found, lots: lots.all(found.id) }
	}
}

/** The rows the product looks at for a card, all of them: also the rules, and the orders its tier progress is made of. */
export function prepareFullLookUp(db: Database.Database) {
	const address = db.prepare(`select * from addresses where channel = 'telegram' and address = ?`)
	const member = db.prepare('select * from members where id = ?')
	const settings = db.prepare(`select value from settings where key = 'store'`)
	const lots = db.prepare('select * from entries where member_id = ? and remaining > 0')
	const starts = db.prepare('select id, effective_from from programs where effective_from <= ?')
	const program = db.prepare('select * from programs where id = ?')
	const periods = db.prepare('select * from tier_periods where member_id = ?')
	const orders = db.prepare(
		'select source_id, external_id, paid_on, net_minor, received_at from orders where member_id = ? and net_minor > 0',
	)
	return (chat: string, now: number) => {
		const { member_id: id } = address.get(chat) as { member_id: number }
		const rows = [member.get(id), settings.get(), lots.all(id)]
		const [first] = starts.all(now) as { id: number }[]
		return [...rows, program.get(first?.id), periods.all(id), orders.all(id)]
	}
}
