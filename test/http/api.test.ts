import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { problemKinds } from '../../src/http/problems.ts'
import { createReward } from '../../src/loyalty/create-reward.ts'
import { redeem } from '../../src/loyalty/redeem.ts'
import { ensureAddress } from '../../src/store/addresses.ts'
import { claimApiKeyRevoked, listApiKeys } from '../../src/store/api-keys.ts'
import { insertPhone } from '../../src/store/member-phones.ts'
import { setMember } from '../../src/store/members.ts'
import { type HttpShop, openApp } from '../support/http-app.ts'
import { databases } from '../support/world.ts'

interface Problem {
	type: string
	status: number
	errors?: { path: string; message: string }[]
	[fact: string]: unknown
}

interface Outcome {
	state: string
	order: { externalId: string; memberId: string | null; netMinor: number; held: string | null; currency: string } | null
	entries: { kind: string; points: number }[]
	tier: { id: number; name: string } | null
}

const anOrder = {
	source: 'pos',
	placedAt: '2026-03-10T10:00:00+08:00',
	paidAt: '2026-03-10T10:00:00+08:00',
	currency: 'HKD',
	eligibleMinor: 19_900,
}

describe.each(databases)('the API on %s', (kind) => {
	let shop: HttpShop
	let memberId: string
	let member: number
	let phone: string
	let people = 0
	let order: Record<string, unknown>
	beforeAll(async () => {
		shop = await openApp(kind)
	})
	beforeEach(async () => {
		people++
		phone = `9123 45${String(people).padStart(2, '0')}`
		order = { ...anOrder, externalId: `A-${people}` }
		member = await shop.join()
		memberId = (await shop.member(member)).public_id
		await shop.store.transact(async ({ tx, keys, now }) => {
			const phone_hash = keys.hash('phone', `+852${phone.replace(' ', '')}`)
			await insertPhone(tx, { phone_hash, member_id: member, phone_encrypted: '', verified_at: now, added_at: now })
			const address = await ensureAddress(tx, { channel: 'telegram', address: `${people}`, at: now })
			await tx.updateTable('addresses').set({ member_id: member }).where('id', '=', address.id).execute()
		})
	})
	afterAll(() => shop.close())

	const expectProblem = (
		answer: { status: number; headers: Headers; text: string },
		kindOf: keyof typeof problemKinds,
	) => {
		const body = JSON.parse(answer.text) as Problem
		expect(body.type).toBe(`/api/reference#${kindOf}`)
		expect(answer.status).toBe(problemKinds[kindOf][0])
		expect(body.status).toBe(answer.status)
		expect(answer.headers.get('content-type')).toBe('application/problem+json')
		return body
	}

	/** A coupon of a reward of 10 points. */
	const redeemCoupon = async (): Promise<string> => {
		await shop.order({ memberId: member, eligibleMinor: 100_000 })
		return await shop.store.transact(async (work) => {
			const terms = { title: { 'zh-HK': '減 $10', 'zh-Hant': '減 $10', en: '$10 off' }, amountMinor: 1000 }
			const reward = await createReward(work, { kind: 'amount-off', terms, costPoints: 10 })
			if (!reward.ok) throw new Error(JSON.stringify(reward))
			const result = await redeem(work, { memberId: member, rewardId: reward.value.id, key: `k${people}` })
			if (!result.ok) throw new Error(result.reason)
			return result.value.coupon.code
		})
	}

	test('takes a new order (201), a known one (200) and a later state (200), and posts its points', async () => {
		const first = await shop.api('/orders', { body: { ...order, memberId } })
		expect(first.status).toBe(201)
		const body = first.json<Outcome>()
		expect(body).toMatchObject({ state: 'imported', order: { memberId, netMinor: 19_900 }, tier: { id: 0 } })
		expect(body.entries.map((entry) => entry.points)).toEqual([19])
		const again = await shop.api('/orders', { body: { ...order, memberId } })
		expect([again.status, again.json<Outcome>().state]).toEqual([200, 'unchanged'])
		const refunded = { ...order, memberId, refundedEligibleMinor: 19_900, versionAt: '2026-03-10T11:00:00+08:00' }
		const later = await shop.api('/orders', { body: refunded })
		expect([later.status, later.json<Outcome>().order?.netMinor]).toEqual([200, 0])
		expect((await shop.points(member)).usable).toBe(0)
	})

	test('finds the customer by phone, keeps a guest, and holds another currency (202)', async () => {
		const byPhone = await shop.api('/orders', { body: { ...order, phone } })
		expect(byPhone.json<Outcome>().order?.memberId).toBe(memberId)
		const guest = await shop.api('/orders', {
			body: { ...order, externalId: `A-${people}-guest`, phone: '+85298765432' },
		})
		expect([guest.status, guest.json<Outcome>().state]).toEqual([201, 'guest'])
		const foreign = await shop.api('/orders', {
			body: { ...order, externalId: `A-${people}-foreign`, memberId, currency: 'TWD' },
		})
		expect([foreign.status, foreign.json<Outcome>().state]).toEqual([202, 'held'])
		expect(foreign.json<Outcome>().order).toMatchObject({ held: 'foreign-currency', currency: 'TWD' })
	})

	test('takes instants in the small letters of RFC 3339', async () => {
		const taken = await shop.api('/orders', { body: { ...order, memberId, paidAt: '2026-03-10t02:00:00z' } })
		expect(taken.json()).toMatchObject({ order: { paidAt: '2026-03-10T02:00:00.000Z' } })
	})

	test('names every part that is wrong, unknown ones too (400)', async () => {
		const wrong = { ...order, eligibleMinor: -1, paidAt: '2026-03-10 10:00', surprise: 1, lines: [{ productId: '' }] }
		const body = expectProblem(await shop.api('/orders', { body: wrong }), 'invalid-request')
		const paths = body.errors?.map((error) => error.path)
		expect(paths).toEqual(
			expect.arrayContaining(['body.eligibleMinor', 'body.paidAt', 'body.surprise', 'body.lines[0].productId']),
		)
	})

	test('takes orders of a fast clock, but none of next week (400)', async () => {
		const fast = await shop.api('/orders', { body: { ...order, paidAt: '2026-03-11T11:59:00+08:00' } })
		expect(fast.status).toBe(201)
		const versionAt = '2026-03-17T12:00:00+08:00'
		const body = expectProblem(await shop.api('/orders', { body: { ...order, versionAt } }), 'invalid-request')
		expect(body.errors?.map((error) => error.path)).toEqual(['body.versionAt'])
	})

	test('refuses what is no JSON (400), no JSON type (415), and too large (413)', async () => {
		expectProblem(await shop.api('/orders', { body: '{"source":' }), 'malformed-json')
		const headers = { 'content-type': 'text/plain' }
		expectProblem(await shop.api('/orders', { body: '{}', headers }), 'wrong-media-type')
		expectProblem(await shop.api('/orders', { body: `"${'x'.repeat(1_048_577)}"` }), 'too-large')
		const declared = { 'content-length': '2000000' }
		expectProblem(await shop.api('/orders', { body: '{}', headers: declared }), 'too-large')
	})

	test('refuses customers who are none (422)', async () => {
		const unknown = `mem_${'0'.repeat(32)}`
		expectProblem(await shop.api('/orders', { body: { ...order, memberId: unknown } }), 'customer-unknown')
		expectProblem(await shop.api('/orders', { body: { ...order, phone: '12' } }), 'phone-invalid')
	})

	test('stores a return before its order (202), counts one after it (200), refuses a changed one (409)', async () => {
		const goods = { returnId: 'R1', amountMinor: 9_900, returnedAt: '2026-03-10T12:00:00+08:00' }
		const early = await shop.api(`/orders/pos/A-${people}/returns`, { body: goods })
		expect([early.status, early.json<Outcome>().state]).toEqual([202, 'pending-return'])
		expect(early.json<Outcome>().order).toBeNull()
		expect((await shop.api('/orders', { body: { ...order, memberId } })).json<Outcome>().order?.netMinor).toBe(10_000)
		const second = await shop.api(`/orders/pos/A-${people}/returns`, {
			body: { ...goods, returnId: 'R2', amountMinor: 5_000 },
		})
		expect([second.status, second.json<Outcome>().order?.netMinor]).toEqual([200, 5_000])
		const changed = { ...goods, amountMinor: 1 }
		expectProblem(await shop.api(`/orders/pos/A-${people}/returns`, { body: changed }), 'return-differs')
	})

	test('shows a member by id, address and phone alike', async () => {
		await shop.api('/orders', { body: { ...order, memberId } })
		const byId = await shop.api(`/members/${memberId}`)
		expect(byId.json()).toMatchObject({
			id: memberId,
			tier: { id: 0 },
			usable: 19,
			pending: 0,
			debt: 0,
			expiring: { points: 19, on: '2027-03-31' },
			orders: 1,
			spendMinor: 19_900,
			nes: 'N',
			addresses: [{ channel: 'telegram', address: `${people}`, reachable: true, promotions: false }],
		})
		expect((await shop.api(`/members?channel=telegram&address=${people}`)).text).toBe(byId.text)
		expect((await shop.api(`/members?phone=${encodeURIComponent(`+852 ${phone}`)}`)).text).toBe(byId.text)
		expectProblem(await shop.api(`/members/mem_${'0'.repeat(32)}`), 'member-unknown')
		expectProblem(await shop.api('/members?channel=telegram&address=nobody'), 'member-unknown')
		expectProblem(await shop.api('/members?phone=5'), 'phone-invalid')
		expectProblem(await shop.api('/members?channel=telegram'), 'invalid-request')
	})

	test('shows a merged member as the one she became, and one who left not at all', async () => {
		const other = await shop.join()
		const { public_id } = await shop.member(other)
		await shop.store.transact(({ tx }) => setMember(tx, other, { status: 'merged', merged_into: member }))
		expect((await shop.api(`/members/${public_id}`)).json()).toMatchObject({ id: memberId })
		await shop.store.transact(({ tx }) => setMember(tx, member, { status: 'left' }))
		expectProblem(await shop.api(`/members/${memberId}`), 'member-unknown')
	})

	test('a line of the ledger reads the same in the answer to an order and in the history', async () => {
		const first = await shop.api('/orders', { body: { ...order, memberId } })
		const refund = { ...order, memberId, refundedEligibleMinor: 5_000, versionAt: '2026-03-10T11:00:00+08:00' }
		const { entries: earned } = first.json<Outcome>()
		const { entries: history } = (await shop.api(`/members/${memberId}/entries`)).json<Outcome>()
		expect(earned).toEqual(history)
		expect(earned).toMatchObject([{ facts: { source: 'pos', order: `A-${people}`, unitMinor: 1000 } }])
		const { entries: returned } = (await shop.api('/orders', { body: refund })).json<Outcome>()
		const later = (await shop.api(`/members/${memberId}/entries?limit=${returned.length}`)).json<Outcome>().entries
		expect(returned.length).toBeGreaterThan(0)
		expect(returned).toEqual(later.toReversed())
	})

	test('takes an amount as large as a file of orders may hold', async () => {
		const large = { ...order, memberId, eligibleMinor: 100_000_000_000 }
		expect((await shop.api('/orders', { body: large })).status).toBe(201)
		expectProblem(await shop.api('/orders', { body: { ...large, eligibleMinor: 100_000_000_001 } }), 'invalid-request')
	})

	test('lists the entries page by page without gap or repeat', async () => {
		for (let n = 1; n <= 5; n++) await shop.order({ memberId: member, eligibleMinor: n * 1000 })
		const seen: number[] = []
		let path = `/members/${memberId}/entries?limit=2`
		for (let pages = 0; pages < 5; pages++) {
			const { entries, next } = (await shop.api(path)).json<{ entries: { points: number }[]; next: string | null }>()
			seen.push(...entries.map((entry) => entry.points))
			if (next === null) break
			path = `/members/${memberId}/entries?limit=2&cursor=${next}`
		}
		expect(seen).toEqual([5, 4, 3, 2, 1])
		expectProblem(await shop.api(`/members/${memberId}/entries?cursor=x`), 'invalid-request')
	})

	test('uses a coupon once: the loser of a race is told when and where (409)', async () => {
		const code = await redeemCoupon()
		const [won, lost] = await Promise.all(
			['A', 'B'].map((place) => shop.api('/coupons/use', { body: { code, place } })),
		)
		const answers = [won, lost].sort((a, b) => (a?.status ?? 0) - (b?.status ?? 0))
		expect(answers.map((answer) => answer?.status)).toEqual([200, 409])
		const winner = answers[0]?.json<{ place: string; usedAt: string }>()
		expect(answers[1]?.json<Problem>()).toMatchObject({
			type: '/api/reference#coupon-used',
			place: winner?.place,
			usedAt: winner?.usedAt,
		})
	})

	test('gives wrong and foreign codes one answer, and closes for a growing time after ten wrong tries a minute (429)', async () => {
		const code = await redeemCoupon()
		const tryCode = (text: string) => shop.api('/coupons/use', { body: { code: text, place: 'A' } })
		const wrong = await tryCode('0000-0000-0000')
		expectProblem(wrong, 'coupon-unknown')
		expectProblem(await tryCode('SUMMER10'), 'coupon-unknown')
		for (let n = 0; n < 8; n++) await tryCode('0000-0000-0000')
		const locked = await tryCode(code)
		expectProblem(locked, 'too-many-tries')
		expect(locked.headers.get('retry-after')).toBe('60')
		const other = await shop.newKey(['coupons:use'])
		expectProblem(await shop.api('/coupons/use', { body: { code: '1', place: 'A' }, key: other }), 'coupon-unknown')
		shop.clock.advance({ ms: 60_001 })
		for (let n = 0; n < 10; n++) expectProblem(await tryCode('0000-0000-0000'), 'coupon-unknown')
		expect((await tryCode(code)).headers.get('retry-after')).toBe('120')
		shop.clock.advance({ minutes: 3 })
		expect((await tryCode(code)).status).toBe(200)
	})

	test('shows an order as it stands, and none of which only a return is known', async () => {
		const externalId = `A/${people} 陳`
		const at = `/orders/pos/${encodeURIComponent(externalId)}`
		const back = { returnId: 'r1', amountMinor: 900, returnedAt: '2026-03-10T11:00:00Z' }
		expect((await shop.api(`${at}/returns`, { body: back })).status).toBe(202)
		expectProblem(await shop.api(at), 'order-unknown')
		const taken = await shop.api('/orders', { body: { ...order, externalId, memberId } })
		const shown = await shop.api(at)
		expect([shown.status, shown.json()]).toEqual([200, taken.json<Outcome>().order])
		expect(shown.json()).toMatchObject({ externalId, memberId, refundedMinor: 900, netMinor: 19_000 })
		expectProblem(await shop.api(at, { key: await shop.newKey(['orders:write']) }), 'scope-missing')
	})

	test('stores nothing that is not UTF-8 under another name (400)', async () => {
		const text = JSON.stringify({ ...order, memberId, externalId: `B-${people}-?` })
		const bytes = Buffer.from(text)
		bytes[text.indexOf('?')] = 0xff
		const authorization = `Bearer ${await shop.newKey()}`
		const headers = { authorization, 'content-type': 'application/json' }
		const body = await shop.app.request('/api/v1/orders', { method: 'POST', headers, body: bytes })
		expectProblem({ status: body.status, headers: body.headers, text: await body.text() }, 'malformed-json')
		const back = { returnId: 'r1', amountMinor: 1, returnedAt: '2026-03-10T11:00:00Z' }
		for (const id of ['%ff', '%ZZ', '%'])
			expectProblem(await shop.api(`/orders/pos/${id}/returns`, { body: back }), 'invalid-request')
		const stored = await shop.store.db.selectFrom('orders').select('external_id').execute()
		expect(stored.filter(({ external_id }) => /%|\uFFFD|B-/.test(external_id))).toEqual([])
	})

	test('wants a live key (401) with the scope (403)', async () => {
		const path = `/members/${memberId}`
		const missing = await shop.api(path, { key: null })
		expectProblem(missing, 'key-missing')
		expect(missing.headers.get('www-authenticate')).toContain('Bearer')
		for (const key of ['suki_wrong', `suki_${'A'.repeat(43)}`, 'x'])
			expectProblem(await shop.api(path, { key }), 'key-unknown')
		const narrow = await shop.newKey(['orders:write'])
		const refused = expectProblem(await shop.api(path, { key: narrow }), 'scope-missing')
		expect(refused['scope']).toBe('members:read')
		const key = await shop.newKey()
		expect((await shop.api(path, { key })).status).toBe(200)
		const row = (await listApiKeys(shop.store.db)).at(-1)
		await shop.store.transact(({ tx, now }) => claimApiKeyRevoked(tx, row?.public_id ?? '', now))
		expectProblem(await shop.api(path, { key }), 'key-unknown')
	})

	test('keeps of a key only its hash, and notes its use once a minute', async () => {
		const key = await shop.newKey()
		const usedAt = async () => {
			await shop.api(`/members/${memberId}`, { key })
			return (await listApiKeys(shop.store.db)).at(-1)?.last_used_at
		}
		expect(JSON.stringify(await listApiKeys(shop.store.db))).not.toContain(key.slice(5, 30))
		const first = await usedAt()
		shop.clock.advance({ ms: 59_000 })
		expect(await usedAt()).toBe(first)
		shop.clock.advance({ ms: 1_000 })
		expect(await usedAt()).toBe(shop.clock())
	})

	test('answers problems for addresses (404) and methods (405) that are none', async () => {
		expectProblem(await shop.api('/nothing'), 'not-found')
		const wrong = await shop.send('DELETE', '/api/v1/orders')
		expectProblem(wrong, 'method-not-allowed')
		expect(wrong.headers.get('allow')).toBe('POST')
	})

	test('tells a member about points of an order, and wakes the sender', async () => {
		await shop.api('/orders', { body: { ...order, memberId } })
		const rows = await shop.store.db.selectFrom('outbox').select('reply').orderBy('id').execute()
		expect(rows.map((row) => row.reply).join()).toContain(`A-${people}`)
		expect(shop.woken()).toBeGreaterThan(0)
	})
})

test('the reference describes every route, with problems and scopes, as OpenAPI 3.1', async () => {
	const shop = await openApp('sqlite')
	const document = (await shop.send('GET', '/openapi.json')).json<{
		openapi: string
		paths: Record<string, Record<string, { security: unknown; responses: Record<string, unknown> }>>
	}>()
	expect(document.openapi).toBe('3.1.0')
	expect(Object.keys(document.paths).sort()).toEqual([
		'/api/v1/coupons/use',
		'/api/v1/members',
		'/api/v1/members/{id}',
		'/api/v1/members/{id}/entries',
		'/api/v1/orders',
		'/api/v1/orders/{source}/{externalId}',
		'/api/v1/orders/{source}/{externalId}/returns',
	])
	for (const methods of Object.values(document.paths))
		for (const { security, responses } of Object.values(methods)) {
			expect(security).toHaveLength(1)
			expect(Object.keys(responses)).toEqual(expect.arrayContaining(['200', '401', '403', '500']))
		}
	const page = await shop.send('GET', '/api/reference')
	expect(page.text).toContain('POST /api/v1/coupons/use')
	for (const kind of Object.keys(problemKinds)) expect(page.text).toContain(`id="${kind}"`)
	await shop.close()
})
