import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runCommand } from '../../src/cli/run.ts'
import { systemClock } from '../../src/lib/clock.ts'
import { openStore } from '../../src/store/open.ts'
import type { Store } from '../../src/store/transact.ts'
import { type Child, startChild } from '../support/child.ts'
import { freePort, TEST_KEY } from '../support/program.ts'
import { TelegramEmulator } from '../support/telegram/emulator.ts'
import type { Person } from '../support/telegram/person.ts'
import { databases, openTestStore, type TestStore } from '../support/world.ts'

const DATA = path.resolve(import.meta.dirname, '../../../shared/data/dev/online_retail_invoices.csv')
const hasData = fs.existsSync(DATA)
if (!hasData) console.log('skipped: the purchase data of shared/data is not here')

const NOW = Date.parse('2011-12-01T10:00:00Z')
const CUSTOMERS = 300
const STRANGERS = 50
const PATIENCE_MS = 60_000

/** The invoices up to the day of the test, each customer with a made-up phone of her own. */
function writeOrders(): { file: string; customers: string[] } {
	const [header, ...lines] = fs.readFileSync(DATA, 'utf8').trim().split('\n')
	const kept = lines.filter((line) => (line.split(',')[2] ?? '') < '2011-12-01')
	const customers = [...new Set(kept.filter((line) => !line.startsWith('C')).map((line) => line.split(',')[1] ?? ''))]
	const rows = kept.map((line) => `${line},${phoneOf(line.split(',')[1] ?? '')}`)
	const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'suki-orders-')), 'orders.csv')
	fs.writeFileSync(file, `${header},phone\n${rows.join('\n')}\n`)
	return { file, customers }
}

const phoneOf = (customer: string) => `+4479111${customer}`

const shows = (text: string) => (screen: unknown) => JSON.stringify(screen).includes(text)

interface Answer {
	status: number
	body: Record<string, unknown>
}

