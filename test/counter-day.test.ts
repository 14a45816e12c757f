import { expect, test } from 'vitest'
import { addStaff, createStaffInvite } from '../src/conversation/staff-invite.ts'
import { doctor } from '../src/loyalty/doctor.ts'
import type { DatabaseKind } from '../src/store/db.ts'
import { good } from './support/people.ts'
import { startProgram } from './support/program.ts'
import { TelegramEmulator } from './support/telegram/emulator.ts'
import type { Person } from './support/telegram/person.ts'
import { createTestClock, databases, openTestStore } from './support/world.ts'

/** The whole program with two people of the shop, and a bot that nobody but them talks to. */
async function openDay(kind: DatabaseKind) {
	const world = await openTestStore(kind)
	const emulator = await new TelegramEmulator().start()
	// the shop opens at nine
	const clock = createTestClock('2026-03-10T01:00:00Z')
	const databaseUrl = kind === 'postgres' ? { databaseUrl: world.url } : {}
	const program = await startProgram({ emulator, clock, ...databaseUrl })
	const close = async () => {
		await program.stop()
		await emulator.stop()
		await world.close()
	}
	const employ = async (id: number, name: string) => {
		const token = await program.store.transact(async (work) => {
			const act = { by: 'cli', origin: 'cli' }
			const { id: staffId } = await addStaff(work, { name, role: 'staff', locale: 'en', ...act })
			return good(await createStaffInvite(work, { staffId, ...act }))
		})
		const person = emulator.person(id, { name, languageCode: 'en' })
		await person.says(`/start s_${token}`)
		await sees(person, 'as staff')
		return person
	}
	return { program, emulator, clock, employ, close }
}

/** The newest message of the bot with these words in it. */
async function sees(person: Person, words: string) {
	const screen = await person.waitFor(({ messages }) =>
		messages.some((message) => message.from === 'bot' && message.text.includes(words)),
	)
	const message = screen.messages.findLast(({ from, text }) => from === 'bot' && text.includes(words))
	if (!message) throw new Error(`nobody says ${words}`)
	return message
}

