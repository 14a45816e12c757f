import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { commands } from '../../src/conversation/commands/index.ts'
import { staffCommands } from '../../src/conversation/staff/index.ts'
import { addStaff, createStaffInvite, revokeStaff } from '../../src/conversation/staff-invite.ts'
import { doctor } from '../../src/loyalty/doctor.ts'
import { reportOrder } from '../../src/loyalty/report-order.ts'
import type { Staff } from '../../src/store/staff.ts'
import { type Chat, type ChatPerson, openChat, textOf } from '../support/chat.ts'
import { good } from '../support/people.ts'
import { databases, openTestStore, type TestStore } from '../support/world.ts'

const PHONE = '+85291234567'

test('no command of staff has the name of a shopper’s', () => {
	expect(Object.keys(staffCommands).filter((name) => Object.hasOwn(commands, name))).toEqual([])
})

describe.each(databases)('staff in the chat on %s', (kind) => {
	let world: TestStore
	let chat: Chat
	let amy: ChatPerson
	let till: ChatPerson
	let kelly: Staff
	let staff = 0
	beforeEach(async () => {
		world = await openTestStore(kind)
		chat = await openChat(world)
		staff = 0
		amy = chat.person('1', { name: 'Amy Chan' })
		await amy.sharesPhone(PHONE)
		await amy.presses('without')
		till = chat.person('2', { name: 'Kelly' })
		kelly = await employ(till, 'staff')
	})
	afterEach(() => world.close())

	const invite = (role: 'manager' | 'staff') =>
		world.store.transact(async (work) => {
			staff += 1
			const act = { by: 'cli', origin: 'cli' }
			const added = await addStaff(work, { name: `Staff ${staff}`, role, locale: null, ...act })
			return { added, token: good(await createStaffInvite(work, { staffId: added.id, ...act })) }
		})
	const employ = async (person: ChatPerson, role: 'manager' | 'staff') => {
		const { added, token } = await invite(role)
		expect(textOf(await person.opens(`s_${token}`))).toContain('You are linked to *星期日烘焙*')
		return added
	}
	const member = (id = 1) =>
		world.store.db.selectFrom('members').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
	const records = async (line: string, person = till) => {
		await person.says(line)
		return textOf(await person.presses('Confirm'))
	}
	/** Amy takes a coupon with the points of a sale. */
	const takes = async () => {
		await records('/add 880 M00001')
		await amy.says('rewards')
		await amy.presses('HK$10 off')
		const text = textOf(await amy.presses('Confirm'))
		return /`([0-9A-Z-]{14})`/.exec(text)?.[1] ?? ''
	}
	const showsNumber = async () => /`(\d{6})`/.exec(textOf(await amy.presses('Use now')))?.[1] ?? ''
	const isSound = async () => expect(await doctor(world.store.db, world.clock())).toEqual({ ok: true, problems: [] })

	test('a link works once, for a day, and a newer one ends it', async () => {
		const { added, token } = await invite('manager')
		const newer = await world.store.transact((work) =>
			createStaffInvite(work, { staffId: added.id, by: 'cli', origin: 'cli' }),
		)
		const third = chat.person('3')
		expect(textOf(await third.opens(`s_${token}`))).toContain('was used or is over')
		const [linked] = await third.opens(`s_${good(newer)}`)
		expect(linked?.text).toContain('as *manager*')
		expect(linked?.commands).toBe('staff')
		expect(textOf(await chat.person('4').opens(`s_${good(newer)}`))).toContain('was used or is over')
		const late = await invite('staff')
		world.clock.advance({ hours: 24 })
		expect(textOf(await chat.person('5').opens(`s_${late.token}`))).toContain('was used or is over')
	})

	test('whoever is revoked is a shopper at once, with the buttons she still sees', async () => {
		await till.says('/add 88 M00001')
		await world.store.transact((work) => revokeStaff(work, { publicId: kelly.public_id, by: 'cli', origin: 'cli' }))
		expect((await chat.outbox('2')).at(-1)).toMatchObject({
			text: expect.stringContaining('has ended'),
			commands: 'shopper',
		})
		expect(textOf(await till.presses('Confirm'))).toContain('nothing was done')
		expect(textOf(await till.says('/add 88 M00001'))).toBe('That command is for staff only.')
		expect(textOf(await till.says('搵 M00001'))).not.toContain('Amy')
		expect((await member()).usable).toBe(50)
	})

	test('the last owner cannot be revoked', async () => {
		const owner = await world.store.transact(async (work) => {
			const one = await addStaff(work, { name: 'Owner', role: 'manager', locale: null, by: 'cli', origin: 'cli' })
			await work.tx.updateTable('staff').set({ role: 'owner' }).where('id', '=', one.id).execute()
			return one
		})
		const result = await world.store.transact((work) =>
			revokeStaff(work, { publicId: owner.public_id, by: 'cli', origin: 'cli' }),
		)
		expect(result).toMatchObject({ ok: false, reason: 'last-owner' })
	})

	test('finds by phone, number, name and a passed-on contact, and never shows the whole phone', async () => {
		const found = textOf(await till.says('/find 9123 4567'))
		expect(found).toContain('*Amy Chan* `M00001`')
		expect(found).toContain('+852 \\*\\*\\*\\*4567')
		expect(found).not.toContain('9123')
		for (const text of ['m1', '/find amy', '搵 CHAN', '9123 4567', '查會員M00001'])
			expect(textOf(await till.says(text))).toContain('`M00001`')
		expect(textOf(await till.sharesPhone(PHONE, false))).toContain('`M00001`')
		expect(textOf(await till.says('/find nobody here'))).toContain('Nobody found')
		expect(textOf(await amy.says('/find amy'))).toBe('That command is for staff only.')
	})

	test('asks who is meant when several have the name', async () => {
		const other = chat.person('7', { name: 'Amy Wong' })
		await other.says('join')
		await other.presses('without')
		expect(textOf(await till.says('/find amy'))).toContain('Several match')
		expect(textOf(await till.presses('Amy Wong'))).toContain('`M00002`')
		expect(await records('/add 20')).toContain('*HK$20* recorded for *Amy Wong*')
	})

	test('a sale asks first, counts once however often it is tapped, and the member is told', async () => {
		await till.says('/find M00001')
		expect(textOf(await till.says('入數 $88'))).toContain('*HK$88* for *Amy Chan* `M00001`: *8 points*?')
		expect((await member()).usable).toBe(50)
		expect(textOf(await till.presses('Confirm'))).toContain('+8. Balance 58. Sale 260310-1-1')
		const again = textOf(await till.forges(till.lastEvent().choice ?? ''))
		expect(again).toContain('recorded already, once')
		expect((await member()).usable).toBe(58)
		expect(textOf(await chat.outbox('1'))).toContain('for order 260310-1-1')
		const entry = await world.store.db.selectFrom('entries').select('by').where('kind', '=', 'earn').execute()
		expect(entry).toEqual([{ by: kelly.public_id }])
	})

	test('a sale is undone within ten minutes by whoever made it or a manager, once', async () => {
		await records('/add 88 M00001')
		const value = (await chat.outbox('2')).at(-1)?.choices?.[0]?.value ?? ''
		const second = chat.person('3')
		await employ(second, 'staff')
		expect(textOf(await second.forges(value))).toContain('Another person recorded this sale')
		const boss = chat.person('4')
		await employ(boss, 'manager')
		expect(textOf(await boss.forges(value))).toContain('−8. Balance 50')
		expect(textOf(await till.presses('Undo'))).toContain('taken back already')
		await records('/add 88 M00001')
		world.clock.advance({ minutes: 11 })
		expect(textOf(await till.presses('Undo'))).toContain('10 minutes to undo are over')
		expect((await member()).usable).toBe(58)
		expect(textOf(await amy.forges('add:undo:260310-1-2'))).toContain('nothing was done')
		await isSound()
	})

	test.each(['/add', '/add much', '/add -5', '/add 0', '/add 91234567', '/add 1.234'])(
		'%s is no sale',
		async (line) => {
			expect(textOf(await till.says(line))).toContain('The amount, for example')
		},
	)

	test('without a customer, or half an hour after she was found, it asks whose sale it is', async () => {
		expect(textOf(await till.says('/add 88'))).toContain('Whose sale is it?')
		await till.says('/find M00001')
		world.clock.advance({ minutes: 30 })
		expect(textOf(await till.says('/add 88'))).toContain('Whose sale is it?')
	})

	test('nobody credits her own membership, nor her own phone before joining', async () => {
		expect(await records('/add 500 9876 5432')).toContain('+852 \\*\\*\\*\\*5432')
		await till.sharesPhone('+85298765432')
		await till.presses('without')
		expect(await member(2)).toMatchObject({ usable: 50, order_count: 0 })
		for (const line of ['/add 88 M00002', '/add 88 9876 5432'])
			expect(textOf(await till.says(line))).toContain('cannot give points to your own membership')
		// the colleague's sale counts
		const second = chat.person('3')
		await employ(second, 'staff')
		await records('/add 88 M00002', second)
		expect(await member(2)).toMatchObject({ usable: 58 })
		await isSound()
	})

	test('a confirm asked before she joined does not credit her either', async () => {
		await till.says('/add 500 9876 5432')
		const value = (await chat.outbox('2')).at(-1)?.choices?.[0]?.value ?? ''
		await till.sharesPhone('+85298765432')
		await till.presses('without')
		expect(textOf(await till.forges(value))).toContain('cannot give points to your own membership')
	})

	test('points wait for a phone, and are hers when she joins with it', async () => {
		expect(textOf(await till.says('/add 200 9876 5432'))).toContain('*20 points wait* 60 days')
		await till.presses('Confirm')
		expect(textOf(await till.says('/find 9876 5432'))).toContain('1 sale waits for it')
		const bob = chat.person('8', { name: 'Bob' })
		await bob.sharesPhone('+85298765432')
		await bob.presses('without')
		expect(await member(2)).toMatchObject({ usable: 70 })
		expect(textOf(await chat.outbox('8'))).toContain('*20 points* from purchases before you joined')
		await isSound()
	})

	test('the same sale from another till is kept aside and says so', async () => {
		await world.store.transact((work) =>
			reportOrder(work, {
				source: 'pos',
				externalId: 'P1',
				memberId: 1,
				placedAt: work.now,
				paidAt: work.now,
				cancelledAt: null,
				currency: 'HKD',
				eligibleMinor: 8_800,
				totalMinor: 8_800,
				refundedEligibleMinor: 0,
				versionAt: work.now,
			}),
		)
		expect(await records('/add 88 M00001')).toContain('is kept aside')
		expect((await member()).usable).toBe(58)
	})

	test('the number of a coupon: any staff uses it, once, and a second till is told who was first', async () => {
		await takes()
		const number = await showsNumber()
		const second = chat.person('3')
		await employ(second, 'staff')
		expect(textOf(await till.says(number))).toContain('🟢 *Valid*')
		expect(textOf(await second.opens(`c_${number}`))).toContain('*HK$10 off* · Amy Chan')
		expect(textOf(await till.presses('Use it'))).toContain('✅ Used just now: *HK$10 off*')
		expect(textOf(await till.forges(till.lastEvent().choice ?? ''))).toContain('✅ Used just now')
		expect(textOf(await second.presses('Use it'))).toContain('🔴 *Already used*')
		expect(textOf(await second.says(`/check ${number}`))).toContain('星期日烘焙, Staff 1')
		expect(textOf(await chat.outbox('1'))).toContain('was used:')
		expect(textOf(await amy.presses('New number'))).toContain('was already used')
	})

	test('showing the number ends the undo; it lasts ten minutes and can be renewed', async () => {
		await takes()
		const undo = (await chat.outbox('1')).at(-1)?.choices?.find((one) => one.value.startsWith('undo:'))?.value ?? ''
		const number = await showsNumber()
		const again = textOf(await amy.forges(amy.lastEvent().choice ?? ''))
		expect(again).toContain(number)
		expect(textOf(await amy.forges(undo))).toContain('was already shown, so it cannot be undone')
		await till.says(`/check ${number}`)
		await amy.says('coupons')
		await amy.presses('HK$10 off')
		await amy.presses('Use now')
		const renewed = /`(\d{6})`/.exec(textOf(await amy.presses('New number')))?.[1] ?? ''
		expect(renewed).not.toBe(number)
		expect(textOf(await till.presses('Use it'))).toContain('The number is over')
		world.clock.advance({ minutes: 10 })
		expect(textOf(await till.says(`/check ${renewed}`))).toContain('*Not known.*')
		expect(textOf(await amy.forges(amy.lastEvent().choice?.replace(':new', '') ?? ''))).toContain('out of date')
	})

	test('the plain code takes a manager, and a shopper who scans one gets a neutral answer', async () => {
		const code = await takes()
		expect(textOf(await till.says(`/check ${code}`))).toContain('only a manager can use it')
		expect((await chat.outbox('2')).at(-1)?.choices ?? []).toEqual([])
		expect(textOf(await amy.opens(`c_${code}`))).toContain('Show it to our staff')
		const boss = chat.person('4')
		await employ(boss, 'manager')
		expect(textOf(await boss.says(code.toLowerCase()))).toContain('🟢 *Valid*')
		expect(textOf(await boss.presses('Use it'))).toContain('Used just now')
	})

	test('a manager who is made staff between check and use is refused', async () => {
		const code = await takes()
		const boss = chat.person('4')
		const { id } = await employ(boss, 'manager')
		await boss.says(code)
		await world.store.transact(({ tx }) =>
			tx.updateTable('staff').set({ role: 'staff' }).where('id', '=', id).execute(),
		)
		expect(textOf(await boss.presses('Use it'))).toContain('only a manager can use it')
	})

	test('ten wrong codes a minute close the door, for the right one too', async () => {
		await takes()
		const number = await showsNumber()
		for (let i = 0; i < 10; i++) expect(textOf(await till.says('/check 0000-0000-0001'))).toContain('*Not known.*')
		expect(textOf(await till.says(`/check ${number}`))).toContain('Too many wrong tries')
		world.clock.advance({ minutes: 1 })
		expect(textOf(await till.says(`/check ${number}`))).toContain('🟢 *Valid*')
	})

	test('a return asks which purchase and how much, and takes the points back once', async () => {
		await records('/add 880 M00001')
		await till.says('/return')
		expect(textOf(await till.presses('HK$880'))).toContain('at most HK$880')
		expect(textOf(await till.says('900'))).toContain('Only HK$880 is left')
		expect(textOf(await till.says('80'))).toContain('Return *HK$80* of 260310-1-1 by *Amy Chan*?')
		expect(textOf(await till.presses('Confirm'))).toContain('−8. Balance 130')
		expect(textOf(await till.forges(till.lastEvent().choice ?? ''))).toContain('recorded already, once')
		await till.says('退貨')
		await till.presses('HK$800')
		await till.presses('All of it')
		expect(textOf(await till.presses('Confirm'))).toContain('−80. Balance 50')
		expect(textOf(await till.says('/return M00001'))).toContain('nothing to return')
		expect(textOf(await chat.outbox('1'))).toContain('Order 260310-1-1 was returned')
		await isSound()
	})

	test('today counts what is kept, hers and everybody’s, and a new day begins at nothing', async () => {
		await records('/add 100 M00001')
		await records('/add 200 M00001')
		await till.presses('Undo')
		await records('/add 50 9876 5432')
		const second = chat.person('3')
		await employ(second, 'staff')
		await records('/add 30 M00001', second)
		const text = textOf(await till.says('/today'))
		expect(text).toContain('You: 2 sales, HK$150, 10 points, 0 coupons used')
		expect(text).toContain('All staff: 3 sales, HK$180, 13 points, 0 coupons used')
		expect(text).toContain('New members: 1')
		world.clock.set('2026-03-10T16:00:00Z')
		expect(textOf(await till.says('今日'))).toContain('You: 0 sales, HK$0')
	})

	test('a member of the shop’s staff is still a shopper', async () => {
		await till.says('join')
		await till.presses('without')
		expect(textOf(await till.says('points'))).toContain('Points:')
		expect(textOf(await till.says('搵真人'))).toContain('Our staff have been told')
		expect(textOf(await till.says('/help'))).toContain('/add 88')
		expect(textOf(await amy.says('/help'))).toContain('You can type')
	})
})
