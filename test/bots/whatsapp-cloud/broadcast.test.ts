import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { abilitiesOf } from '../../../bots/whatsapp-cloud/index.ts'
import { promotionFacts, promotionFrame } from '../../../src/conversation/promotion-words.ts'
import { getByPublicId } from '../../../src/messaging/compose.ts'
import { createMessaging } from '../../../src/messaging/start.ts'
import { getSettings } from '../../../src/store/settings.ts'
import { openCloudDesk } from '../../../src/whatsapp-cloud.ts'
import { insertPeople } from '../../support/audience.ts'
import { type HttpShop, openApp, owner, type Visitor } from '../../support/http-app.ts'
import { createTestChannel, createTestNode } from '../../support/test-channel.ts'
import { databases } from '../../support/world.ts'
import { type Harness, startHarness } from './harness.ts'

const HOUR = 3_600_000

describe.each(databases)('a broadcast on the Cloud API on %s', (kind) => {
	let harness: Harness
	let shop: HttpShop
	let browser: Visitor
	beforeAll(async () => {
		harness = await startHarness()
		const { templates } = harness.emulator
		templates.add({
			name: 'spring_sale',
			language: 'en',
			text: 'Hello {{1}}, {{2}} off until Sunday. Reply STOP to stop.',
		})
		templates.add({ name: 'waits', language: 'en', text: 'Not yet', status: 'PENDING' })
		const telegram = createTestChannel('telegram')
		const cloud = { name: 'whatsapp-cloud', abilities: abilitiesOf({ perSecond: 80 }) } as const
		shop = await openApp(kind, {
			needs: {
				whatsappCloud: await openCloudDesk(harness.channel),
				channels: [telegram, harness.channel],
				broadcasts: { sentences: promotionFrame, factsOf: promotionFacts, channels: [telegram, cloud] },
			},
		})
		const person = { channel: 'whatsapp-cloud' }
		const ids = await insertPeople(shop.store, [{ ...person, name: 'Ann' }, person, person, { channel: 'telegram' }])
		await shop.store.transact(async ({ tx, now }) => {
			for (const [index, id] of ids.entries())
				await tx
					.updateTable('addresses')
					.set({
						...(index < 3 ? { address: `phone:8529123000${index}` } : {}),
						// the first wrote an hour ago, the others yesterday
						last_inbound_at: now - (index === 0 ? HOUR : 25 * HOUR),
					})
					.where('member_id', '=', id)
					.execute()
		})
		browser = shop.browse()
		const path = await shop.newSetUp()
		await browser.get(path)
		await browser.submit(path, owner)
	})
	afterAll(async () => {
		await shop.close()
		await harness.close()
	})

	const compose = async (fields: Record<string, string | string[]>) => {
		await browser.get('/console/broadcasts/new')
		return await browser.submit('/console/broadcasts', {
			name: 'Spring',
			'text.en': 'Hello {name}',
			do: 'save',
			...fields,
		})
	}

	test('prices and the cap are the merchant’s, and what is no price is named', async () => {
		await browser.get('/console/whatsapp')
		const bad = await browser.submit('/console/whatsapp/prices', { marketing: 'much', currency: 'GOLD', cap: '1.234' })
		expect(bad.status).toBe(422)
		for (const name of ['marketing', 'currency', 'cap']) expect(bad.text).toContain(`<a href="#${name}">`)
		await browser.submit('/console/whatsapp/prices', {
			currency: 'HKD',
			marketing: '0.5767',
			service: '0.1',
			cap: '1.2',
		})
		expect((await getSettings(shop.store.db)).whatsappCloud.prices).toEqual({
			currency: 'HKD',
			marketing: '0.5767',
			utility: '0',
			service: '0.1',
			broadcastCapMinor: 120,
		})
		const { text } = await browser.get('/console/whatsapp')
		expect(text).toContain('Hello {{1}}, {{2}} off until Sunday.')
		expect(text).toContain('PENDING')
		expect(text).toContain('value="1.2"')
		expect(text).toContain('0 notices in 30 days')
	})

	test('says who can only be reached by a template, and what it costs at most', async () => {
		const { text } = await compose({})
		expect(text).toContain('2 people on WhatsApp have not written for a day')
		// two by template at 0.5767, one in an open chat at 0.1: 1.2534
		expect(text).toContain('WhatsApp charges at most HK$1.26')
		expect(text).toContain('your cap is HK$1.20')
		expect(text).not.toContain('/send"')
		const only = await compose({ channel: 'telegram' })
		expect(only.text).not.toContain('have not written for a day')
		expect(only.text).toContain('/send"')
	})

	test('only approved templates can be chosen, each gap filled, and the preview shows them filled', async () => {
		const form = (await browser.get('/console/broadcasts/new')).text
		expect(form).toContain('spring_sale (en): Hello {{1}}, {{2}} off')
		expect(form).not.toContain('waits (en)')
		const gone = await compose({ 'template.en': 'waits/en' })
		expect([gone.status, gone.text.includes('no such approved template')]).toEqual([422, true])
		const few = await compose({ 'template.en': 'spring_sale/en', 'gaps.en': '{name}' })
		expect([few.status, few.text.includes('the template has 2 gaps, not 1')]).toEqual([422, true])
		const { text } = await compose({ 'template.en': 'spring_sale/en', 'gaps.en': '{name}\n20 %' })
		expect(text).toContain('Hello Ann, 20 % off until Sunday.')
		expect(text).not.toContain('have not written for a day')
	})

	test('goes out by template to whom is late and as free text to the others', async () => {
		await browser.get('/console/whatsapp')
		await browser.submit('/console/whatsapp/prices', { cap: '' })
		await compose({ 'template.en': 'spring_sale/en', 'gaps.en': '{name}\n20 %', channel: 'whatsapp-cloud' })
		const publicId = browser.place().match(/brd_\w+/)?.[0] ?? ''
		await browser.submit(`/console/broadcasts/${publicId}/send`)
		const people = [0, 1, 2].map((n) => harness.emulator.person(`8529123000${n}`, { name: `P${n}` }))
		// the platform has its own idea of the window
		await people[0]?.says('hi')
		const messaging = createMessaging(createTestNode(shop.store, 'a'), {
			channels: [harness.channel],
			sentences: promotionFrame,
			factsOf: promotionFacts,
			handle: async () => {},
			apologise: async () => {},
		})
		await messaging.start()
		await expect
			.poll(async () => (await getByPublicId(shop.store.db, publicId)).state, { timeout: 15_000 })
			.toBe('done')
		await messaging.stop()
		const newest = async (n: number) => (await people[n]?.sees())?.messages.at(-1)?.text
		expect(await newest(0)).toContain('Hello Ann')
		expect(await newest(1)).toBe('Hello Member 2, 20 % off until Sunday. Reply STOP to stop.')
		expect(harness.emulator.violations).toEqual([])
	})
})
