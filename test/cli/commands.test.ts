import fs from 'node:fs'
import { stripVTControlCharacters } from 'node:util'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type CommandWorld, openCommandWorld } from '../support/command.ts'
import { TelegramEmulator } from '../support/telegram/emulator.ts'
import { databases } from '../support/world.ts'

describe.each(databases)('suki import members on %s', (kind) => {
	let world: CommandWorld
	beforeEach(async () => {
		world = await openCommandWorld(kind)
	})
	afterEach(async () => await world.close())

	const take = (content: string, ...flags: string[]) =>
		world.suki(['import', 'members', world.file('members.csv', content), '--json', ...flags])

	const list = [
		'會員編號,姓名,電話,電郵,積分,到期日,等級,等級到期日,生日,標籤,同意推廣,同意日期,同意來源',
		'7,陳大文,9123 4567,Amy@Shop.hk,"1,320",2027-01-31,銀級會員,2026-12-31,1990-02-29,vip、茶,是,2025-05-01,門市表格',
		'8,,61234567,,,,,,,,是,,',
		'9,,61234568,,,,,,5月31日,,否,,',
	].join('\n')

	test('knows the columns by their usual names and what they say', async () => {
		const ran = await take(list)
		expect(ran.json()).toEqual({
			rows: 3,
			created: 3,
			updated: 0,
			unchanged: 0,
			rejected: [],
			notes: [{ line: 3, reason: 'consent without its date and source is no proof and was left out' }],
		})
		const [amy] = await world.store.db.selectFrom('members').selectAll().orderBy('id').execute()
		expect(amy).toMatchObject({
			status: 'imported',
			external_ref: 'list:7',
			name: '陳大文',
			email: 'amy@shop.hk',
			usable: 1320,
			tier_id: 1,
			birthday_month: 2,
			birthday_day: 29,
		})
		const tags = await world.store.db.selectFrom('member_tags').select('tag').orderBy('tag').execute()
		expect(tags.map(({ tag }) => tag).sort()).toEqual(['vip', '茶'])
		const consents = await world.store.db
			.selectFrom('consents')
			.select(['member_id', 'state', 'text_version'])
			.execute()
		expect(consents).toEqual([
			{ member_id: amy?.id, state: 'granted', text_version: '同意推廣: 是' },
			{ member_id: 3, state: 'withdrawn', text_version: '同意推廣: 否' },
		])
		expect((await take(list)).json()).toMatchObject({ rows: 3, created: 0, updated: 0, unchanged: 3 })
		expect((await world.suki(['doctor', '--json'])).json()).toEqual({ ok: true, problems: [] })
	})

	test('lists what cannot be read and takes the rest; flags name other columns', async () => {
		const content = [
			'Whats App,Stamps,Level,Birthday',
			'91234567,12,Gold,05-31',
			'91234568,1.5,Gold,05-31',
			'91234569,1,Platinum,05-31',
			'91234560,1,Gold,13-31',
			'12,1,Gold,05-31',
			',1,Gold,05-31',
		].join('\n')
		const ran = await take(content, '--phone', 'Whats App', '--points', 'Stamps')
		expect(ran.code).toBe(2)
		const answer = ran.json() as { created: number; rejected: { line: number; reason: string }[] }
		expect(answer.created).toBe(1)
		expect(answer.rejected.map(({ line, reason }) => `${line} ${reason}`)).toEqual([
			'3 Stamps is not a whole number of points',
			'4 Level is none of this shop’s tiers: Member, Silver, Gold',
			'5 Birthday is not a birthday such as 1990-05-31, 05-31 or 5月31日',
			'6 the phone is not a phone number',
			'7 has neither phone nor id nor e-mail: nobody could be found again',
		])
		expect((await take('a,b\n1,2\n')).err).toBe('no column of phone, e-mail or id was recognised among a, b')
	})

	test('a dry run says the same and keeps nothing', async () => {
		const dry = await take(list, '--dry-run')
		expect(await world.store.db.selectFrom('members').selectAll().execute()).toEqual([])
		expect((await take(list)).json()).toEqual(dry.json())
	})

	test('without a public address the links lead straight into Telegram, or are left out', async () => {
		await take(list)
		const file = world.file('links.csv', '')
		await world.suki(['activation-links', file])
		expect(fs.readFileSync(file, 'utf8').split('\n')[1]).toMatch(/,a_[\w-]{22},,/)
		const emulator = await new TelegramEmulator().start()
		Object.assign(world.env, { TELEGRAM_BOT_TOKEN: emulator.token, TELEGRAM_API_ROOT: emulator.root })
		await world.suki(['activation-links', file])
		await emulator.stop()
		expect(fs.readFileSync(file, 'utf8').split('\n')[1]).toMatch(/,a_([\w-]{22}),https:\/\/t\.me\/\w+\?start=a_\1,/)
	})

	test('gives each of them a link to claim the membership by', async () => {
		await take(list)
		const file = world.file('links.csv', '')
		world.env['PUBLIC_URL'] = 'https://shop.example'
		expect((await world.suki(['activation-links', file])).err).toBe('3 links')
		const [header, first] = fs.readFileSync(file, 'utf8').split('\n')
		expect(header).toBe('\uFEFFmember,customer,name,phone,email,code,link,expires')
		expect(first).toMatch(
			/^mem_\w+,list:7,陳大文,\+85291234567,amy@shop\.hk,a_([\w-]{22}),https:\/\/shop\.example\/a\/\1,2026-06-08$/,
		)
	})
})

