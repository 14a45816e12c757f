import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type CommandWorld, openCommandWorld } from '../support/command.ts'
import { TelegramEmulator } from '../support/telegram/emulator.ts'
import { databases } from '../support/world.ts'

describe.each(databases)('suki staff on %s', (kind) => {
	let world: CommandWorld
	beforeAll(async () => {
		world = await openCommandWorld(kind)
	})
	afterAll(() => world.close())

	const staff = (...argv: string[]) => world.suki(['staff', ...argv])
	const list = async () => JSON.parse((await staff('list', '--json')).out) as { id: string; revoked: boolean }[]

	test('prints what to type, a link where the bot is known, and ends it all by revoke', async () => {
		const invited = await staff('invite', '--name', 'Kelly', '--role', 'manager', '--locale', 'en')
		expect(invited.out).toMatch(/^\/start s_[\w-]{24}$/)
		expect(invited.err).toContain('Telegram is not connected here')
		const [kelly] = await list()
		expect(kelly).toMatchObject({ name: 'Kelly', role: 'manager', chat: false, revoked: false })
		const emulator = await new TelegramEmulator().start()
		Object.assign(world.env, { TELEGRAM_BOT_TOKEN: emulator.token, TELEGRAM_API_ROOT: emulator.root })
		const again = await staff('invite', '--id', kelly?.id ?? '')
		expect(again.out).toMatch(/^https:\/\/t\.me\/\w+\?start=s_[\w-]{24}$/)
		await emulator.stop()
		expect((await staff('revoke', kelly?.id ?? '')).out).toBe('Kelly: revoked')
		expect(await list()).toMatchObject([{ revoked: true }])
		expect((await staff('invite', '--id', kelly?.id ?? '')).code).toBe(1)
	})

	test.each([
		[['invite', '--name', ' '], '--name'],
		[['invite', '--name', 'X', '--role', 'owner'], '--role'],
		[['invite', '--name', 'X', '--locale', 'fr'], '--locale'],
		[['invite', '--id', 'stf_0'], '--id'],
		[['revoke', 'stf_0'], 'nobody with this id'],
	])('%j says in one line what is wrong', async (argv, words) => {
		const ran = await staff(...argv)
		expect([ran.code, ran.err.split('\n').length]).toEqual([1, 1])
		expect(ran.err).toContain(words)
	})
})
