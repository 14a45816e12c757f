import { Api } from 'grammy'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type BotTexts, registerTexts, showCommands } from '../../../bots/telegram/commands.ts'
import { telegramConfig } from '../../../bots/telegram/config.ts'
import { TelegramEmulator } from '../../support/telegram/emulator.ts'

const texts: BotTexts = {
	commands: [
		{ command: 'me', description: { 'zh-HK': '我嘅會員卡', 'zh-Hant': '我的會員卡', en: 'My card' } },
		{ command: 'stop', description: { 'zh-HK': '唔收推廣', 'zh-Hant': '停止推廣', en: 'Stop offers' } },
	],
	description: { 'zh-HK': '呢個係機械人', 'zh-Hant': '這是機器人', en: 'This is a bot' },
	shortDescription: { 'zh-HK': '會員', 'zh-Hant': '會員', en: 'Members' },
}

describe('commands and descriptions', () => {
	let emulator: TelegramEmulator
	let api: Api
	beforeEach(async () => {
		emulator = await new TelegramEmulator().start()
		api = new Api(emulator.token, { apiRoot: emulator.root })
	})
	afterEach(async () => {
		await emulator.stop()
		expect(emulator.violations).toEqual([])
	})

	test('each app shows its own language, others the fallback', async () => {
		await registerTexts(api, texts, 'zh-Hant')
		const shown = async (languageCode: string, id: number) => {
			const { commands, description } = await emulator.person(id, { languageCode }).sees()
			return [commands[0]?.description, description]
		}
		expect(await shown('zh-hk', 1)).toEqual(['我嘅會員卡', '呢個係機械人'])
		expect(await shown('en', 2)).toEqual(['My card', 'This is a bot'])
		expect(await shown('ja', 3)).toEqual(['我的會員卡', '這是機器人'])
	})

	test('who chose a language gets the list in it, whatever the app speaks', async () => {
		await registerTexts(api, texts, 'zh-HK')
		await emulator.person(1, { languageCode: 'en' }).says('hi')
		await showCommands(api, { address: '1', locale: 'zh-Hant', texts })
		expect((await emulator.person(1).sees()).commands[0]?.description).toBe('我的會員卡')
	})

	test('a second start changes nothing at the server', async () => {
		await registerTexts(api, texts, 'zh-HK')
		const written = () => [...emulator.calls].filter(([name]) => name.startsWith('set'))
		const before = written()
		expect(before).toHaveLength(3)
		await registerTexts(api, texts, 'zh-HK')
		expect(written()).toEqual(before)
	})

	test('texts are cut to what the server takes', async () => {
		const long = { 'zh-HK': '長'.repeat(600), 'zh-Hant': '長'.repeat(600), en: 'x'.repeat(600) }
		await registerTexts(
			api,
			{ commands: [{ command: 'me', description: long }], description: long, shortDescription: long },
			'en',
		)
		const { commands, description } = await emulator.person(1, { languageCode: 'en' }).sees()
		expect([commands[0]?.description.length, description.length]).toEqual([256, 512])
	})
})

describe('the settings', () => {
	const good = { token: '123456:AAabcdefghijk' }
	const problems = (more: object) => {
		const result = telegramConfig.safeParse({ ...good, ...more })
		return result.success ? [] : result.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`)
	}

	test('a token is enough', () => {
		expect(telegramConfig.parse(good)).toEqual({ ...good, mode: 'polling', apiRoot: 'https://api.telegram.org' })
	})

	test('a slash at the end of an address does no harm', () => {
		expect(telegramConfig.parse({ ...good, apiRoot: 'http://127.0.0.1:81/' }).apiRoot).toBe('http://127.0.0.1:81')
	})

	test.each([
		[{ token: 'abc' }, 'token must look like 123456:ABC…, as @BotFather gave it'],
		[{ mode: 'push' }, 'mode must be polling or webhook'],
		[{ apiRoot: 'telegram' }, 'apiRoot must be an http or https address'],
		[{ webhookSecret: 'ü' }, 'webhookSecret must be 1 to 256 characters of A-Z a-z 0-9 _ -'],
		[{ mode: 'webhook', publicUrl: 'https://a.hk' }, 'webhookSecret is needed in webhook mode'],
		[
			{ mode: 'webhook', webhookSecret: 'x', publicUrl: 'http://a.hk' },
			'publicUrl must be https: Telegram pushes to nothing else',
		],
	])('%j → %s', (more, problem) => expect(problems(more)).toEqual([problem]))
})