describe.skipIf(!hasData).each(databases)('a shop with real customers on %s', (kind) => {
	let world: TestStore
	let env: Record<string, string>
	let emulator: TelegramEmulator
	let child: Child
	let store: Store
	let key: string
	let customers: string[]
	const began = systemClock()
	/** The shop's time, which the program follows too. */
	const clock = () => NOW + (systemClock() - began)
	const old: Person[] = []
	const strangers: Person[] = []

	async function suki(...argv: string[]): Promise<Record<string, unknown>> {
		const out: string[] = []
		const err: string[] = []
		const io = {
			env,
			clock,
			stdin: process.stdin,
			out: (text: string) => void out.push(text),
			err: (text: string) => void err.push(text),
			isTerminal: false,
		}
		const code = await runCommand(argv, io)
		if (code !== 0)
			throw new Error(`suki ${argv[0]} ${argv[1]} ended with ${code}: ${err.join('\n')} ${out.join('\n')}`)
		return argv.includes('--json') ? JSON.parse(out.join('\n')) : { text: out.join('\n').trim() }
	}

	async function api(method: string, place: string, body?: unknown): Promise<Answer> {
		const response = await fetch(`${child.url}/api/v1${place}`, {
			method,
			headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
			...(body === undefined ? {} : { body: JSON.stringify(body) }),
		})
		return { status: response.status, body: (await response.json()) as Record<string, unknown> }
	}

	const wait = (person: Person, text: string) => person.waitFor(shows(text), PATIENCE_MS)

	/** Groups of people at a time: each waits for her answers, all of them together would only wait for each other. */
	async function each<T>(all: readonly T[], work: (one: T, index: number) => Promise<void>): Promise<void> {
		const queue = all.map((one, index) => ({ one, index }))
		await Promise.all(
			Array.from({ length: 50 }, async () => {
				for (let next = queue.shift(); next; next = queue.shift()) await work(next.one, next.index)
			}),
		)
	}

	beforeAll(async () => {
		world = await openTestStore(kind)
		emulator = await new TelegramEmulator({ seed: 11 }).start()
		const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'suki-day-'))
		const databaseUrl = kind === 'postgres' ? world.url : `sqlite:${path.join(dir, 'suki.db')}`
		env = {
			DATA_DIR: dir,
			DATABASE_URL: databaseUrl,
			SECRET_KEY: TEST_KEY,
			PORT: String(await freePort()),
			TELEGRAM_BOT_TOKEN: emulator.token,
			TELEGRAM_API_ROOT: emulator.root,
			LOG_LEVEL: 'error',
		}
		store = await openStore({ databaseUrl, secretKey: TEST_KEY, secretKeyFile: '', now: clock })
		const orders = writeOrders()
		customers = orders.customers
		const imported = await suki(
			...['import', 'orders', orders.file, '--source', 'shop', '--customer', 'customer_id'],
			...['--date', 'datetime_local', '--amount', 'amount', '--order-id', 'invoice_no', '--phone', 'phone'],
			...['--time-zone', 'Europe/London', '--currency', 'GBP', '--create-members', '--json'],
		)
		expect(imported).toMatchObject({ rejected: [] })
		const { text } = await suki('api-key', 'create', '--scopes', 'members:read,orders:write,coupons:use')
		key = String(text)
		child = await startChild(clock(), env)
	})

	afterAll(async () => {
		await child?.stop()
		await store?.close()
		await emulator?.stop()
		await world?.close()
	})

	test('300 customers write in, share their phone and find themselves welcomed back', async () => {
		for (let i = 0; i < CUSTOMERS; i++)
			old.push(emulator.person(10_000 + i, { name: `Customer ${i}`, languageCode: 'en' }))
		await each(old, async (person, i) => {
			await person.says('hi')
			await wait(person, 'Join without offers')
			await person.sharesContact(phoneOf(customers[i] ?? ''))
			await wait(person, 'Welcome back')
			// two of three want offers
			if (i % 3 > 0) {
				await person.presses('🔔 Get offers')
				await wait(person, "you'll get our offers here")
			}
		})
		const { n } = await store.db
			.selectFrom('members')
			.select((eb) => eb.fn.countAll<number>().as('n'))
			.where('status', '=', 'active')
			.executeTakeFirstOrThrow()
		expect(n).toBe(CUSTOMERS)
	})

	test('each has the NES tag that a report of the day gives', async () => {
		const { counts } = (await suki('report', 'nes', '--as-of', '2011-12-01', '--json')) as {
			counts: Record<string, number>
		}
		const tags = await store.db
			.selectFrom('members')
			.select((eb) => ['nes', eb.fn.countAll<number>().as('n')])
			.where('nes', '>', 0)
			.groupBy('nes')
			.orderBy('nes')
			.execute()
		expect(tags.map(({ n }) => n)).toEqual(['N', 'E0', 'S1', 'S2', 'S3'].map((tag) => counts[tag]))
	})

	test('50 strangers join by referral links, some twice, some by updates that come again', async () => {
		const codes = await store.db
			.selectFrom('members')
			.innerJoin('addresses', 'addresses.member_id', 'members.id')
			.select('members.referral_code')
			.orderBy('members.id')
			.limit(STRANGERS)
			.execute()
		emulator.context.updates.knobs.duplicate = 0.3
		for (let i = 0; i < STRANGERS; i++)
			strangers.push(emulator.person(20_000 + i, { name: `Friend ${i}`, languageCode: 'en' }))
		await each(strangers, async (person, i) => {
			await person.says(`/start r_${codes[i]?.referral_code}`)
			await wait(person, 'invited you')
			await person.presses('Join without offers')
			if (i % 5 === 0) await person.presses('Join without offers')
			await wait(person, 'Member number')
			// one who follows her link again is the same friend
			if (i % 5 === 1) await person.says(`/start r_${codes[i]?.referral_code}`)
		})
		emulator.context.updates.knobs.duplicate = 0
		const count = async (table: 'referrals' | 'members', status?: string) => {
			const query = store.db.selectFrom(table).select((eb) => eb.fn.countAll<number>().as('n'))
			const { n } = await (status
				? query.where('status' as never, '=', status as never)
				: query
			).executeTakeFirstOrThrow()
			return n
		}
		expect(await count('referrals')).toBe(STRANGERS)
		expect(await count('members', 'active')).toBe(CUSTOMERS + STRANGERS)
	})

	test('they buy again, ask for their card, redeem, undo, use a coupon and return goods', async () => {
		const buyers = [...old.slice(0, 40), ...strangers.slice(0, 20)]
		await each(buyers, async (person, i) => {
			const { body: member } = await api('GET', `/members?channel=telegram&address=${person.id}`)
			const at = new Date(clock() - 1_000).toISOString()
			const order = {
				...{ source: 'counter', externalId: `again-${i}`, memberId: member['id'], placedAt: at, paidAt: at },
				...{ currency: 'GBP', eligibleMinor: 123_450 },
			}
			expect((await api('POST', '/orders', order)).status).toBe(201)
			expect((await api('POST', '/orders', order)).status).toBe(200)
			await wait(person, `for order again-${i}`)
			await person.says('points')
			await wait(person, 'Points: ')
			if (i >= 30) return
			await person.says('rewards')
			await wait(person, 'Choose a reward')
			await person.presses('£10 off · 100 pts')
			await wait(person, 'You will have')
			await person.presses('✅ Confirm')
			const screen = await wait(person, 'You redeemed')
			const code = /[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(JSON.stringify(screen))?.[0] ?? ''
			if (i < 10) {
				await person.presses('↩️ Undo')
				await wait(person, '100 points are back')
			} else if (i < 20) {
				expect((await api('POST', '/coupons/use', { code, place: 'Till 1' })).status).toBe(200)
				expect((await api('POST', '/coupons/use', { code, place: 'Till 2' })).status).toBe(409)
			} else {
				const back = { returnId: 'r1', amountMinor: 23_450, returnedAt: new Date(clock()).toISOString() }
				expect((await api('POST', `/orders/counter/again-${i}/returns`, back)).status).toBeLessThan(300)
				await wait(person, `Order again-${i} was returned`)
			}
		})
		expect(await suki('doctor', '--json')).toEqual({ ok: true, problems: [] })
	})

	test('a broadcast to NES Sleeping reaches exactly those it may, through a kill -9, and nobody twice', async () => {
		const sleeping = await store.db
			.selectFrom('members')
			.innerJoin('addresses', 'addresses.member_id', 'members.id')
			.select(['addresses.address', 'addresses.promotions'])
			.where('addresses.channel', '=', 'telegram')
			.where('nes', 'in', [3, 4, 5])
			.execute()
		const expected = sleeping.filter((row) => row.promotions === 1).map((row) => Number(row.address))
		expect(expected.length).toBeGreaterThan(30)
		const created = await suki(
			...['broadcast', 'create', '--name', 'Come back', '--nes', 'sleeping'],
			...['--text-en', 'We miss you', '--text-zh', '好耐冇見', '--json'],
		)
		const id = String(created['id'])
		const byId = new Map(old.map((person) => [person.id, person]))
		const before = emulator.sent.length
		await suki('broadcast', 'send', id, '--json')
		const promos = () => emulator.sent.slice(before).filter(({ text }) => text.includes('We miss you'))
		const until = async (reached: () => boolean | Promise<boolean>) => {
			for (const limit = Date.now() + PATIENCE_MS; Date.now() < limit; await new Promise((r) => setTimeout(r, 20)))
				if (await reached()) return
			throw new Error('it was not reached in time')
		}
		await until(() => promos().length >= 5)
		const waiting = async () =>
			(await store.db.selectFrom('deliveries').select('member_id').where('state', '=', 'queued').execute()).length
		expect(await waiting()).toBeGreaterThan(10)
		// two who have not got it yet, the last in line: one blocks, one opts out
		const late = await store.db
			.selectFrom('deliveries')
			.innerJoin('addresses', 'addresses.id', 'deliveries.address_id')
			.select('addresses.address')
			.where('state', '=', 'queued')
			.orderBy('deliveries.member_id', 'desc')
			.limit(2)
			.execute()
		const [blocker, quitter] = late.map((row) => Number(row.address))
		await byId.get(blocker ?? 0)?.blocks()
		await byId.get(quitter ?? 0)?.says('STOP')
		await wait(byId.get(quitter ?? 0) as Person, 'Offers stopped')
		await child.kill()
		child = await startChild(clock(), env)
		await until(async () => {
			const status = await suki('broadcast', 'status', id, '--json')
			return status['state'] === 'done'
		})

		const got = promos().map(({ chatId }) => chatId)
		expect(new Set(got).size).toBe(got.length)
		const states = await store.db
			.selectFrom('deliveries')
			.innerJoin('addresses', 'addresses.id', 'deliveries.address_id')
			.select(['addresses.address', 'addresses.reachable', 'deliveries.state', 'deliveries.reason'])
			.execute()
		expect(states.map((row) => Number(row.address)).sort()).toEqual(expected.toSorted())
		const unknown = states.filter((row) => row.state === 'unknown').map((row) => Number(row.address))
		const silent = new Set([blocker, quitter])
		const missed = expected.filter((one) => !got.includes(one) && !silent.has(one) && !unknown.includes(one))
		expect(missed).toEqual([])
		expect(got.filter((one) => !expected.includes(one) || silent.has(one))).toEqual([])
		expect(states.find((row) => Number(row.address) === quitter)).toMatchObject({ state: 'skipped' })
		// whoever blocked is known to be gone, whether the promotion found it out or the platform told it first
		expect(states.find((row) => Number(row.address) === blocker)).toMatchObject({ reachable: 0 })
		expect(states.find((row) => Number(row.address) === blocker)?.state).toMatch(/^(failed|skipped)$/)
		// what was on its way at the power cut, and no more than that, is shown as unknown
		const status = await suki('broadcast', 'status', id, '--json')
		expect(status).toMatchObject({ progress: { total: expected.length, counts: { unknown: unknown.length } } })
		expect(unknown.length).toBeLessThan(expected.length / 2)
		expect(states.filter((row) => ['queued', 'claimed', 'sending'].includes(row.state))).toEqual([])
		expect(await suki('doctor', '--json')).toEqual({ ok: true, problems: [] })
		expect(emulator.violations).toEqual([])
	})
})
