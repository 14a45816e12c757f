import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { doctor } from '../src/loyalty/doctor.ts'
import { type Program, startProgram } from './support/program.ts'
import { TelegramEmulator } from './support/telegram/emulator.ts'
import type { Person } from './support/telegram/person.ts'
import { databases, openTestStore, type TestStore } from './support/world.ts'

const lastText = async (person: Person) => {
	const { messages } = await person.sees()
	return messages.findLast((message) => message.from === 'bot')?.text ?? ''
}

describe.each(databases)('the whole program on %s', (kind) => {
	let world: TestStore
	let emulator: TelegramEmulator
	let program: Program
	beforeEach(async () => {
		world = await openTestStore(kind)
		emulator = await new TelegramEmulator().start()
	})
	afterEach(async () => {
		await program.stop()
		await emulator.stop()
		await world.close()
	})

	const begin = async (mode: 'polling' | 'webhook') => {
		program = await startProgram({ emulator, mode, ...(kind === 'postgres' ? { databaseUrl: world.url } : {}) })
	}

	test('join, earn, card, redeem, use, refer, return and stop', async () => {
		await begin(kind === 'sqlite' ? 'polling' : 'webhook')
		const amy = emulator.person(1001, { name: 'Amy Chan', languageCode: 'en' })
		await amy.says('hi')
		await amy.waitFor((screen) => JSON.stringify(screen).includes('Join without offers'))
		await amy.presses('Join & get offers')
		await amy.waitFor((screen) => JSON.stringify(screen).includes('M00001'))
		await amy.sharesContact('+85291234567')
		await amy.waitFor((screen) => JSON.stringify(screen).includes('yours now'))

		const found = await program.api('GET', '/members?phone=%2B85291234567')
		expect(found.status).toBe(200)
		const order = {
			source: 'counter',
			externalId: 'A-1',
			phone: '+85291234567',
			placedAt: new Date(program.store.now()).toISOString(),
			paidAt: new Date(program.store.now()).toISOString(),
			currency: 'HKD',
			eligibleMinor: 88_000,
		}
		expect((await program.api('POST', '/orders', order)).status).toBe(201)
		expect((await program.api('POST', '/orders', order)).status).toBe(200)
		await amy.waitFor((screen) => JSON.stringify(screen).includes('for order A-1'))

		await amy.says('points')
		await amy.waitFor((screen) => JSON.stringify(screen).includes('Points: 138'))
		await amy.presses('rewards')
		await amy.waitFor((screen) => JSON.stringify(screen).includes('Choose a reward'))
		await amy.presses('HK$10 off · 100 pts')
		await amy.waitFor((screen) => JSON.stringify(screen).includes('Redeem HK$10 off'))
		await amy.presses('✅ Confirm')
		await amy.waitFor((screen) => JSON.stringify(screen).includes('You redeemed'))
		const code = /[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(await lastText(amy))?.[0] ?? ''
		const used = await program.api('POST', '/coupons/use', { code, place: 'Central' })
		expect(used.status).toBe(200)
		const lost = await program.api('POST', '/coupons/use', { code, place: 'Mong Kok' })
		expect(lost.status).toBe(409)
		expect(lost.body).toMatchObject({ place: 'Central' })

		const { body: member } = await program.api('GET', '/members?channel=telegram&address=1001')
		const { referral_code } = await program.store.db
			.selectFrom('members')
			.select('referral_code')
			.executeTakeFirstOrThrow()
		const bob = emulator.person(1002, { name: 'Bob', languageCode: 'en' })
		await bob.says(`/start r_${referral_code}`)
		await bob.waitFor((screen) => JSON.stringify(screen).includes('invited you'))
		await bob.presses('Join without offers')
		await bob.waitFor((screen) => JSON.stringify(screen).includes('M00002'))
		await amy.waitFor((screen) => JSON.stringify(screen).includes('joined with your code'))

		const back = { returnId: 'R-1', amountMinor: 88_000, returnedAt: new Date(program.store.now()).toISOString() }
		expect((await program.api('POST', '/orders/counter/A-1/returns', back)).status).toBeLessThan(300)
		await amy.waitFor((screen) => JSON.stringify(screen).includes('Order A-1 was returned'))
		expect((await program.api('GET', `/members/${member['id']}`)).body).toMatchObject({ usable: 0, debt: 50 })

		await amy.says('STOP')
		await amy.waitFor((screen) => JSON.stringify(screen).includes('Offers stopped'))
		await bob.blocks()
		await program.settled()
		expect(await doctor(program.store.db, program.store.now())).toEqual({ ok: true, problems: [] })
		expect(emulator.violations).toEqual([])
	})

	test('updates that come twice or swapped count once', async () => {
		await begin('polling')
		emulator.context.updates.knobs.duplicate = 0.5
		const people = Array.from({ length: 20 }, (_, i) =>
			emulator.person(2000 + i, { name: `P${i}`, languageCode: 'en' }),
		)
		await Promise.all(people.map((person) => person.says('join')))
		await Promise.all(
			people.map((person) => person.waitFor((screen) => JSON.stringify(screen).includes('Join without'))),
		)
		await Promise.all(people.map((person) => person.presses('Join without offers')))
		await Promise.all(people.map((person) => person.waitFor((screen) => JSON.stringify(screen).includes('Welcome'))))
		await program.settled()
		const { n } = await program.store.db
			.selectFrom('members')
			.select((eb) => eb.fn.countAll<number>().as('n'))
			.executeTakeFirstOrThrow()
		expect(n).toBe(20)
	})
})
