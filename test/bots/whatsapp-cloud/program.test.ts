import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { listNoticeTemplates } from '../../../src/domain/notice-templates.ts'
import { doctor } from '../../../src/loyalty/doctor.ts'
import { createBroadcast } from '../../../src/messaging/compose.ts'
import { getSettings, setSettings } from '../../../src/store/settings.ts'
import { type Program, startProgram } from '../../support/program.ts'
import { CloudEmulator } from '../../support/whatsapp-cloud/emulator.ts'
import type { Person } from '../../support/whatsapp-cloud/person.ts'
import { databases, openTestStore, type TestStore } from '../../support/world.ts'

const HOUR = 3_600_000

describe.each(databases)('the whole program on the Cloud API, on %s', (kind) => {
	let world: TestStore
	let emulator: CloudEmulator
	let program: Program

	beforeEach(async () => {
		world = await openTestStore(kind)
		emulator = await new CloudEmulator().start()
		for (const { name, language, text } of listNoticeTemplates())
			emulator.templates.add({ name, language, text, category: 'UTILITY' })
		const { token, appSecret, verifyToken, phoneNumberId, businessAccountId } = emulator.options
		program = await startProgram({
			...(kind === 'postgres' ? { databaseUrl: world.url } : {}),
			env: {
				WHATSAPP_DRIVER: 'cloud',
				WHATSAPP_CLOUD_TOKEN: token,
				WHATSAPP_CLOUD_PHONE_NUMBER_ID: phoneNumberId,
				WHATSAPP_CLOUD_BUSINESS_ACCOUNT_ID: businessAccountId,
				WHATSAPP_CLOUD_APP_SECRET: appSecret,
				WHATSAPP_CLOUD_VERIFY_TOKEN: verifyToken,
				WHATSAPP_CLOUD_API_ROOT: emulator.root,
			},
		})
		emulator.webhookUrl = `${program.url}/webhooks/whatsapp`
		await program.store.transact(async ({ tx }) => {
			const settings = await getSettings(tx)
			const promotions = { ...settings.promotions, quietFrom: 0, quietUntil: 0 }
			await setSettings(tx, { ...settings, locale: 'en', promotions })
		})
	})
	afterEach(async () => {
		await program.stop()
		await emulator.stop()
		await world.close()
		expect(emulator.violations).toEqual([])
	})

	const shows = (person: Person, words: RegExp) =>
		person.waitFor(({ messages }) => messages.some(({ from, text }) => from === 'shop' && words.test(text)))
	const join = async (phone: string, name: string) => {
		const person = emulator.person(phone, { name })
		await person.says('join')
		await person.waitFor(({ messages }) => messages.some(({ buttons }) => buttons.length > 0))
		await person.presses('Join & get offers')
		await shows(person, /M0000\d/)
		return person
	}

	/** As if she had last written that long ago, here and at WhatsApp. */
	const silence = async ({ human, userId }: Person, hours: number) => {
		human.lastWroteAt -= hours * HOUR
		await program.store.transact(({ tx }) =>
			tx
				.updateTable('addresses')
				.set({ last_inbound_at: human.lastWroteAt })
				.where('address', '=', `bsuid:${userId}`)
				.execute(),
		)
	}

	test('the webhook of the server: handshake, signature, and a body larger than other routes take', async () => {
		expect(await emulator.verifyWebhook()).toBe(true)
		expect(await emulator.verifyWebhook('wrong-token')).toBe(false)
		expect(await emulator.webhook.post('{}', 'sha256=0')).toBe(401)
		expect(await emulator.webhook.post(JSON.stringify({ x: 'x'.repeat(2_000_000) }))).toBe(200)
		expect(await emulator.webhook.post(JSON.stringify({ x: 'x'.repeat(4_000_000) }))).toBe(413)
		const health = await fetch(`${program.url}/readyz`).then((answer) => answer.json())
		expect(health).toMatchObject({ channels: { 'whatsapp-cloud': 'up' } })
	})

	test('join in two messages; a notice in words today, by its template tomorrow', async () => {
		const amy = await join('85291234567', 'Amy')
		expect((await amy.sees()).messages.filter(({ from }) => from === 'person')).toHaveLength(2)
		const found = await program.store.db.selectFrom('members').select('public_id').executeTakeFirstOrThrow()
		const order = (externalId: string) =>
			program.api('POST', '/orders', {
				source: 'counter',
				externalId,
				memberId: found.public_id,
				placedAt: new Date().toISOString(),
				paidAt: new Date().toISOString(),
				currency: 'HKD',
				eligibleMinor: 88_000,
			})
		expect((await order('A-1')).status).toBe(201)
		await shows(amy, /for order A-1/)
		await silence(amy, 25)
		expect((await order('A-2')).status).toBe(201)
		await shows(amy, /^Order A-2 \(HK\$880\) earned you/)
		const last = (await amy.sees()).messages.at(-1)
		expect(last?.template).toBe('suki_earned_v1')
		expect(await doctor(program.store.db, program.store.now())).toEqual({ ok: true, problems: [] })
	})

	test('a broadcast: words inside the window, the approved template outside, statuses back in any order', async () => {
		emulator.webhook.knobs.reverse = true
		emulator.templates.add({ name: 'spring', language: 'en', text: 'Hello {{1}}, spring bread is here' })
		const amy = await join('85291234567', 'Amy')
		const bob = await join('85291234568', 'Bob')
		for (const one of [amy, bob]) one.human.readsAtOnce = true
		await silence(amy, 25)
		const template = { name: 'spring', language: 'en', variables: ['{name}'] }
		const texts = { en: { text: 'Spring bread, {name}!', fallbacks: { name: 'friend' }, template } }
		const draft = { name: 'spring', segment: { and: [] }, content: { texts }, holdoutPermyriad: 0 }
		const { publicId } = await program.store.transact((work) => createBroadcast(work, draft, 'test'))
		await program.store.transact(({ tx }) =>
			tx
				.updateTable('broadcasts')
				.set({ state: 'scheduled', scheduled_at: 0 })
				.where('public_id', '=', publicId)
				.execute(),
		)
		program.shop.messaging.wake()
		await shows(amy, /^Hello Amy, spring bread is here$/)
		await shows(bob, /Spring bread, Bob!/)
		const states = async () =>
			(await program.store.db.selectFrom('deliveries').select(['state', 'reason']).execute()).map(({ state }) => state)
		await expect.poll(states, { timeout: 30_000 }).toEqual(['read', 'read'])
	})
})
