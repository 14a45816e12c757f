import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { qrPng } from '../../src/lib/qr.ts'
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
		[
			['--text-en', 'Hi', '--nes', 'Sleeping'],
			'it cannot be sent: nobody would receive it; suki broadcast preview shows why',
		],
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
		[[], 'a text in at least one language is needed: --text-zh, --text-hant or --text-en'],
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
		expect(JSON.parse((await broadcast('status', id, '--json')).out).progress.waitsUntil).toBe(
			'2026-03-11T01:00:00.000Z',
		)
		world.clock.set(before)
		expect((await broadcast('resend-unknown', id)).err).toBe('of nobody it is unknown whether they got it')
		const setStates = (state: string) =>
			world.store.transact(({ tx }) =>
				tx.updateTable('deliveries').set({ state }).where('state', '<>', 'sent').execute(),
			)
		await setStates('unknown')
		expect((await broadcast('status', id)).out).toContain('unknown    1')
		expect((await broadcast('resend-unknown', id)).out).toBe('spring: sending')
		expect((await broadcast('status', id)).out).toContain('queued     1')
	})

	test('is planned for an instant that exists and lies ahead, and says when that is in the shop', async () => {
		const id = await create('--text-en', 'Later', '--fallback', 'name=you')
		for (const [at, why] of [
			['tomorrow', '--at must be an instant'],
			['2026-03-11T12:00:00', '--at must be an instant'],
			['2027-02-30T12:00:00Z', '--at must be an instant'],
			['2026-03-09T12:00:00+08:00', '--at has passed already'],
			['2036-03-11T12:00:00+08:00', 'more than a year away'],
		] as const) {
			const ran = await broadcast('send', id, '--at', at)
			expect([ran.code, ran.err.includes(why)], at).toEqual([1, true])
		}
		expect((await broadcast('status', id)).out).toBe('spring: draft')
		const moment = '2026-03-11 12:00 (Asia/Hong_Kong)'
		const sent = await broadcast('send', id, '--at', '2026-03-11T04:00Z')
		expect([sent.err, sent.out]).toEqual(['', `the running server sends it at ${moment}`])
		expect((await broadcast('status', id)).out.split('\n')[0]).toBe(`spring: scheduled for ${moment}`)
	})

	test('puts a picture above the text, and refuses what is none', async () => {
		const picture = world.file('spring.png', qrPng('spring'))
		const id = await create('--text-en', 'Look', '--fallback', 'name=you', '--picture', picture)
		expect((await broadcast('preview', id)).out).toContain('[picture]\n')
		expect((await broadcast('preview', id, '--json')).json()['picture']).toMatch(/^[\w-]{43}$/)
		const long = await create('--text-en', 'a'.repeat(1_100), '--picture', picture)
		expect((await broadcast('send', long)).err).toContain('telegram takes 1024')
		const bad = [
			[world.file('note.png', Buffer.from('no picture')), '--picture must be a PNG or JPEG picture'],
			[world.file('big.png', Buffer.concat([qrPng('x'), Buffer.alloc(4_000_000)])), 'it may have 4000000'],
			['nowhere.png', 'cannot be read: ENOENT'],
		] as const
		for (const [path, why] of bad) {
			const ran = await broadcast('create', '--name', 'x', '--text-en', 'x', '--picture', path)
			expect([ran.code, ran.err.includes(why)]).toEqual([1, true])
		}
	})

	test('knows no broadcast or member that is not there', async () => {
		expect((await broadcast('send', 'brd_1')).err).toBe('there is no such broadcast: suki broadcast list shows them')
		const id = await create('--text-en', 'x')
		expect((await broadcast('test', id, '--member', 'M99999')).err).toContain('there is no member M99999')
	})
})
