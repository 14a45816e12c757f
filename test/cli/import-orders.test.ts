import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { doctor } from '../../src/loyalty/doctor.ts'
import { importOrders } from '../../src/loyalty/import-orders.ts'
import { prepareStore } from '../../src/loyalty/prepare-store.ts'
import { reportOrder } from '../../src/loyalty/report-order.ts'
import { readOrders } from '../../src/shops/csv/orders.ts'
import { readCsv } from '../../src/shops/csv/table.ts'
import { getSettings } from '../../src/store/settings.ts'
import { type CommandWorld, openCommandWorld } from '../support/command.ts'
import { databases } from '../support/world.ts'

const columns = ['--customer', 'customer', '--date', 'date', '--amount', 'amount', '--order-id', 'order']
const header = 'order,customer,date,amount,phone,email\n'

describe.each(databases)('suki import orders on %s', (kind) => {
	let world: CommandWorld
	beforeEach(async () => {
		world = await openCommandWorld(kind)
	})
	afterEach(async () => await world.close())

	const run = async (content: string | Uint8Array, ...flags: string[]) => {
		const file = world.file('orders.csv', content)
		return await world.suki(['import', 'orders', file, '--source', 'pos', ...columns, '--json', ...flags])
	}
	const rows = (...lines: string[]) => header + lines.map((line) => `${line}\n`).join('')
	const members = () => world.store.db.selectFrom('members').selectAll().orderBy('id').execute()
	const orders = () => world.store.db.selectFrom('orders').selectAll().orderBy('external_id').execute()
	const health = () => doctor(world.store.db, world.clock())

	test('makes members of buyers, with their figures and their opening tier, and no points', async () => {
		const content = rows(
			'1,amy,2026-01-02,1800.00,91234567,Amy@Shop.hk',
			'2,amy,2026/02/01 23:59,1200.5,,',
			'3,bob,20260301,0,,',
			'4,cat,2026-03-01,-50,,',
			'5,amy,2026-03-02,-100.00,,',
		)
		const ran = await run(content, '--phone', 'phone', '--email', 'email', '--create-members')
		expect(ran.json()).toEqual({ rows: 5, imported: 5, unchanged: 0, creditNotes: 2, rejected: [] })
		expect(ran.code).toBe(0)
		const [amy, bob, ...others] = await members()
		expect(others).toEqual([])
		expect(amy).toMatchObject({
			status: 'imported',
			external_ref: 'pos:amy',
			email: 'amy@shop.hk',
			order_count: 2,
			purchase_days: 2,
			spend_minor: 300_050,
			tier_id: 1,
			usable: 0,
			joined_on: null,
		})
		expect(bob).toMatchObject({ external_ref: 'pos:bob', order_count: 0, nes: 0, tier_id: 0 })
		expect((await orders()).map((order) => [order.member_id, order.net_minor, order.credit_minor])).toEqual([
			[amy?.id, 180_000, 0],
			[amy?.id, 120_050, 0],
			[bob?.id, 0, 0],
			[null, 0, 5_000],
			[amy?.id, 0, 10_000],
		])
		const phones = await world.store.db.selectFrom('member_phones').selectAll().execute()
		expect(phones).toMatchObject([{ member_id: amy?.id, phone_hash: world.store.keys.hash('phone', '+85291234567') }])
		expect(phones[0]?.verified_at).toBeNull()
		expect(await health()).toEqual({ ok: true, problems: [] })
	})

	test.each([0, 450])(
		'two customers with one phone stay two, however far apart they stand (%i rows between)',
		async (between) => {
			const others = Array.from({ length: between }, (_, i) => `o${i},other${i},2026-01-03,10,,`)
			const content = rows('1,amy,2026-01-02,180,91234567,', ...others, '2,ben,2026-02-02,130,91234567,')
			const ran = await run(content, '--phone', 'phone', '--create-members')
			expect(ran.json()).toMatchObject({ imported: between + 2 })
			expect(JSON.stringify(ran.json())).toContain('this phone stands above for another customer')
			const buyers = (await members()).filter((one) => /:(amy|ben)$/.test(one.external_ref ?? ''))
			expect(buyers.map((one) => one.spend_minor)).toEqual([18_000, 13_000])
			expect((await run(content, '--phone', 'phone', '--create-members')).json()).toMatchObject({ imported: 0 })
			expect(await health()).toEqual({ ok: true, problems: [] })
		},
	)

	test('changes nothing the second time, and takes a corrected row as newer', async () => {
		const content = rows('1,amy,2026-01-02,1800,,', '2,amy,2026-02-02,1300,,')
		await run(content, '--create-members')
		const before = await orders()
		expect((await run(content, '--create-members')).json()).toMatchObject({ imported: 0, unchanged: 2 })
		expect(await orders()).toEqual(before)
		const corrected = rows('1,amy,2026-01-02,1800,,', '2,amy,2026-02-02,130,,')
		expect((await run(corrected, '--create-members')).json()).toMatchObject({ imported: 1, unchanged: 1 })
		expect((await run(corrected)).json()).toMatchObject({ imported: 0, unchanged: 2 })
		expect((await members())[0]).toMatchObject({ order_count: 2, spend_minor: 193_000 })
		expect(await health()).toEqual({ ok: true, problems: [] })
	})

	test('without order ids equal rows are told apart by their number, and a copy of the file imports nothing', async () => {
		const content = 'customer,date,amount\namy,2026-01-02,10\namy,2026-01-02,10\n'
		const flags = ['--source', 'pos', '--customer', 'customer', '--date', 'date', '--amount', 'amount', '--json']
		const first = await world.suki(['import', 'orders', world.file('a.csv', content), ...flags])
		expect(first.json()).toMatchObject({ rows: 2, imported: 2 })
		const second = await world.suki(['import', 'orders', world.file('b.csv', content), ...flags])
		expect(second.json()).toMatchObject({ imported: 0, unchanged: 2 })
	})

	test('does not touch what the shop itself has reported since', async () => {
		await run(rows('1,amy,2026-01-02,1800,,'), '--create-members')
		const paidAt = Date.parse('2026-01-02T00:00:00+08:00')
		const report = { source: 'pos', externalId: '1', customerRef: 'amy', placedAt: paidAt, paidAt, cancelledAt: null }
		const amounts = { currency: 'HKD', eligibleMinor: 170_000, totalMinor: 170_000, refundedEligibleMinor: 0 }
		await world.store.transact((work) => reportOrder(work, { ...report, ...amounts, versionAt: paidAt + 1 }))
		expect((await run(rows('1,amy,2026-01-02,1900,,'))).json()).toMatchObject({ imported: 0, unchanged: 1 })
		expect((await members())[0]).toMatchObject({ spend_minor: 170_000 })
	})

	test('lists each row that cannot be taken and takes the others', async () => {
		const bad = [
			'1,amy,2026-02-30,1,,',
			'2,amy,2026-03-29 01:30,1,,',
			'3,amy,2026-01-02,1.234,,',
			'4,amy,2026-01-02,99999999999999,,',
			'5,amy,2026-01-02,many,,',
			'6,,2026-01-02,1,,',
			'7,amy,2026-01-02,1,12,',
			'8,amy,2026-01-02,1,,nobody',
			',amy,2026-01-02,1,,',
			'10,amy,2026-01-02,1,,\n10,amy,2026-01-02,1,,',
			'11,amy,1873-01-02,1,,',
			'12,amy,2926-01-02,1,,',
			'13,"a\0my",2026-01-02,1,,',
			'14,amy,2026-01-02',
		]
		const ran = await run(rows(...bad), '--phone', 'phone', '--email', 'email', '--time-zone', 'Europe/London')
		const answer = ran.json() as { rows: number; imported: number; rejected: { line: number; reason: string }[] }
		expect(ran.code).toBe(2)
		expect(answer).toMatchObject({ rows: 15, imported: 1 })
		expect(answer.rejected.map(({ line, reason }) => `${line} ${reason}`)).toEqual([
			'2 date is not a date (ISO, YYYY/MM/DD or YYYYMMDD)',
			'3 date does not exist: the clocks were put forward over it',
			'4 amount has more decimals than the currency',
			'5 amount is too large',
			'6 amount is not an amount',
			'7 customer is empty',
			'8 phone is not a phone number',
			'9 email is not an e-mail address',
			'10 order is empty',
			'12 order 10 stands twice in the file; one row is one order',
			'13 date lies before 1900',
			'14 date lies in the future',
			'15 customer holds characters that cannot be written',
			'16 has 3 cells, the header has 6',
		])
	})

	test('an ambiguous hour is the earlier one', async () => {
		await run(rows('1,amy,2025-10-26 01:30,1,,'), '--time-zone', 'Europe/London')
		expect((await orders())[0]?.paid_at).toBe(Date.parse('2025-10-26T00:30:00Z'))
	})

	test('zone and currency of the first file become those of the store; another currency is refused later', async () => {
		await world.store.transact(prepareStore)
		await run(rows('1,amy,2026-01-02,1000,,'), '--currency', 'jpy', '--time-zone', 'Asia/Tokyo')
		const settings = await getSettings(world.store.db)
		expect(settings).toMatchObject({ currency: 'JPY', timeZone: 'Asia/Tokyo' })
		expect((await orders())[0]).toMatchObject({ currency: 'JPY', eligible_minor: 1000 })
		const ran = await run(rows('2,amy,2026-01-03,1000,,'), '--currency', 'HKD', '--time-zone', 'Asia/Hong_Kong')
		expect(ran.code).toBe(2)
		expect(ran.json()).toMatchObject({
			rows: 1,
			imported: 0,
			rejected: [{ line: 2, reason: 'is in HKD, the orders of this store are in JPY' }],
		})
		expect((await getSettings(world.store.db)).timeZone).toBe('Asia/Tokyo')
		const rewards = await world.store.db.selectFrom('rewards').select('terms').execute()
		expect(rewards.map((reward) => JSON.parse(reward.terms))).toMatchObject([{ amountMinor: 10 }])
	})

	test('a file of nothing but its header says what the store reckons in, and another may say otherwise', async () => {
		await run(header, '--currency', 'KRW', '--time-zone', 'Asia/Seoul')
		expect(await getSettings(world.store.db)).toMatchObject({ currency: 'KRW', timeZone: 'Asia/Seoul' })
		await run(rows('1,amy,2026-01-02,1000,,'), '--currency', 'JPY', '--time-zone', 'Asia/Tokyo')
		expect(await getSettings(world.store.db)).toMatchObject({ currency: 'JPY', timeZone: 'Asia/Tokyo' })
	})

	test('a dry run says the same and writes nothing', async () => {
		const content = rows('1,amy,2026-01-02,1800,91234567,', '2,bob,2026-02-30,1,,')
		const dry = await run(content, '--create-members', '--currency', 'TWD', '--dry-run', '--phone', 'phone')
		expect(dry.code).toBe(2)
		expect(await orders()).toEqual([])
		expect(await members()).toEqual([])
		expect((await getSettings(world.store.db)).currency).toBe('HKD')
		const real = await run(content, '--create-members', '--currency', 'TWD', '--phone', 'phone')
		expect(real.json()).toEqual(dry.json())
	})

	test('takes names as they are, whatever they would mean elsewhere', async () => {
		const names = ["'; drop table members; --", '<script>alert(1)</script>', '陳大文 👩‍👧', '=1+1', '__proto__']
		const content = rows(...names.map((name, index) => `${index},"${name}",2026-01-02,10,,`))
		expect((await run(content, '--create-members')).json()).toMatchObject({ imported: 5, rejected: [] })
		expect((await members()).map((member) => member.external_ref)).toEqual(names.map((name) => `pos:${name}`))
	})

	test('keeps buyers who are no members by their id, and gives their orders to them once they are', async () => {
		const content = rows('1,amy,2026-01-02,1800,91234567,', '2,amy,2026-02-02,1300,,', '3,bob,2026-02-02,1,,')
		await run(content, '--phone', 'phone')
		expect(await members()).toEqual([])
		const hash = world.store.keys.hash('phone', '+85291234567')
		expect((await orders())[0]).toMatchObject({ customer_ref: 'amy', guest_hash: hash, member_id: null })
		const guests = await world.suki(['report', 'measures', '--from', '2026-01-01', '--to', '2026-12-31', '--json'])
		expect((await run(content, '--phone', 'phone', '--create-members')).json()).toMatchObject({ imported: 3 })
		expect((await run(content, '--phone', 'phone', '--create-members')).json()).toMatchObject({ unchanged: 3 })
		expect((await members()).map((member) => [member.spend_minor, member.tier_id])).toEqual([
			[310_000, 1],
			[100, 0],
		])
		expect((await orders()).map((order) => order.guest_hash)).toEqual([null, null, null])
		const same = await world.suki(['report', 'measures', '--from', '2026-01-01', '--to', '2026-12-31', '--json'])
		expect(same.json()).toEqual(guests.json())
		expect(await health()).toEqual({ ok: true, problems: [] })
	})

	test('the first phone of a customer stays, and the row with another says so', async () => {
		const content = rows('1,amy,2026-01-02,1,91234567,', '2,amy,2026-01-03,1,61234567,', '3,bob,2026-01-03,1,91234567,')
		const ran = await run(content, '--phone', 'phone', '--create-members')
		expect(ran.json()).toMatchObject({ imported: 3, rejected: [], notes: [{ line: 3 }, { line: 4 }] })
		const phones = await world.store.db.selectFrom('member_phones').selectAll().execute()
		expect(phones).toHaveLength(1)
	})

	test('earns as if the orders came now, and only when told', async () => {
		await world.store.transact(prepareStore)
		world.clock.advance({ days: 20 })
		const content = rows('1,amy,2026-03-20,100,,', '2,amy,2026-01-02,100,,')
		await run(content, '--create-members', '--earn')
		// the second was paid before the programme began: it is history
		expect((await members())[0]).toMatchObject({ usable: 10, pending: 0, spend_minor: 20_000 })
		expect((await run(content, '--create-members', '--earn')).json()).toMatchObject({ imported: 0, unchanged: 2 })
		expect(await health()).toEqual({ ok: true, problems: [] })
	})

	test('a member’s order that another source has reported waits for a person', async () => {
		await run(rows('1,amy,2026-01-02 12:00,100,91234567,'), '--create-members', '--phone', 'phone')
		const file = world.file('web.csv', rows('W1,a@x,2026-01-02 13:00,100,91234567,', 'W2,a@x,2026-01-05,70,91234567,'))
		const argv = [
			'import',
			'orders',
			file,
			'--source',
			'web',
			...columns,
			'--phone',
			'phone',
			'--create-members',
			'--json',
		]
		const ran = await world.suki(argv)
		expect(ran.json()).toMatchObject({ imported: 2, held: 1, rejected: [] })
		expect(await members()).toMatchObject([{ order_count: 2, spend_minor: 17_000 }])
		expect((await world.suki(argv)).json()).toMatchObject({ imported: 0, unchanged: 2 })
		expect(await health()).toEqual({ ok: true, problems: [] })
	})

	test('ended in the middle and run again it comes to the same', async () => {
		const lines = Array.from(
			{ length: 900 },
			(_, n) => `${n},c${n % 70},2026-01-${String((n % 28) + 1).padStart(2, '0')},${n}.5,,`,
		)
		const table = readCsv(Buffer.from(rows(...lines)))
		if (!table.ok) throw new Error('unreadable')
		const read = readOrders(table.value, {
			source: 'pos',
			columns: { customer: 'customer', date: 'date', amount: 'amount', orderId: 'order' },
			timeZone: 'Asia/Hong_Kong',
			currency: 'HKD',
			country: 'HK',
			now: world.clock(),
		})
		await world.store.transact(prepareStore)
		const input = { source: 'pos', rows: read.rows, createMembers: true, earn: false, by: 'import' }
		const progress = (done: number) => {
			if (done > 400) throw new Error('pulled the plug')
		}
		await expect(importOrders(world.store, input, { progress })).rejects.toThrow('plug')
		expect((await health()).ok).toBe(true)
		const ran = await run(rows(...lines), '--create-members')
		expect(ran.json()).toMatchObject({ rows: 900, imported: 100, unchanged: 800 })
		const ended = (await members()).map(({ external_ref, spend_minor, tier_id, nes }) => [
			external_ref,
			spend_minor,
			tier_id,
			nes,
		])
		const whole = await openCommandWorld(kind)
		await whole.suki([
			'import',
			'orders',
			whole.file('o.csv', rows(...lines)),
			'--source',
			'pos',
			...columns,
			'--create-members',
		])
		const expected = await whole.store.db.selectFrom('members').selectAll().orderBy('id').execute()
		await whole.close()
		expect(ended).toEqual(
			expected.map(({ external_ref, spend_minor, tier_id, nes }) => [external_ref, spend_minor, tier_id, nes]),
		)
		expect(expected.every((member) => member.tier_id === 1)).toBe(true)
		expect((await health()).ok).toBe(true)
	})
})

