import fs from 'node:fs'
import { stripVTControlCharacters } from 'node:util'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { join } from '../../src/loyalty/join.ts'
import { prepareStore } from '../../src/loyalty/prepare-store.ts'
import { ensureAddress } from '../../src/store/addresses.ts'
import { type CommandWorld, openCommandWorld } from '../support/command.ts'
import { databases } from '../support/world.ts'

const token = { TELEGRAM_BOT_TOKEN: '123456:abcdefghijklmnop' }

async function enter({ store }: CommandWorld, name: string, promotions: boolean): Promise<number> {
	return await store.transact(async (work) => {
		const address = await ensureAddress(work.tx, {
			channel: 'telegram',
			address: name,
			name,
			locale: 'en',
			at: work.now,
		})
		const input = { addressId: address.id, name, locale: 'en' as const, promotions, source: 'chat' }
		const joined = await join(work, { ...input, messageId: name, wording: 'v1' })
		if (!joined.ok) throw new Error(joined.reason)
		return joined.value.memberId
	})
}

describe.each(databases)('suki broadcast on %s', (kind) => {
	let world: CommandWorld
	beforeAll(async () => {
		world = await openCommandWorld(kind)
		Object.assign(world.env, token)
		await world.store.transact(prepareStore)
		for (const [name, promotions] of [
			['Amy', true],
			['Bob', false],
			['Cat', true],
		] as const)
			await enter(world, name, promotions)
	})
	afterAll(async () => await world.close())

	const broadcast = (...argv: string[]) => world.suki(['broadcast', ...argv])
	const create = async (...argv: string[]) => (await broadcast('create', '--name', 'spring', ...argv)).out

	test('writes a draft to a segment, previews, tests, sends, pauses, resumes and cancels it', async () => {
		const text = ['--text-zh', '新貨到', '--text-en', 'Hello {name}, new things\\nare here']
		const id = await create(...text, '--fallback', 'name=friend', '--joined-within', '7', '--tier', 'member')
		expect(id).toMatch(/^brd_/)
		const preview = (await broadcast('preview', id, '--json')).json()
		expect(preview).toMatchObject({
			state: 'draft',
			segment: {
				and: [
					{ kind: 'tier', is: [0] },
					{ kind: 'joined', withinDays: 7 },
				],
			},
			audience: { total: { matched: 3, noConsent: 1, receive: 2 } },
			problems: [],
			words: { en: 'members who are in tier Member and joined within the last 7 days' },
		})
		expect((preview['message'] as { text: string }).text).toContain('Hello Amy, new things\nare here')
		expect((await broadcast('test', id, '--member', 'M00001')).code).toBe(0)
		const queued = await world.store.db.selectFrom('outbox').select(['kind']).where('kind', '=', 'test').execute()
		expect(queued).toHaveLength(1)
		expect((await broadcast('send', id, '--at', '2026-03-11T12:00:00+08:00', '--json')).json()).toMatchObject({
			state: 'scheduled',
			scheduledAt: '2026-03-11T04:00:00.000Z',
		})
		expect((await broadcast('pause', id)).err).toBe('the broadcast is scheduled: that cannot be done now')
		// the running server's step
		await world.store.transact(({ tx }) => tx.updateTable('broadcasts').set({ state: 'sending' }).execute())
		expect((await broadcast('pause', id)).out).toBe('spring: paused')
		expect((await broadcast('resume', id)).out).toBe('spring: sending')
		expect((await broadcast('cancel', id)).out).toBe('spring: cancelled')
		expect((await broadcast('status', id, '--json')).json()).toMatchObject({
			state: 'cancelled',
			progress: { total: 0 },
		})
		expect((await broadcast('list')).out).toContain(`${id}  cancelled  spring`)
		const lines = await world.store.db.selectFrom('audit').select('action').where('subject', '=', id).execute()
		expect(lines.map((line) => line.action.replace('broadcast.', ''))).toEqual([
			'create',
			'test',
			'send',
			'pause',
			'resume',
			'cancel',
		])
	})

	test.each([
		[['--text-en', 'Hi {name}'], 'it cannot be sent: the en text needs a fallback for {name}: --fallback name=…'],
		[['--text-en', 'Hi {whom}'], 'it cannot be sent: the en text has an unknown variable {whom}'],
		[['--text-en', 'Hi', '--nes', 'Sleeping'], 'it cannot be sent: nobody would receive it'],
	])('does not send %j', async (argv, line) => {
		const id = await create(...argv)
		expect(await broadcast('send', id)).toMatchObject({ code: 1, out: '', err: line })
	})

	test.each([
		[['--text-en', 'x', '--nes', 'Awake'], '--nes must be of'],
		[['--text-en', 'x', '--tier', 'Platinum'], 'there is no tier Platinum; there are Member, Silver, Gold'],
		[['--text-en', 'x', '--segment', '{"kind":"moon"}'], 'the segment cannot be read'],
		[['--text-en', 'x', '--segment', '{'], '--segment is no JSON'],
		[['--text-en', 'x', '--joined-within', 'soon'], '--joined-within must be a whole number'],
		[['--text-en', 'x', '--link-url', 'javascript:alert(1)'], 'the broadcast cannot be written'],
		[['--text-en', 'x', '--channel', 'pigeon'], 'the broadcast cannot be written'],
		[[], 'a text in at least one language is needed'],
	])('refuses a draft with one line: %j', async (argv, line) => {
		const ran = await broadcast('create', '--name', 'x', ...argv)
		expect(ran).toMatchObject({ code: 1, out: '' })
		expect(ran.err).toContain(line)
		expect(ran.err).not.toContain('\n')
	})

	/** Runs it with other channels set up than Telegram. */
	async function under(channels: NodeJS.ProcessEnv, work: () => Promise<void>): Promise<void> {
		const { TELEGRAM_BOT_TOKEN: given } = world.env
		delete world.env['TELEGRAM_BOT_TOKEN']
		Object.assign(world.env, channels)
		await work().finally(() => {
			for (const name of Object.keys(channels)) delete world.env[name]
			world.env['TELEGRAM_BOT_TOKEN'] = given
		})
	}

	test('says first that no channel is connected, and takes nobody for one who did not agree', async () => {
		const id = await create('--text-en', 'Hello')
		const reason = 'no channel is connected: neither TELEGRAM_BOT_TOKEN nor WHATSAPP_DRIVER is set here'
		await under({}, async () => {
			expect((await broadcast('preview', id)).out).toContain(`cannot be sent: ${reason}`)
			expect((await broadcast('preview', id, '--json')).json()).toMatchObject({
				audience: { total: { matched: 3, noConsent: 1, optedOut: 0, unreachable: 2, receive: 0 } },
			})
			expect(await broadcast('send', id)).toMatchObject({ code: 1, err: `it cannot be sent: ${reason}` })
		})
		const other = await create('--text-en', 'Hello', '--channel', 'whatsapp-cloud')
		expect((await broadcast('send', other)).err).toBe(
			'it cannot be sent: no channel may carry it; connected is telegram',
		)
	})

	test('counts the channels of WhatsApp as the server does', async () => {
		const id = await create('--text-en', 'Hello')
		await under({ WHATSAPP_DRIVER: 'web' }, async () => {
			// promotions by it are off until the shop has taken its warning
			expect((await broadcast('send', id)).err).toContain('no channel may carry it; connected is whatsapp-web')
		})
		const cloud = {
			WHATSAPP_DRIVER: 'cloud',
			PUBLIC_URL: 'https://shop.example',
			WHATSAPP_CLOUD_TOKEN: 'EAAG-a-token-of-a-system-user',
			WHATSAPP_CLOUD_PHONE_NUMBER_ID: '100200300',
			WHATSAPP_CLOUD_BUSINESS_ACCOUNT_ID: '100200301',
			WHATSAPP_CLOUD_APP_SECRET: '0123456789abcdef0123456789abcdef',
		}
		await under(cloud, async () => {
			const { channels } = (await broadcast('preview', id, '--json')).json()['audience'] as { channels: object }
			expect(Object.keys(channels)).toEqual(['whatsapp-cloud'])
		})
	})

	test('previews the words as they are read, and how long the sending takes', async () => {
		const id = await create('--text-en', '*New* tea, _today_ only')
		const { out } = await broadcast('preview', id)
		expect(out).toContain('New tea, today only')
		expect(out).not.toMatch(/[*_\\]/)
		expect(out).toContain('sending takes about 1 second')
	})

	test('says until when quiet hours hold it back, and how long the rest takes', async () => {
		const id = await create('--text-en', 'Hello')
		await world.store.transact(async ({ tx, now }) => {
			const broadcast = await tx
				.selectFrom('broadcasts')
				.select('id')
				.where('public_id', '=', id)
				.executeTakeFirstOrThrow()
			await tx.updateTable('broadcasts').set({ state: 'sending' }).where('id', '=', broadcast.id).execute()
			const target = await tx.selectFrom('addresses').select(['id', 'member_id']).executeTakeFirstOrThrow()
			const row = { broadcast_id: broadcast.id, member_id: target.member_id ?? 0, address_id: target.id, at: now }
			await tx
				.insertInto('deliveries')
				.values({ ...row, channel: 'telegram', state: 'queued' })
				.execute()
		})
		expect((await broadcast('status', id)).out).toBe('spring: sending\nqueued     1\nabout 1 second left')
		const before = world.clock()
		world.clock.set('2026-03-10T15:00:00Z')
		expect((await broadcast('status', id)).out).toBe(
			'spring: sending\nqueued     1\nwaits until 09:00 (quiet hours), then about 1 second left',
		)
		world.clock.set(before)
	})

	test('knows no broadcast or member that is not there', async () => {
		expect((await broadcast('send', 'brd_1')).err).toBe('there is no such broadcast: suki broadcast list shows them')
		const id = await create('--text-en', 'x')
		expect((await broadcast('test', id, '--member', 'M99999')).err).toContain('there is no member M99999')
	})
})

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
