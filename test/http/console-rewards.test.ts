import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findReward } from '../../src/store/rewards.ts'
import { type HttpShop, openApp, owner, readForms, type Visitor } from '../support/http-app.ts'
import { databases } from '../support/world.ts'

describe.each(databases)('rewards in the console on %s', (kind) => {
	let shop: HttpShop
	let browser: Visitor
	beforeAll(async () => {
		shop = await openApp(kind)
		browser = shop.browse()
		const path = await shop.newSetUp()
		await browser.get(path)
		await browser.submit(path, owner)
	})
	afterAll(() => shop.close())
	const list = () => shop.store.db.selectFrom('rewards').selectAll().orderBy('id').execute()
	const create = async (rewardKind: string, fields: Record<string, string>) => {
		await browser.get(`/console/rewards/new?kind=${rewardKind}`)
		return await browser.submit('/console/rewards', fields)
	}
	const get = async (id: string) => {
		const row = await findReward(shop.store.db, id)
		if (!row) throw new Error('no reward')
		return { ...row, terms: JSON.parse(row.terms) }
	}

	test('begin with an empty list and a form for each kind that can be offered', async () => {
		const page = await browser.get('/console/rewards')
		expect(page.text).toContain('No rewards yet')
		const kinds = [...page.text.matchAll(/new\?kind=([\w-]+)/g)].map(([, name]) => name)
		expect(kinds).toEqual(['amount-off', 'percent-off', 'free-shipping', 'gift', 'experience'])
		for (const one of kinds) expect((await browser.get(`/console/rewards/new?kind=${one}`)).status).toBe(200)
		for (const one of ['points-as-money', 'constructor', ''])
			expect((await browser.get(`/console/rewards/new?kind=${one}`)).status).toBe(404)
	})

	test('say which fields are wrong and keep what was typed', async () => {
		const typed = {
			amountMinor: '<b>',
			costPoints: '1.5',
			validityDays: '0',
			saleFrom: '2026-02-02',
			saleUntil: '2026-02-01',
		}
		const { status, text } = await create('amount-off', typed)
		expect(status).toBe(422)
		for (const name of ['amountMinor', 'costPoints', 'validityDays', 'saleUntil'])
			expect(text, name).toContain(`<a href="#${name}">`)
		expect(text).toContain('value="&lt;b&gt;"')
		expect(await list()).toEqual([])
		expect((await create('gift', { costPoints: '5' })).text).toContain('<a href="#product.zh">')
	})

	test('are made once, with every field', async () => {
		await browser.get('/console/rewards/new?kind=percent-off')
		const form = readForms((await browser.get('/console/rewards/new?kind=percent-off')).text).find(
			(one) => one.action === '/console/rewards',
		)
		const fields = {
			...Object.fromEntries(form?.fields ?? []),
			percent: '15',
			ceilingMinor: '50',
			costPoints: '２００',
			'title.zh': '八五折',
			'title.en': '15 % off',
			minimumMinor: '100.50',
			validity: 'until',
			validityOn: '2026-12-31',
			combinable: '1',
			stock: '0',
			perMemberLimit: '2',
			tierId: '1',
			saleFrom: '2026-03-01',
			saleUntil: '2026-03-31',
		}
		for (let n = 0; n < 2; n++) {
			await browser.get('/console/rewards/new?kind=percent-off')
			await browser.submit('/console/rewards', fields)
			expect(browser.place()).toBe('/console/rewards?done=saved')
		}
		const [made, ...others] = await list()
		expect(others).toEqual([])
		expect(made).toMatchObject({ cost_points: 200, stock: 0, per_member_limit: 2, tier_id: 1, usable_at: 'counter' })
		expect(JSON.parse(made?.terms ?? '')).toEqual({
			percent: 15,
			ceilingMinor: 5_000,
			title: { 'zh-HK': '八五折', 'zh-Hant': '八五折', en: '15 % off' },
			minimumMinor: 10_050,
			validity: { mode: 'until', on: 20_818 },
			combinable: true,
		})
		expect([made?.on_sale_from, made?.on_sale_until]).toEqual(
			['2026-03-01T00:00:00+08:00', '2026-04-01T00:00:00+08:00'].map(Date.parse),
		)
		const page = (await browser.get(`/console/rewards/${made?.public_id}`)).text
		for (const value of ['100.50', '2026-12-31', '2026-03-31', '八五折']) expect(page).toContain(`value="${value}"`)
	})

	test('are changed at the version that was looked at; whoever is late is told and loses nothing', async () => {
		const [row] = await list()
		const place = `/console/rewards/${row?.public_id}`
		await browser.get(place)
		await browser.submit(place, { costPoints: '250', ceilingMinor: '', combinable: '' })
		const changed = await get(row?.public_id ?? '')
		expect(changed).toMatchObject({ version: 2, cost_points: 250, terms: { percent: 15 } })
		expect(changed.terms).not.toHaveProperty('ceilingMinor')
		await browser.get(place)
		const late = await browser.submit(place, { costPoints: '300', version: '1' })
		expect(late.status).toBe(422)
		expect(late.text).toContain('Somebody else changed it')
		expect(late.text).toContain('value="300"')
		await browser.submit(place)
		expect(await get(row?.public_id ?? '')).toMatchObject({ version: 3, cost_points: 300 })
	})

	test('are taken off sale and put back, each noted', async () => {
		const [row] = await list()
		const action = `/console/rewards/${row?.public_id}/active`
		for (const active of [0, 1]) {
			await browser.get('/console/rewards')
			await browser.submit(action)
			expect((await get(row?.public_id ?? '')).active).toBe(active)
		}
		await browser.get('/console/rewards')
		expect((await browser.submit(action, { version: '1' })).text).toContain('Somebody else changed it')
		const rows = await shop.store.db.selectFrom('audit').select('action').where('action', 'like', 'reward.%').execute()
		expect(rows.map((one) => one.action)).toEqual([
			'reward.create',
			'reward.update',
			'reward.update',
			'reward.switch-off',
			'reward.switch-on',
		])
	})

	test('form a ladder that is looked at: the first rung far, value that falls, too much given back', async () => {
		await create('amount-off', { amountMinor: '2000', costPoints: '150' })
		await create('amount-off', { amountMinor: '1', costPoints: '400' })
		const member = await shop.join()
		await shop.order({ memberId: member, eligibleMinor: 10_000 })
		const { text } = await browser.get('/console/rewards')
		expect(text).toContain('needs 15 orders')
		expect(text).toContain('Gives back 133.3% of the spend')
		expect(text).toContain('Gives less per point')
	})

	test('take codes of the web shop, pasted or from a file, and list what was not taken', async () => {
		await create('free-shipping', { costPoints: '90', codeSource: 'pool' })
		const [row] = (await list()).slice(-1)
		expect(row).toMatchObject({ code_source: 'pool', usable_at: 'online' })
		const place = `/console/rewards/${row?.public_id}/pool`
		await browser.get(place)
		expect((await browser.submit(place, { codes: ' \n' })).status).toBe(422)
		const pasted = await browser.submit(place, { codes: 'Code\nAAA1\n aaa1 \nB B\n"CCC1",x\n\nDDD1' })
		expect(pasted.text).toContain('3 accepted, 1 there already, 2 not usable')
		expect(pasted.text).not.toContain('CCC1</td>')
		const fields = readForms((await browser.get(place)).text).find((one) => one.action === place)?.fields ?? []
		const body = new FormData()
		for (const [name, value] of fields) if (name !== 'file') body.set(name, value)
		body.set('file', new File(['\uFEFFEEE1\r\nAAA1\r\n'], 'codes.csv'))
		const request = new Request('http://localhost', { method: 'POST', body })
		const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
		const headers = { cookie, 'content-type': request.headers.get('content-type') ?? '' }
		const sent = { headers, body: await request.text() }
		expect((await shop.send('POST', place, sent)).text).toContain('1 accepted, 1 there already, 0 not usable')
		expect((await shop.send('POST', place, sent)).headers.get('location')).toBe(place)
		const own = (await list())[0]?.public_id
		expect((await browser.get(`/console/rewards/${own}/pool`)).status).toBe(404)
		expect((await browser.get('/console/rewards/rwd_unknown')).status).toBe(404)
	})
})
