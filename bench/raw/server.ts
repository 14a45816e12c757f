import { createHmac } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import type Database from 'better-sqlite3'
import { Hono } from 'hono'
import { z } from 'zod'
import { prepareIngest } from './ingest.ts'
import { prepareLeanLookUp } from './look-up.ts'

const order = z.strictObject({
	source: z.string().min(1).max(40),
	externalId: z.string().min(1).max(80),
	memberId: z.string(),
	placedAt: z.iso.datetime(),
	paidAt: z.iso.datetime(),
	currency: z.string().length(3),
	eligibleMinor: z.int().min(0),
})

export const RAW_TOKEN = 'raw-token'

/** Hono with a key that is hashed and looked up, a schema, and the raw statements: no rule, no page, no problem format. */
export async function serveRaw(db: Database.Database, now: () => number) {
	const secret = Buffer.alloc(32, 7)
	const hash = (text: string) => createHmac('sha256', secret).update(text).digest('base64url')
	const key = db.prepare('select * from api_keys where token_hash = ? and revoked_at is null')
	const memberOf = db.prepare('select id from members where public_id = ?').pluck()
	const lookUp = prepareLeanLookUp(db)
	const ingest = prepareIngest(db)
	const app = new Hono()
	app.use(async (c, next) => {
		const token = c.req.header('authorization')?.slice('Bearer '.length) ?? ''
		if (!key.get(hash(token))) return c.json({ error: 'who are you?' }, 401)
		return next()
	})
	app.get('/members', (c) => c.json(lookUp(c.req.query('address') ?? '')))
	app.post('/orders', async (c) => {
		const report = order.parse(await c.req.json())
		const at = Date.parse(report.paidAt)
		const { externalId, eligibleMinor: amountMinor } = report
		const memberId = memberOf.get(report.memberId) as number
		const fresh = ingest({ externalId, memberId, amountMinor, at, day: Math.floor(at / 86_400_000) })
		return c.json({ externalId, fresh }, fresh ? 201 : 200)
	})
	db.prepare(
		`insert into api_keys (public_id, token_hash, name, hint, scopes, created_at) values ('key_raw', ?, 'raw', '', '', ?)
			on conflict do nothing`,
	).run(hash(RAW_TOKEN), now())
	const server = createAdaptorServer({ fetch: app.fetch })
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		stop: () => {
			if ('closeAllConnections' in server) server.closeAllConnections()
			return new Promise<void>((resolve) => server.close(() => resolve()))
		},
	}
}
