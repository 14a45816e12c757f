import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { claimKey } from '../../src/store/idempotency.ts'
import type { Store } from '../../src/store/transact.ts'
import { type HttpShop, openApp } from '../support/http-app.ts'
import { databases } from '../support/world.ts'

describe.each(databases)('Idempotency-Key on %s', (kind) => {
	let shop: HttpShop
	let breaking = 0
	let key: string
	let count = 0
	beforeAll(async () => {
		shop = await openApp(kind)
	})
	beforeEach(() => {
		count++
		key = `key-${count}`
		breaking = 0
	})
	afterAll(() => shop.close())

	const bodyOf = (externalId = `O-${count}`, eligibleMinor = 10_000) => ({
		source: 'pos',
		externalId,
		placedAt: '2026-03-10T10:00:00+08:00',
		paidAt: '2026-03-10T10:00:00+08:00',
		currency: 'HKD',
		eligibleMinor,
	})
	const post = (body: unknown, path = '/orders', headers: Record<string, string> = { 'idempotency-key': key }) =>
		shop.api(path, { body, headers })

	test('a database without room is said to be away, and the same request is taken when there is room again', async ({
		skip,
	}) => {
		if (kind !== 'sqlite') return skip('no room can be made scarce here')
		const pragma = (text: string) => shop.store.transact(({ tx }) => sql.raw(`pragma ${text}`).execute(tx))
		// more than the pages that are free already
		const bodies = Array.from({ length: 200 }, (_, at) => ({ ...bodyOf(`full-${at}`), branch: 'b'.repeat(60) }))
		await pragma('max_page_count = 1')
		let last = await post(bodies[0], '/orders', {})
		for (const body of bodies.slice(1)) if (last.status === 201) last = await post(body, '/orders', {})
		expect(last).toMatchObject({ status: 503 })
		expect(last.headers.get('retry-after')).toBe('5')
		expect(JSON.parse(last.text)).toMatchObject({ type: '/api/reference#store-away', status: 503 })
		await pragma('max_page_count = 100000')
		expect((await post(bodies.at(-1), '/orders', {})).status).toBe(201)
	})

	test('gives the same request its first answer, whatever happened since', async () => {
		const first = await post(bodyOf())
		const second = await post(bodyOf())
		expect([first.status, second.status]).toEqual([201, 201])
		expect(second.text).toBe(first.text)
		expect(first.headers.get('idempotency-replayed')).toBeNull()
		expect(second.headers.get('idempotency-replayed')).toBe('true')
		expect((await post(bodyOf(), '/orders', {})).status).toBe(200)
	})

	test('refuses another request with the key (422), on another path too', async () => {
		await post(bodyOf())
		expect((await post(bodyOf(undefined, 20_000))).status).toBe(422)
		expect((await post({ code: 'x', place: 'y' }, '/coupons/use')).status).toBe(422)
	})

	test('belongs to one API key', async () => {
		await post(bodyOf())
		const other = await shop.newKey()
		const answer = await shop.api('/orders', {
			body: bodyOf(undefined, 20_000),
			key: other,
			headers: { 'idempotency-key': key },
		})
		expect(answer.status).toBe(200)
	})

	test('keeps refusals too, and a repeated wrong code is one try', async () => {
		const wrong = { code: '0000-0000-0000', place: 'A' }
		const answers = []
		for (let n = 0; n < 12; n++) answers.push(await post(wrong, '/coupons/use'))
		expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([404]))
		expect(new Set(answers.map((answer) => answer.text)).size).toBe(1)
	})

	test('does not keep "too many tries"', async () => {
		const wrong = { code: '0000-0000-0000', place: 'A' }
		for (let n = 0; n < 10; n++) await post(wrong, '/coupons/use', {})
		expect((await post(wrong, '/coupons/use')).status).toBe(429)
		shop.clock.advance({ minutes: 61 })
		expect((await post(wrong, '/coupons/use')).status).toBe(404)
	})

	test('forgets after 24 hours', async () => {
		await post(bodyOf())
		shop.clock.advance({ hours: 24 })
		const answer = await post(bodyOf(undefined, 20_000))
		expect([answer.status, answer.headers.get('idempotency-replayed')]).toEqual([200, null])
	})

	test('says 409 while the first is still running, and takes over after a minute from one that died', async () => {
		await post(bodyOf())
		const { scope, input_hash } = await shop.store.db
			.selectFrom('idempotency_keys')
			.selectAll()
			.where('key', '=', key)
			.executeTakeFirstOrThrow()
		key = `${key}-died`
		await shop.store.transact(({ tx, now }) => claimKey(tx, { scope, key, inputHash: input_hash, now }))
		const running = await post(bodyOf())
		expect([running.status, running.headers.get('retry-after')]).toEqual([409, '1'])
		shop.clock.advance({ minutes: 1 })
		expect((await post(bodyOf())).status).toBe(200)
	})

	test('lets one of ten at once act, and answers the others the same or "still running"', async () => {
		const answers = await Promise.all(Array.from({ length: 10 }, () => post(bodyOf())))
		const fresh = answers.filter((one) => one.status === 201 && !one.headers.has('idempotency-replayed'))
		expect(fresh).toHaveLength(1)
		for (const { status } of answers) expect([201, 409]).toContain(status)
	})

	test('gives the key back when the work broke', async () => {
		// the second transaction of a request is that of the work; the first claims the key
		const store: Store = {
			...shop.store,
			transact: (work) =>
				shop.store.transact(async (inside) => {
					const result = await work(inside)
					if (breaking > 0 && --breaking === 0) throw new Error('the disk is full')
					return result
				}),
		}
		const broken = await openApp('sqlite', { needs: { store } })
		const apiKey = await shop.newKey()
		const call = () => broken.api('/orders', { body: bodyOf(), key: apiKey, headers: { 'idempotency-key': key } })
		breaking = 3
		const first = await call()
		expect([first.status, first.json()['type']]).toEqual([500, '/api/reference#fault'])
		expect(first.text).not.toContain('disk')
		expect((await call()).status).toBe(201)
		await broken.close()
	})

	test.each(['', ' ', 'ä', 'x'.repeat(256)])('refuses a key that is none: %j', async (bad) => {
		const headers = { 'idempotency-key': Buffer.from(bad).toString('latin1') }
		expect((await post(bodyOf(), '/orders', headers)).status).toBe(400)
	})
})