// both at once: most of a day is waiting for the pace Telegram allows in one chat
test.concurrent.each(databases)(
	'a day at the counter on %s: from nine to the next morning: join, earn, undo, wait, redeem, use, return, count',
	{ timeout: 60_000 },
	async (kind) => {
		const { program, emulator, clock, employ, close } = await openDay(kind)
		try {
			const kelly = await employ(900, 'Kelly')
			const ming = await employ(901, 'Ming')
			await kelly.waitFor(({ commands }) => commands[0]?.command === 'add')

			// the poster
			const amy = emulator.person(1001, { name: 'Amy Chan', languageCode: 'en' })
			expect((await amy.sees()).commands.map(({ command }) => command)).not.toContain('add')
			await amy.says('/start j_window')
			await sees(amy, 'How would you like to join?')
			await amy.presses('Join without offers')
			await sees(amy, 'M00001')

			// at ten: earn, and mend a slip of the finger; her points wait for nothing, the counter has no hold
			clock.advance({ hours: 1 })
			await kelly.says('/find m1')
			await sees(kelly, 'Amy Chan')
			await kelly.says('/add 8800')
			await sees(kelly, 'HK$8,800 for Amy Chan M00001: 880 points?')
			await kelly.presses('✅ Confirm')
			await sees(kelly, '+880.')
			await kelly.presses('↩️ Undo')
			await sees(kelly, 'Sale 260310-1-1 (HK$8,800) is taken back: −880')
			await kelly.says('/add 880')
			await sees(kelly, 'HK$880 for Amy Chan M00001: 88 points?')
			await kelly.presses('✅ Confirm')
			await sees(kelly, 'Sale 260310-1-2')
			await sees(amy, 'for order 260310-1-2')

			// at one: somebody who has not joined
			clock.advance({ hours: 3 })
			await ming.says('入數 500 9876 5432')
			await sees(ming, '50 points wait')
			await ming.presses('✅ Confirm')
			await sees(ming, 'Sale 260310-2-1')
			const bob = emulator.person(1002, { name: 'Bob', languageCode: 'en' })
			await bob.says('hi')
			await sees(bob, 'How would you like to join?')
			await bob.presses('Join & get offers')
			await sees(bob, 'M00002')
			await bob.sharesContact('+85298765432')
			await sees(bob, '50 points from purchases before you joined')

			// at three: redeem, show too early, show again, use at one of two tills
			clock.advance({ hours: 2 })
			await bob.presses('🎁 Rewards')
			await sees(bob, 'Choose a reward')
			await bob.presses('HK$10 off · 100 pts')
			await sees(bob, 'Redeem HK$10 off')
			await bob.presses('✅ Confirm')
			await sees(bob, 'You redeemed')
			await bob.presses('🛒 Use now')
			const shown = await sees(bob, 'Show this to our staff')
			expect(shown.picture?.width).toBeGreaterThan(200)
			const readNumber = (text: string) => /\b\d{6}\b/.exec(text)?.[0] ?? ''
			const early = readNumber(shown.text)
			clock.advance({ minutes: 10 })
			await ming.says(`驗券 ${early}`)
			await sees(ming, 'Not known')
			await bob.presses('🔄 New number')
			await bob.waitFor(({ messages }) =>
				messages.some(({ text }) => text.includes('Show this') && !text.includes(early)),
			)
			const number = readNumber((await sees(bob, 'Show this to our staff')).text)
			await kelly.says(`/start c_${number}`)
			await ming.says(`/check ${number}`)
			await sees(kelly, '🟢 Valid')
			await sees(ming, '🟢 Valid')
			clock.advance({ minutes: 2 })
			await kelly.presses('✅ Use it')
			await sees(kelly, '✅ Used just now: HK$10 off')
			await sees(bob, 'was used: 10 Mar, 15:12')
			await ming.presses('✅ Use it')
			expect((await sees(ming, '🔴 Already used')).text).toMatch(/10 Mar, 15:12, .+, Kelly$/)

			// at six: goods that come back, at the other till
			clock.advance({ hours: 3 })
			await ming.says('退貨 M00001')
			await sees(ming, 'Which purchase of Amy Chan')
			await ming.presses('10 Mar 2026 · HK$880 · 260310-1-2')
			await sees(ming, 'at most HK$880')
			await ming.says('80')
			await sees(ming, 'Return HK$80 of 260310-1-2 by Amy Chan?')
			await ming.presses('✅ Confirm')
			await sees(ming, '−8. Balance 130')
			await sees(amy, 'Order 260310-1-2 was returned')

			// at eight the day is counted, and the next one begins at nothing
			clock.advance({ hours: 2 })
			await kelly.says('/today')
			const own = await sees(kelly, 'at the counter')
			expect(own.text.split('\n')).toEqual([
				'📅 10 Mar 2026 at the counter',
				'You: 1 sale, HK$800, 80 points, 1 coupon used',
				'All staff: 2 sales, HK$1,300, 130 points, 1 coupon used',
				'New members: 2',
			])
			clock.advance({ hours: 13 })
			await ming.says('今日')
			expect((await sees(ming, '11 Mar 2026 at the counter')).text.split('\n').slice(1)).toEqual([
				'You: 0 sales, HK$0, 0 points, 0 coupons used',
				'All staff: 0 sales, HK$0, 0 points, 0 coupons used',
				'New members: 0',
			])
			await program.settled()
			const members = await program.store.db
				.selectFrom('members')
				.select(['usable', 'join_source'])
				.orderBy('id')
				.execute()
			expect(members).toEqual([
				{ usable: 130, join_source: 'window' },
				{ usable: 0, join_source: 'chat' },
			])
			expect(await doctor(program.store.db, program.store.now())).toEqual({ ok: true, problems: [] })
			expect(emulator.violations).toEqual([])
		} finally {
			await close()
		}
	},
)