describe('the file of suki import orders', () => {
	let world: CommandWorld
	beforeEach(async () => {
		world = await openCommandWorld('sqlite')
	})
	afterEach(async () => await world.close())

	const take = (name: string, content: Uint8Array, ...flags: string[]) =>
		world.suki(['import', 'orders', world.file(name, content), '--source', 'pos', ...columns, '--json', ...flags])

	test.each([
		['UTF-16 with its mark', Buffer.from(`\uFEFF${header}1,陳,2026-01-02,1,,\n`, 'utf16le'), []],
		[
			'Big5',
			Buffer.concat([Buffer.from(`${header}1,`), Buffer.from([0xb3, 0xaf]), Buffer.from(',2026-01-02,1,,\n')]),
			['--encoding', 'big5'],
		],
	])('may be %s', async (_, content, flags) => {
		expect((await take('a.csv', content, ...flags)).json()).toMatchObject({ imported: 1 })
		const [order] = await world.store.db.selectFrom('orders').selectAll().execute()
		expect(order?.customer_ref).toBe('陳')
	})

	test.each<[string, string | Uint8Array, string]>([
		[
			'invalid bytes',
			Buffer.from([...Buffer.from(`${header}1,a,2026-01-02,1,,\n2,`), 0xff, 0xfe]),
			'the file is not utf-8',
		],
		['no such column', 'order,customer,date\n', 'the file has no column amount; it has order, customer, date'],
		['nothing', '', 'the file has no header line'],
	])('is refused whole with one line: %s', async (_, content, sentence) => {
		const ran = await take('a.csv', Buffer.from(content))
		expect(ran).toMatchObject({ code: 1, out: '' })
		expect(ran.err).toContain(sentence)
		expect(ran.err).not.toContain('\n')
		expect(await world.store.db.selectFrom('orders').selectAll().execute()).toEqual([])
	})

	test.each([
		[['--time-zone', 'Mars/Base'], 'time zone'],
		[['--currency', 'XYZ'], 'currency'],
		[['--source', 'a:b'], '--source'],
		[['--colour', 'red'], "unknown option '--colour'"],
	])('a wrong flag is one line: %j', async (flags, sentence) => {
		const ran = await take('a.csv', Buffer.from(header), ...flags)
		expect(ran.code).toBe(1)
		expect(ran.err).toContain(sentence)
		expect(ran.err).not.toContain('\n')
	})

	test('that is not there is one line', async () => {
		const ran = await world.suki(['import', 'orders', 'nowhere.csv', '--source', 'pos', ...columns])
		expect(ran).toMatchObject({ code: 1, err: 'nowhere.csv cannot be read: there is no such file' })
	})

	test('says in plain words what happened', async () => {
		const content = `${header}1,amy,2026-01-02,-5,,\n2,amy,soon,5,,\n`
		const file = world.file('a.csv', content)
		const ran = await world.suki(['import', 'orders', file, '--source', 'pos', ...columns])
		expect(ran.out.split('\n')).toEqual([
			'2 rows: 1 imported, 0 unchanged, 1 rejected',
			'1 of them is a credit note',
			'line 3 rejected: date is not a date (ISO, YYYY/MM/DD or YYYYMMDD)',
		])
	})
})