describe('the command line', () => {
	let world: CommandWorld
	beforeAll(async () => {
		world = await openCommandWorld('sqlite')
	})
	afterAll(async () => await world.close())

	test('the help of import members reads as sentences', async () => {
		const { out } = await world.suki(['import', 'members', '--help'])
		expect(out.replaceAll(/\s+/g, ' ')).toContain('--id <column> column of the file’s own id of the person')
		expect(out).not.toMatch(/the the|the where|the what/)
	})

	test('api-key create prints only the key, once', async () => {
		const ran = await world.suki(['api-key', 'create', '--scopes', 'members:read,coupons:use'])
		expect(ran).toMatchObject({ code: 0, err: '' })
		expect(ran.out).toMatch(/^suki_[\w-]{43}$/)
		const [key] = await world.store.db.selectFrom('api_keys').selectAll().execute()
		expect(key).toMatchObject({
			scopes: 'coupons:use members:read',
			token_hash: world.store.keys.hash('token', ran.out),
		})
		await world.suki(['api-key', 'create', '--scopes', 'resource:read,resource:write', 'coupons:use'])
		const all = (await world.store.db.selectFrom('api_keys').select('scopes').execute()).at(-1)
		expect(all?.scopes).toBe('coupons:use members:read members:write orders:read orders:write')
		const wrong = await world.suki(['api-key', 'create', '--scopes', 'everything'])
		expect(wrong).toMatchObject({ code: 1, out: '' })
		expect(wrong.err).toContain('--scopes: everything is not one of')
	})

	test('setup-link prints a fresh link', async () => {
		const first = await world.suki(['setup-link'])
		expect(first.out).toMatch(/^http:\/\/127\.0\.0\.1:3000\/setup\/[\w-]{32}$/)
		expect((await world.suki(['setup-link'])).out).not.toBe(first.out)
	})

	test('understand answers one JSON a line', async () => {
		const ran = await world.suki(['understand'], '幾多分\nqwertyuiop zxcvb\n')
		const lines = ran.out.split('\n').map((line) => JSON.parse(line) as Record<string, unknown>)
		expect(lines).toMatchObject([
			{ text: '幾多分', intent: 'card' },
			{ text: 'qwertyuiop zxcvb', intent: null },
		])
		expect(Object.keys(lines[0] ?? {})).toEqual(['text', 'intent', 'score', 'alternatives'])
	})

	test.each([
		[['report', 'nes', '--as-of', '2026-02-30'], 'It must be a date'],
		[['report', 'nes', '--as-of', '2026-02-28', '--theta', '3,2,1'], '--theta must be three rising factors'],
		[['report', 'nes', '--as-of', '2026-02-28', '--mode', 'fast'], 'Allowed choices are shrunk, raw, store'],
		[['report', 'rfm'], "required option '--as-of <date>' not specified"],
		[['report', 'measures', '--from', '2026-02-02', '--to', '2026-02-01'], '--from lies after --to'],
		[['retrieve'], "unknown command 'retrieve'"],
		[['api-key', 'create'], "required option '--scopes <list...>' not specified"],
	])('answers a wrong command with one line: %j', async (argv, sentence) => {
		const ran = await world.suki(argv)
		expect(ran).toMatchObject({ code: 1, out: '' })
		expect(ran.err).toContain(sentence)
		expect(stripVTControlCharacters(ran.err).split('\n')).toHaveLength(1)
	})

	test('a wrong setting is one line that names the variable', async () => {
		world.env['PORT'] = 'eighty'
		const ran = await world.suki(['doctor'])
		delete world.env['PORT']
		expect(ran).toMatchObject({ code: 1, out: '' })
		expect(ran.err).toBe('PORT must be a number of at most 5 digits')
	})

	test('reports of an empty shop say nothing happened', async () => {
		const measures = await world.suki(['report', 'measures', '--from', '2026-01-01', '--to', '2026-01-31', '--json'])
		expect(measures.json()).toMatchObject({
			orders: 0,
			customers: 0,
			revenue: '0.00',
			repurchaseRate: null,
			top20Share: null,
		})
		const rfm = await world.suki(['report', 'rfm', '--as-of', '2026-01-01', '--json'])
		expect(rfm.json()).toMatchObject({ window: 365, customers: 0, edges: { R: [], F: [], M: [] } })
		const nes = await world.suki(['report', 'nes', '--as-of', '2026-01-01'])
		expect(nes.out).toContain('Sleeping  0')
	})
})
