import type Database from 'better-sqlite3'

const CHUNK = 5_000

/** Freezes a broadcast to everybody who consents, in keyset chunks, each a durable transaction. */
export function prepareFreeze(db: Database.Database, broadcastId: number) {
	const insert = db.prepare(
		`insert into deliveries (broadcast_id, member_id, address_id, channel, state, at)
			select ?, m.id, a.id, a.channel, 'queued', 0 from members m join addresses a on a.member_id = m.id
			where m.id > ? and m.id <= ? and a.promotions = 1 and a.reachable = 1 and m.left_at is null`,
	)
	return (members: number) => {
		for (let after = 0; after < members; after += CHUNK) insert.run(broadcastId, after, after + CHUNK)
	}
}

/** Takes rows and marks them sent, some at a time, two durable transactions each; answers how many. */
export function prepareClaimAndMark(db: Database.Database, broadcastId: number, atATime: number) {
	const claim = db
		.prepare(
			`update deliveries set state = 'claimed', epoch = 1 where broadcast_id = ? and member_id in (select member_id from deliveries
			where broadcast_id = ? and state = 'queued' and channel = 'telegram' and member_id > ? order by member_id limit ?)
			returning member_id`,
		)
		.pluck()
	const mark = db.prepare(
		`update deliveries set state = 'sent', sent_at = 1, platform_message_id = ? where broadcast_id = ? and member_id = ?`,
	)
	const markAll = db.transaction((ids: readonly number[]) => {
		for (const id of ids) mark.run(String(id), broadcastId, id)
	})
	let after = 0
	return (count: number) => {
		for (let done = 0; done < count; ) {
			const ids = claim.all(broadcastId, broadcastId, after, atATime) as number[]
			if (ids.length === 0) throw new Error('there are no rows left')
			markAll.immediate(ids)
			after = Math.max(...ids)
			done += ids.length
		}
	}
}
