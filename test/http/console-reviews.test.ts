import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type HttpShop, openApp, owner, type Visitor } from '../support/http-app.ts'
import { peopleOf } from '../support/people.ts'
import { rulesWith } from '../support/shop.ts'
import { databases } from '../support/world.ts'

describe.each(databases)('what waits for a decision on %s', (kind) => {
	let shop: HttpShop
	let browser: Visitor
	let people: ReturnType<typeof peopleOf>
	beforeAll(async () => {
		shop = await openApp(kind, { rules: rulesWith({ referral: { limits: { joinsPerDay: 1 } } }) })
		people = peopleOf(shop)
		browser = shop.browse()
		const path = await shop.newSetUp()
		await browser.get(path)
		await browser.submit(path, owner)
	})
	afterAll(() => shop.close())
	const decide = async (decision: 'accept' | 'refuse', nth = 0) => {
		const { text } = await browser.get('/console/reviews')
		const actions = [...text.matchAll(/action="(\/console\/reviews\/[^"]+)"/g)].map(([, action = '']) => action)
		return await browser.submit(actions[nth] ?? 'none', { decision })
	}

	test('is nothing in a new shop, and is named on the first page once there is something', async () => {
		expect((await browser.get('/console/reviews')).text.match(/Nothing is waiting/g)).toHaveLength(2)
		const memberId = await shop.join()
		await shop.order({ memberId, source: 'counter', externalId: 'one' })
		await shop.order({ memberId, source: 'pos', externalId: '<b>two' })
		expect((await browser.get('/console')).text).toContain('href="/console/reviews"')
		const page = await browser.get('/console/reviews')
		expect(page.text).toContain('pos &lt;b&gt;two')
		expect(page.text).toContain('looks like another order')
	})

	test('a held order counts when somebody says so, once, but not for her own membership', async () => {
		const memberId = 1
		const before = (await shop.points(memberId)).usable
		const setOwn = (member_id: number | null) =>
			shop.store.transact(({ tx }) => tx.updateTable('staff').set({ member_id }).execute())
		await setOwn(memberId)
		expect((await decide('accept')).text).toContain('nobody may change the points of their own')
		await setOwn(null)
		expect((await shop.points(memberId)).usable).toBe(before)
		expect((await decide('accept')).text).toContain('Decided.')
		expect((await shop.points(memberId)).usable).toBe(before + 10)
		const again = await shop.store.db.selectFrom('order_reviews').select(['decision', 'decided_by']).execute()
		expect(again).toEqual([{ decision: 'release', decided_by: expect.stringMatching(/^stf_/) }])
	})

	test('an order in another currency can only be dropped', async () => {
		await shop.order({ memberId: 1, currency: 'USD', externalId: 'usd' })
		const page = await browser.get('/console/reviews')
		expect(page.text).toContain('US$100')
		expect(page.text).not.toContain('>Count it<')
		expect((await decide('refuse')).text).toContain('Decided.')
		expect((await browser.get('/console/reviews')).text.match(/Nothing is waiting/g)).toHaveLength(2)
	})

	test('a referral over the limit is rewarded, or refused for good', async () => {
		const referrer = await people.enter('900')
		const code = (await shop.member(referrer.memberId)).referral_code
		for (const name of ['a', 'b', 'c']) {
			const addressId = await people.meet(name)
			await people.click(addressId, code)
			await people.join(addressId, { name: `Friend ${name}` })
		}
		expect((await browser.get('/console/reviews')).text).toContain('over the limit of a day')
		await decide('accept')
		await decide('refuse')
		const states = await shop.store.db.selectFrom('referrals').select('state').orderBy('id').execute()
		expect(states.map((row) => row.state)).toEqual(['joined', 'joined', 'refused'])
		const actions = await shop.store.db
			.selectFrom('audit')
			.select('action')
			.where('action', 'like', 'review.%')
			.execute()
		expect(actions.map((row) => row.action)).toEqual([
			'review.order',
			'review.order',
			'review.referral',
			'review.referral',
		])
		expect((await browser.get('/console/reviews/orders/0')).status).toBe(405)
	})
})
