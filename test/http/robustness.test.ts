import fc from 'fast-check'
import type { Kysely } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Schema } from '../../src/store/schema.ts'
import { insertPeople } from '../support/audience.ts'
import { type HttpShop, openApp, owner, type Visitor } from '../support/http-app.ts'
import { databases } from '../support/world.ts'

/** When somebody was seen last is no change of the shop. */
const bookkeeping = ['last_used_at', 'seen_at']

async function dump(shop: HttpShop): Promise<Record<string, unknown[]>> {
	const db = shop.store.db as unknown as Kysely<Schema>
	const tables = await db.introspection.getTables()
	const all: Record<string, unknown[]> = {}
	for (const { name } of tables) {
		const rows = await db
			.selectFrom(name as keyof Schema)
			.selectAll()
			.execute()
		all[name] = rows
			.map((row) => Object.entries(row).filter(([column]) => !bookkeeping.includes(column)))
			.map(String)
			.sort()
	}
	return all
}

describe.each(databases)('whatever is asked, on %s', (kind) => {
	let shop: HttpShop
	let browser: Visitor
	let memberId: string
	let broadcast: string
	beforeAll(async () => {
		shop = await openApp(kind)
		const member = await shop.member(await shop.join())
		memberId = member.public_id
		await insertPeople(shop.store, [{}, {}])
		browser = shop.browse()
		const path = await shop.newSetUp()
		await browser.get(path)
		await browser.submit(path, owner)
		await browser.get('/console/broadcasts/new')
		await browser.submit('/console/broadcasts', { name: 'B', 'text.en': 'Hi' })
		broadcast = /brd_\w+/.exec(browser.place())?.[0] ?? ''
		await shop.order({ memberId: member.id })
	})
	afterAll(() => shop.close())

	test('looking changes nothing: every GET, signed in and with a key', async () => {
		const before = await dump(shop)
		const key = `Bearer ${await shop.newKey()}`
		const made = await dump(shop)
		expect(made).not.toEqual(before)
		const paths = new Set(shop.app.routes.filter((route) => route.method === 'GET').map((route) => route.path))
		expect(paths.size).toBeGreaterThan(20)
		for (const path of paths) {
			const id = path.startsWith('/console/broadcasts') ? broadcast : path.startsWith('/console') ? '1' : memberId
			const place = path.replace(/:(id|token|code|version|name|\w+)/, id).replace(/:\w+/, 'x')
			const { status } = await browser.get(place, { headers: { authorization: key } })
			expect(status, place).toBeLessThan(500)
		}
		expect(await dump(shop)).toEqual(made)
	})

	const anyText = fc.oneof(
		fc.string({ unit: 'binary', maxLength: 40 }),
		fc.constantFrom(
			'\u0000',
			'\ud800',
			"'; drop table members; --",
			'<b>',
			'９９',
			'__proto__',
			'1e999',
			'-1',
			'',
			' ',
			'👩‍👩‍👧',
		),
	)
	const anyNumber = fc.oneof(
		fc.integer(),
		fc.double(),
		fc.constantFrom(-0, 2 ** 53, -(2 ** 53), 1e300, Number.MAX_SAFE_INTEGER),
	)
	const anyValue = fc.oneof(anyText, anyNumber, fc.boolean(), fc.constant(null), fc.jsonValue({ maxDepth: 2 }))

	/** Something near a right order, so that it gets past the first check. */
	const nearOrder = fc
		.record({
			source: fc.constantFrom('pos', 'web'),
			externalId: fc.oneof(fc.constantFrom('A', 'B', 'C'), anyText),
			placedAt: fc.constantFrom('2026-03-10T10:00:00+08:00', '1990-01-01T00:00:00Z', '2099-12-31T23:59:59.999Z'),
			paidAt: fc.constantFrom('2026-03-10T10:00:00+08:00', '2026-03-11T00:00:00Z', null),
			currency: fc.constantFrom('HKD', 'JPY', 'KWD'),
			eligibleMinor: fc.oneof(fc.integer({ min: 0, max: 1_000_000_000 }), anyNumber),
			refundedEligibleMinor: fc.integer({ min: 0, max: 1_000_000_000 }),
			phone: fc.constantFrom('91234567', '+886912345678', '12', '９１２３４５６７'),
		})
		.chain((order) =>
			fc
				.record({
					name: fc.constantFrom(
						'none',
						'none',
						'none',
						...Object.keys(order),
						'versionAt',
						'lines',
						'branch',
						'surprise',
					),
					value: anyValue,
				})
				.map(({ name, value }) => (name === 'none' ? order : { ...order, [name]: value })),
		)
	const anyBody = fc.oneof(
		{ weight: 5, arbitrary: nearOrder.map((order) => JSON.stringify(order)) },
		{ weight: 1, arbitrary: fc.record({ code: anyText, place: anyText }).map((use) => JSON.stringify(use)) },
		{
			weight: 1,
			arbitrary: fc
				.record({ returnId: anyText, amountMinor: anyNumber, returnedAt: anyText })
				.map((one) => JSON.stringify(one)),
		},
		{ weight: 1, arbitrary: fc.json() },
		{ weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 200 }) },
	)

	test('a thousand bodies on each database get an answer that is not our fault', async () => {
		const paths = fc.constantFrom(
			'/orders',
			'/orders',
			'/orders/pos/A-1/returns',
			'/coupons/use',
			'/orders/%00/x/returns',
		)
		const seen = new Set<number>()
		await fc.assert(
			fc.asyncProperty(anyBody, paths, fc.boolean(), async (body, path, keyed) => {
				const headers = keyed ? { 'idempotency-key': 'fuzz' } : undefined
				const { status, text } = await shop.api(path, { body, ...(headers ? { headers } : {}) })
				seen.add(status)
				expect(status, `${path} ${body} ${text}`).toBeLessThan(500)
			}),
			{
				numRuns: 1000,
				// one of each kind surely, whatever chance brings
				examples: [
					[
						JSON.stringify({
							source: 'pos',
							externalId: 'sure',
							placedAt: '2026-03-10T10:00:00+08:00',
							paidAt: '2026-03-10T10:00:00+08:00',
							currency: 'HKD',
							eligibleMinor: 10_000,
							phone: '91234567',
						}),
						'/orders',
						false,
					],
					['{', '/orders', false],
					['{"source":"pos"}', '/orders', false],
				],
			},
		)
		for (const status of [201, 400, 422]) expect(seen).toContain(status)
	})

	test('look-ups and pages neither', async () => {
		const paths = [
			'/api/v1/members?phone=',
			'/api/v1/members?channel=telegram&address=',
			'/api/v1/members/',
			'/r/',
			'/a/',
			'/console/unknown?before=',
			'/console/chats/',
			'/console/broadcasts/',
			'/assets/',
		]
		const key = `Bearer ${await shop.newKey()}`
		await fc.assert(
			fc.asyncProperty(fc.constantFrom(...paths), anyText, async (path, text) => {
				const place = path + encodeURIComponent(text.toWellFormed())
				const { status } = await browser.get(place, { headers: { authorization: key } })
				expect(status, place).toBeLessThan(500)
			}),
			{ numRuns: 200 },
		)
	})

	test('a form of several parts that ends too early or has none is the sender’s fault', async () => {
		for (const body of ['--B\r\nContent-Disposition: form-data; name="a"\r\n\r\nx', '--B\r\n', 'nothing', '']) {
			const headers = { 'content-type': 'multipart/form-data; boundary=B' }
			const { status } = await shop.send('POST', '/login', { headers, body })
			expect(status, body).toBe(400)
		}
	})

	test('forms neither', async () => {
		const names = ['name', 'tier', 'nes', 'text.en', 'holdout', 'linkUrl', 'version', 'number', '_once', 'do']
		const fields = fc.dictionary(
			fc.constantFrom(...names),
			anyText.map((text) => text.toWellFormed()),
		)
		const actions = ['/console/broadcasts', '/console/language']
		await fc.assert(
			fc.asyncProperty(fields, fc.constantFrom(...actions), async (given, action) => {
				await browser.get('/console/broadcasts/new')
				expect((await browser.submit(action, given)).status).toBeLessThan(500)
			}),
			{ numRuns: 50 },
		)
	})
})
