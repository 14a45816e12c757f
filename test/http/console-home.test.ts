import { expect, test } from 'vitest'
import { dayOf } from '../../src/domain/calendar.ts'
import { getFigures } from '../../src/http/console/figures.ts'
import { reportMeasures } from '../../src/segments/report-measures.ts'
import { openApp, owner } from '../support/http-app.ts'
import { peopleOf } from '../support/people.ts'
import { rulesWith } from '../support/shop.ts'
import { databases } from '../support/world.ts'

test.each(databases)('the first page on %s shows the measures, the weeks and what points are worth', async (kind) => {
	const shop = await openApp(kind)
	const browser = shop.browse()
	const path = await shop.newSetUp()
	await browser.get(path)
	const empty = await browser.submit(path, owner)
	expect(empty.text).toMatch(/Repurchase rate[\s\S]*?<td class="num">–/)
	expect(empty.text).toContain('No orders yet.')
	expect((await browser.get('/console/members')).text).toContain('Nobody has joined yet.')
	const { enter, give, offer } = peopleOf(shop)
	const { memberId } = await enter('1')
	const other = await enter('2')
	await give(memberId, 500)
	await offer()
	await shop.order({ memberId, eligibleMinor: 10_000 })
	shop.clock.advance({ days: 1 })
	await shop.order({ memberId, eligibleMinor: 20_000 })
	await shop.order({ memberId: other.memberId, eligibleMinor: 30_000 })
	await shop.order({ eligibleMinor: 40_000 })
	const { text } = await browser.get('/console')
	const { db, now } = shop.store
	const today = dayOf(now(), 'Asia/Hong_Kong')
	const measures = await reportMeasures(db, { from: today - 29, to: today })
	expect(measures).toMatchObject({ orders: 4, customers: 3, repurchaseRate: 1 / 3 })
	expect(text).toMatch(/Repurchase rate[\s\S]*?<td class="num">33.3%<\/td><td class="num">33.3%</)
	expect(text).toMatch(/Average order[\s\S]*?<td class="num">HK\$250</)
	expect(text).toMatch(/Orders per customer[\s\S]*?<td class="num">1.33</)
	expect(text.match(/<rect/g)).toHaveLength(26)
	expect(text).toContain('aria-label="Orders of members in 26 weeks; the most, 3, in the week of 9 Mar 2026"')
	// 500 given, 50 + 50 for joining with a phone still pending or not, and 10 + 20 + 30 of the orders, at HK$10 for 100
	const sums = await db
		.selectFrom('members')
		.select((eb) => [eb.fn.sum<number>('usable').as('usable'), eb.fn.sum<number>('pending').as('pending')])
		.executeTakeFirstOrThrow()
	expect(sums.usable + sums.pending).toBeGreaterThanOrEqual(560)
	const worth = Math.round((sums.usable + sums.pending) * 10) / 100
	expect(text).toContain(`HK$${worth.toFixed(2).replace('.00', '')}`)
	await shop.close()
})

test('figures of two who look at once are reckoned once', async () => {
	const shop = await openApp('sqlite')
	const [first, second] = await Promise.all([getFigures(shop.store), getFigures(shop.store)])
	expect(first).toBe(second)
	expect(await getFigures(shop.store)).not.toBe(first)
	await shop.close()
})

test('the first page says that the points of a campaign are spent, as long as it runs', async () => {
	const campaign = {
		id: 'spring',
		name: { 'zh-HK': '春日雙倍', 'zh-Hant': '春季雙倍', en: 'Spring <b>' },
		startsAt: Date.parse('2026-03-01T00:00:00Z'),
		endsAt: Date.parse('2026-03-12T00:00:00Z'),
		multiplierHundredths: 200,
		budgetPoints: 15,
	}
	const shop = await openApp('sqlite', { rules: rulesWith({ campaigns: [campaign] }) })
	const browser = shop.browse()
	const path = await shop.newSetUp()
	await browser.get(path)
	await browser.submit(path, owner)
	// what the set-up published has no campaign
	await shop.publish(rulesWith({ campaigns: [campaign] }))
	shop.clock.advance({ minutes: 1 })
	const memberId = await shop.join()
	const told = async () => (await browser.get('/console')).text.includes('“Spring &lt;b&gt;” are spent')
	await shop.order({ memberId })
	expect(await told()).toBe(false)
	await shop.order({ memberId })
	expect(await told()).toBe(true)
	shop.clock.set('2026-03-12T00:00:00Z')
	await browser.get('/login')
	await browser.submit('/login', { login: owner.login, password: owner.password })
	expect(await told()).toBe(false)
	await shop.close()
})
