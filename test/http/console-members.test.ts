import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { normalizePhone } from '../../src/domain/phone.ts'
import { MANAGER_POINTS_A_DAY } from '../../src/http/console/member-adjust.ts'
import { insertPhone } from '../../src/store/member-phones.ts'
import { insertTags } from '../../src/store/member-tags.ts'
import { insertPeople } from '../support/audience.ts'
import { type HttpShop, openApp, owner, readForms, type Visitor } from '../support/http-app.ts'
import { good, peopleOf } from '../support/people.ts'
import { databases } from '../support/world.ts'

const nasty = '"><img src=x onerror=alert(1)>\u202eevil'

describe.each(databases)('members in the console on %s', (kind) => {
	let shop: HttpShop
	let browser: Visitor
	let people: ReturnType<typeof peopleOf>
	let memberId: number
	let place: string
	const actionsOf = async (subject: string) => {
		const rows = await shop.store.db.selectFrom('audit').select('action').where('subject', '=', subject).execute()
		return rows.map((row) => row.action)
	}
	const setRole = (role: string) => shop.store.transact(({ tx }) => tx.updateTable('staff').set({ role }).execute())

	beforeAll(async () => {
		shop = await openApp(kind)
		people = peopleOf(shop)
		browser = shop.browse()
		const path = await shop.newSetUp()
		await browser.get(path)
		await browser.submit(path, owner)
		memberId = (await people.enter('900', { name: nasty })).memberId
		await people.give(memberId, 500)
		await shop.order({ memberId, externalId: 'first', eligibleMinor: 30_000 })
		const phone = normalizePhone('98765432', 'HK') ?? ''
		await shop.store.transact(async ({ tx, keys, now }) => {
			const row = { phone_hash: keys.hash('phone', phone), phone_encrypted: keys.encrypt(phone), member_id: memberId }
			await insertPhone(tx, { ...row, verified_at: now, added_at: now })
			await insertTags(tx, memberId, ['vip'])
		})
		place = `/console/members/${(await shop.member(memberId)).public_id}`
	})
	afterAll(() => shop.close())

	test('are found by number, by the whole phone, by tag and by a part of the name', async () => {
		await browser.get('/console/members')
		const find = async (q: string) => {
			await browser.get('/console/members')
			return await browser.submit('/console/members/find', { q })
		}
		for (const q of [`m${memberId}`, '9876 5432', '+85298765432']) {
			await find(q)
			expect(browser.place(), q).toBe(place)
		}
		for (const q of ['vip', 'ONERROR']) expect((await find(q)).text, q).toContain(`href="${place}"`)
		expect((await find('%')).text).not.toContain(`href="${place}"`)
		const unknown = await find('9876 5433')
		expect([unknown.status, unknown.text.includes('value="9876 5433"')]).toEqual([422, true])
		expect(browser.place()).not.toContain('5433')
	})

	test('are paged without a gap, narrowed by tier, by how they buy and by whether they can be reached', async () => {
		await insertPeople(shop.store, [
			...Array.from({ length: 60 }, () => ({})),
			{ name: 'Nobody hears', reachable: false },
			{ name: 'Not asked', consent: false },
		])
		const seen = new Set<string>()
		let next: string | undefined = '/console/members'
		let pages = 0
		while (next !== undefined) {
			const { text } = await browser.get(next)
			for (const [, id = ''] of text.matchAll(/href="\/console\/members\/(mem_\w+)"/g)) seen.add(id)
			next = /class="btn quiet" href="([^"]*before=\d+)"/.exec(text)?.[1]?.replaceAll('&amp;', '&')
			pages++
		}
		expect([seen.size, pages]).toEqual([63, 2])
		const list = async (query: string) => (await browser.get(`/console/members?${query}`)).text
		expect(await list('reach=unreachable')).toMatch(/Nobody hears(?![\s\S]*Not asked)/)
		expect(await list('reach=not-consenting')).toMatch(/Not asked[\s\S]*Nobody hears/)
		expect(await list('nes=N')).toContain(place)
		expect(await list('nes=S3')).toContain('Nobody matches')
		expect(await list('tier=2&nes=nonsense&before=x')).toContain('Nobody matches')
	})

	test('have a page with the card, why each point is there, and no name that breaks out', async () => {
		const page = await browser.get(place)
		expect(page.text).not.toContain('<img src=x')
		expect(page.text).toContain('HK$2,700 more to Silver')
		expect(page.text).toMatch(/first[\s\S]*HK\$300/)
		expect(page.text).toContain('Joined')
		expect(page.text).toContain('#vip')
		expect(page.text).toContain('+852 ****5432')
		expect(page.text).not.toContain('98765432')
		for (const foreign of ['mem_unknown', 'mem_%27', '7', `rwd_${'a'.repeat(60)}`])
			expect((await browser.get(`/console/members/${foreign}`)).status, foreign).toBe(404)
	})

	test('show their phone to a manager who asks, and that is written down', async () => {
		const { public_id } = await shop.member(memberId)
		await setRole('staff')
		expect((await browser.get(place)).text).not.toContain('Show phones')
		await setRole('manager')
		await browser.get(place)
		const page = await browser.submit(`${place}/phones`)
		expect(page.text).toContain('+85298765432')
		expect(await actionsOf(public_id)).toEqual(['member.reveal-phones'])
		await setRole('owner')
	})

	test('get points by hand once, with a reason, and are told', async () => {
		const form = `${place}/adjust`
		await browser.get(form)
		const wrong = await browser.submit(form, { points: '1.5', reason: '' })
		expect([wrong.status, wrong.text.includes('value="1.5"')]).toEqual([422, true])
		const fields = readForms(wrong.text).find((one) => one.action === form)?.fields
		const before = (await shop.points(memberId)).usable
		const much = await browser.submit(form, { points: '-99999', reason: 'too much' })
		expect([much.status, much.text.includes(`only ${before} can be taken`)]).toEqual([422, true])
		const given = await browser.submit(form, { points: '＋２５', reason: 'sorry <b>' })
		expect(given.text).toContain('sorry &lt;b&gt;')
		await browser.get(form)
		await browser.submit(form, { ...Object.fromEntries(fields ?? []), points: '26', reason: 'first' })
		await browser.get(form)
		await browser.submit(form, { ...Object.fromEntries(fields ?? []), points: '26', reason: 'again' })
		expect((await shop.points(memberId)).usable).toBe(before + 25 + 26)
		const told = await shop.store.db
			.selectFrom('outbox')
			.select('reply')
			.where('kind', '=', 'notice:adjusted')
			.execute()
		expect(told).toHaveLength(2)
	})

	test('a manager moves so many points a day, nobody those of her own membership', async () => {
		await setRole('manager')
		const adjust = async (points: number) => {
			await browser.get(`${place}/adjust`)
			return await browser.submit(`${place}/adjust`, { points: String(points), reason: 'test' })
		}
		const left = MANAGER_POINTS_A_DAY - 51
		expect((await adjust(left + 1)).text).toContain(`${left} left`)
		expect((await adjust(left)).status).toBe(200)
		expect((await adjust(-1)).status).toBe(422)
		shop.clock.advance({ days: 1 })
		expect((await adjust(-1)).status).toBe(200)
		await setRole('owner')
		await shop.store.transact(({ tx }) => tx.updateTable('staff').set({ member_id: memberId }).execute())
		const own = await adjust(1)
		expect([own.status, own.text.includes('nobody may change')]).toEqual([422, true])
		await shop.store.transact(({ tx }) => tx.updateTable('staff').set({ member_id: null }).execute())
	})

	test('get back the points of a coupon that the shop makes void, and another member’s coupon is not there', async () => {
		const reward = await people.offer()
		good(await people.take(memberId, reward.id, 'k1'))
		const before = (await shop.points(memberId)).usable
		const page = await browser.get(place)
		const link = /href="([^"]*\/coupons\/cpn_\w+)"/.exec(page.text)?.[1] ?? ''
		const code = await shop.store.db.selectFrom('coupons').select('code_encrypted').executeTakeFirstOrThrow()
		expect(page.text).not.toContain(shop.store.keys.decrypt(code.code_encrypted))
		const other = (await shop.member(memberId + 1)).public_id
		const foreign = link.replace(place, `/console/members/${other}`)
		expect((await browser.get(foreign)).status).toBe(404)
		await browser.get(link)
		expect((await browser.submit(link, { reason: ' ' })).status).toBe(422)
		const done = await browser.submit(link, { reason: 'wrong tap' })
		expect(done.text).toContain('the points are back')
		expect((await shop.points(memberId)).usable).toBe(before + 100)
		await browser.get(link)
		expect((await browser.submit(link, { reason: 'again' })).text).toContain('the points are back')
		expect((await shop.points(memberId)).usable).toBe(before + 100)
	})

	test('are exported without a code that is still good', async () => {
		const reward = await people.offer()
		good(await people.take(memberId, reward.id, 'k2'))
		const rows = await shop.store.db.selectFrom('coupons').select('code_encrypted').execute()
		await browser.get(place)
		const file = await browser.submit(`${place}/export`)
		expect(file.headers.get('content-disposition')).toBe(`attachment; filename="M0000${memberId}.json"`)
		expect(file.json<{ member: { name: string } }>().member.name).toContain('<img src=x')
		for (const row of rows) expect(file.text).not.toContain(shop.store.keys.decrypt(row.code_encrypted))
		expect(await actionsOf((await shop.member(memberId)).public_id)).toContain('member.export')
	})

	test('are erased when their number is typed, and stay as a number', async () => {
		const form = `${place}/erase`
		await browser.get(form)
		const wrong = await browser.submit(form, { number: 'M99999' })
		expect([wrong.status, wrong.text.includes('value="M99999"')]).toEqual([422, true])
		const page = await browser.submit(form, { number: `m${memberId}` })
		expect(page.text).toContain('who it was is erased')
		expect(page.text).not.toContain('evil')
		expect((await shop.member(memberId)).status).toBe('left')
		expect((await browser.get(form)).status).toBe(404)
		expect((await browser.get('/console/members?q=onerror')).text).toContain('Nobody matches')
	})
})
