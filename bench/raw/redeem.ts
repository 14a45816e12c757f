import type Database from 'better-sqlite3'

/** Points into a coupon by the fewest statements: member, lots, lot, entry, allocation, redemption, coupon, balance, stock. */
export function prepareRedeem(db: Database.Database) {
	const member = db.prepare('select next_seq, usable from members where id = ?')
	const reward = db.prepare('select cost_points from rewards where id = ?')
	const lots = db.prepare(
		'select seq, remaining from entries where member_id = ? and remaining > 0 and released = 1 order by expires_on',
	)
	const lot = db.prepare('update entries set remaining = remaining - ? where member_id = ? and seq = ?')
	const entry = db.prepare(
		`insert into entries (member_id, seq, kind, points, cause, program_id, at, on_day) values (?, ?, 'redeem', ?, ?, 1, ?, ?)`,
	)
	const allocation = db.prepare('insert into allocations (member_id, seq, lot_seq, points) values (?, ?, ?, ?)')
	const redemption = db.prepare(
		'insert into redemptions (public_id, member_id, reward_id, seq, cost_points, at, key) values (?, ?, ?, ?, ?, ?, ?)',
	)
	const coupon = db.prepare(
		`insert into coupons (public_id, reward_id, member_id, redemption_id, origin, code_hash, code_encrypted, last4, state, usable_at,
			created_at, issued_at, expires_on) values (?, ?, ?, ?, 'own', ?, ?, 'ABCD', 'issued', 'counter', ?, ?, ?)`,
	)
	const balance = db.prepare(
		'update members set usable = usable - ?, next_seq = next_seq + 1 where id = ? and usable >= ?',
	)
	const stock = db.prepare('update rewards set stock = stock - 1 where id = ? and (stock is null or stock > 0)')
	let made = 0
	return db.transaction((wish: { memberId: number; rewardId: number; key: string; at: number; day: number }) => {
		const { memberId, rewardId, key, at, day } = wish
		const { next_seq: seq } = member.get(memberId) as { next_seq: number }
		const { cost_points: cost } = reward.get(rewardId) as { cost_points: number }
		const open = lots.all(memberId) as { seq: number; remaining: number }[]
		const found = open.find(({ remaining }) => remaining >= cost)
		if (!found || stock.run(rewardId).changes !== 1) throw new Error('not enough points')
		lot.run(cost, memberId, found.seq)
		entry.run(memberId, seq, -cost, `reward:${rewardId}`, at, day)
		allocation.run(memberId, seq, found.seq, cost)
		const id = `${at}${String(++made).padStart(20, '0')}`
		const { lastInsertRowid } = redemption.run(`red_${id}`, memberId, rewardId, seq, cost, at, key)
		const code = `${id}abcdefghijklmnopqrstuvwxyz0123456789`
		coupon.run(`cpn_${id}`, rewardId, memberId, lastInsertRowid, code, code, at, at, day + 30)
		if (balance.run(cost, memberId, cost).changes !== 1) throw new Error('not enough points')
	}).immediate
}
