import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freshProgram } from '../../src/domain/program.ts'
import { getProgramAt } from '../../src/store/programs.ts'
import { getSettings } from '../../src/store/settings.ts'
import { findStaffByLogin, listStaff } from '../../src/store/staff.ts'
import { type HttpShop, openApp, owner, readForms, type Visitor } from '../support/http-app.ts'
import { rulesWith } from '../support/shop.ts'
import { databases } from '../support/world.ts'

describe.each(databases)('the shop in the console on %s', (kind) => {
	let shop: HttpShop
	let browser: Visitor
	let woken = 0
	beforeAll(async () => {
		shop = await openApp(kind, { needs: { wakeJobs: () => woken++ } })
		browser = shop.browse()
		const path = await shop.newSetUp()
		await browser.get(path)
		await browser.submit(path, owner)
	})
	afterAll(() => shop.close())
	const audit = async () => {
		const rows = await shop.store.db.selectFrom('audit').select('action').orderBy('id').execute()
		return rows.map((row) => row.action)
	}
	const program = async () => (await getProgramAt(shop.store.db, shop.clock())).rules

	describe('settings', () => {
		test('keep what was typed and name the fields that are wrong', async () => {
			await browser.get('/console/shop')
			const typed = { shopName: '', url: 'javascript:alert(1)', perDay: '11', quietFrom: '25:00', bulkPerSecond: '0' }
			const { status, text } = await browser.submit('/console/shop', { ...typed, contact: 'x'.repeat(10_000) })
			expect(status).toBe(422)
			for (const name of [...Object.keys(typed), 'contact']) expect(text, name).toContain(`<a href="#${name}">`)
			expect(text).toContain('value="javascript:alert(1)"')
		})

		test('are saved with what the page does not show, and not over somebody else’s', async () => {
			const before = await getSettings(shop.store.db)
			await browser.get('/console/shop')
			const twin = readForms((await browser.get('/console/shop')).text).find((one) => one.action === '/console/shop')
			await browser.submit('/console/shop', { contact: '9123 4567', quietFrom: '22:30', perDay: '0' })
			const after = await getSettings(shop.store.db)
			const promotions = { ...before.promotions, quietFrom: 22 * 60 + 30, perDay: 0 }
			expect(after).toEqual({ ...before, contact: '9123 4567', promotions })
			await browser.get('/console/shop')
			const version = twin?.fields.find(([name]) => name === 'version')?.[1] ?? ''
			const late = await browser.submit('/console/shop', { hours: '9–5', version })
			expect([late.status, late.text.includes('Somebody else'), late.text.includes('value="9–5"')]).toEqual([
				422,
				true,
				true,
			])
			expect((await getSettings(shop.store.db)).hours).toBe('')
			expect(await audit()).toContain('settings.change')
		})
	})

	describe('the programme', () => {
		const preview = async (fields: Record<string, string>) => {
			await browser.get('/console/program')
			return await browser.submit('/console/program', { ...fields, do: 'preview' })
		}

		test('is not published by a look at what would change', async () => {
			expect(await program()).toEqual(freshProgram('HKD'))
			const page = await preview({ 'earning.unitMinor': '5', 'tiers.1.name.en': 'Silver <b>', 'expiry.mode': 'never' })
			expect(page.text).toMatch(/for each[\s\S]*?<td>10.00<\/td>\s*<td><b>5.00</)
			expect(page.text).toContain('Silver &lt;b&gt;')
			expect(page.text).toContain('from the moment it is published')
			expect(await program()).toEqual(freshProgram('HKD'))
			const back = await browser.submit('/console/program', { do: 'edit' })
			expect(back.text).toContain('value="5"')
		})

		test('refuses what is no number, what does not rise, a day that is over, and nothing at all', async () => {
			const typed = { 'welcome.points': '-1', 'tiers.2.upgrade.spendMinor': '1,000,000,000,000' }
			const wrong = await preview({ ...typed, from: '2026-03-10' })
			expect(wrong.status).toBe(422)
			for (const name of [...Object.keys(typed), 'from']) expect(wrong.text, name).toContain(`<a href="#${name}">`)
			const falling = await preview({ 'tiers.2.upgrade.spendMinor': '3000' })
			expect(falling.text).toContain('<a href="#tiers.2.upgrade.spendMinor">')
			const nothing = await preview({})
			expect([nothing.status, nothing.text.includes('Nothing was changed')]).toEqual([422, true])
		})

		test('is published once, from a day on, and keeps everything the page does not show', async () => {
			const special = rulesWith({ thresholdBonuses: [{ spendMinor: 50_000, points: 20 }], replacementDays: 45 })
			await shop.publish(special)
			shop.clock.advance({ minutes: 1 })
			const fields = {
				'welcome.points': '80',
				'tiers.1.upgrade.spendMinor': '2500',
				'tiers.1.validMonths': '',
				'referral.friend.onFirstOrder': '30',
				'referral.referrer.onJoinWhen': 'at-once',
				'expiry.mode': 'inactivity',
				'expiry.months': '6',
			}
			const page = await preview({ ...fields, from: '2026-03-20' })
			expect(page.text).toContain('20 Mar, 00:00')
			const form = readForms(page.text).find((one) => one.action === '/console/program')
			woken = 0
			for (let n = 0; n < 2; n++) {
				await preview({ ...fields, from: '2026-03-20' })
				expect(woken).toBe(n)
				await browser.submit('/console/program', { ...Object.fromEntries(form?.fields ?? []), do: 'publish' })
				expect(browser.place()).toBe('/console/program?done=published')
			}
			expect(await program()).toEqual(special)
			shop.clock.set('2026-03-19T16:00:00Z')
			const expected = structuredClone(special)
			expected.welcome.points = 80
			expected.referral.friend.onFirstOrder = 30
			expected.referral.referrer.onJoinWhen = 'at-once'
			expected.expiry = { mode: 'inactivity', months: 6 }
			const silver = expected.tiers[1]
			if (!silver?.upgrade) throw new Error('no second tier')
			silver.upgrade.spendMinor = 250_000
			silver.validMonths = null
			expect(await program()).toEqual(expected)
			expect((await audit()).filter((action) => action === 'program.publish')).toHaveLength(1)
		})

		test('tells whoever looked at a version that is no longer in force', async () => {
			// nine days later the session is over
			await browser.get('/login')
			await browser.submit('/login', { login: owner.login, password: owner.password })
			const page = await preview({ 'welcome.points': '90' })
			expect(page.status).toBe(200)
			await shop.publish(rulesWith({ welcome: { points: 10 } }))
			shop.clock.advance({ minutes: 1 })
			const late = await browser.submit('/console/program', { do: 'publish' })
			expect([late.status, late.text.includes('Somebody else changed it')]).toEqual([422, true])
			expect((await program()).welcome.points).toBe(10)
		})
	})

	describe('people', () => {
		const person = async (name: string) => (await listStaff(shop.store.db)).find((one) => one.name === name)
		let token = ''

		test('are let in by links that are shown once', async () => {
			await browser.get('/console/staff')
			expect((await browser.submit('/console/staff', { name: ' ', role: 'king' })).status).toBe(422)
			await browser.get('/console/staff')
			const form = readForms((await browser.get('/console/staff')).text).find((one) => one.action === '/console/staff')
			const fields = { ...Object.fromEntries(form?.fields ?? []), name: 'Bo <b>', role: 'manager' }
			const page = await browser.submit('/console/staff', fields)
			expect(page.text).toContain('Bo &lt;b&gt;')
			token = /\/invite\/([\w-]{32})/.exec(page.text)?.[1] ?? ''
			await browser.get('/console/staff')
			expect((await browser.submit('/console/staff', fields)).text).not.toContain('/invite/')
			expect((await listStaff(shop.store.db)).filter((one) => one.name === 'Bo <b>')).toHaveLength(1)
			const links = await shop.store.db.selectFrom('one_time_links').select('token_hash').execute()
			expect(JSON.stringify(links)).not.toContain(token)
		})

		test('choose how they sign in, once', async () => {
			const guest = shop.browse()
			const place = `/invite/${token}`
			await guest.get(place)
			const wrong = await guest.submit(place, { login: 'bo', password: 'short' })
			expect([wrong.status, wrong.text.includes('value="bo"')]).toEqual([422, true])
			expect((await guest.submit(place, { login: 'Kelly', password: owner.password })).text).toContain('is taken')
			await guest.submit(place, { login: 'Bobo', password: 'a long enough one' })
			expect(guest.place()).toBe('/console')
			expect((await findStaffByLogin(shop.store.db, 'bobo'))?.role).toBe('manager')
			expect((await shop.browse().get(place)).status).toBe(404)
			expect((await guest.get('/console/staff')).status).toBe(403)
		})

		test('get another role, which counts at once, and end with everything they had', async () => {
			const guest = shop.browse()
			await guest.get('/login')
			await guest.submit('/login', { login: 'bobo', password: 'a long enough one' })
			const bo = await person('Bo <b>')
			const place = `/console/staff/${bo?.public_id}`
			await browser.get('/console/staff')
			await browser.submit(`${place}/role`, { role: 'owner' })
			expect((await guest.get('/console/staff')).status).toBe(200)
			await guest.get('/console/keys')
			const made = await guest.submit('/console/keys', { name: 'till', scope: 'members:read' })
			const key = /value="(suki_[\w-]+)"/.exec(made.text)?.[1] ?? ''
			expect((await shop.api('/members', { key })).status).not.toBe(401)
			await browser.get('/console/staff')
			await browser.submit(`${place}/revoke`)
			expect((await guest.get('/console')).text).toContain('action="/login"')
			expect((await shop.api('/members', { key })).status).toBe(401)
			expect((await person('Bo <b>'))?.revoked_at).toBe(shop.clock())
			await browser.get('/console/staff')
			expect(() => browser.submit(`${place}/role`)).toThrow()
		})

		test('cannot touch themselves: an owner stays', async () => {
			const kelly = await person(owner.ownerName)
			const form = readForms((await browser.get('/console/staff')).text)[0]?.fields ?? []
			const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
			const body = new URLSearchParams([...form, ['role', 'staff']]).toString()
			const headers = { cookie, 'content-type': 'application/x-www-form-urlencoded' }
			for (const act of ['role', 'revoke', 'links'])
				expect((await shop.send('POST', `/console/staff/${kelly?.public_id}/${act}`, { headers, body })).status).toBe(
					404,
				)
		})
	})

	test('API keys are shown once, may only what was ticked, and end when revoked', async () => {
		await browser.get('/console/keys')
		expect((await browser.submit('/console/keys', { name: 'web' })).text).toContain('tick at least one')
		const made = await browser.submit('/console/keys', { name: 'web', scope: ['coupons:use', 'nonsense'] })
		const key = /value="(suki_[\w-]+)"/.exec(made.text)?.[1] ?? ''
		expect((await shop.api('/members', { key })).status).toBe(403)
		const list = await browser.get('/console/keys')
		expect(list.text).not.toContain(key)
		expect(list.text).toContain(`…${key.slice(-4)}`)
		const action = /action="(\/console\/keys\/key_\w+\/revoke)"/.exec(list.text)?.[1] ?? ''
		await browser.submit(action)
		expect((await shop.api('/members', { key })).status).toBe(401)
	})

	test('the audit tells who did what, page by page', async () => {
		const first = await browser.get('/console/audit')
		for (const action of ['api-key.revoke', 'staff.role', 'program.publish']) expect(first.text).toContain(action)
		for (const words of ['ended an API key', 'changed a role', 'published the programme', 'role: '])
			expect(first.text).toContain(words)
		expect(first.text).not.toContain('{&quot;')
		expect(first.text).toContain('Kelly Wong')
		await shop.store.transact(({ tx }) =>
			tx
				.insertInto('audit')
				.values(Array.from({ length: 60 }, (_, n) => ({ at: n, actor: 'cli', action: `filler-${n}` })))
				.execute(),
		)
		const page = await browser.get('/console/audit')
		const more = /href="(\/console\/audit\?before=\d+)"/.exec(page.text)?.[1] ?? ''
		expect(page.text).toContain('filler-10')
		expect(page.text).not.toContain('filler-9<')
		expect((await browser.get(more)).text).toContain('filler-9<')
	})
})
