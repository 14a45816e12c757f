import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { reportOrder } from '../../src/loyalty/report-order.ts'
import { type Chat, type ChatPerson, openChat, textOf } from '../support/chat.ts'
import { databases, openTestStore, type TestStore } from '../support/world.ts'

describe.each(databases)('a member in the chat on %s', (kind) => {
	let world: TestStore
	let chat: Chat
	let person: ChatPerson
	beforeEach(async () => {
		world = await openTestStore(kind)
		chat = await openChat(world)
		person = chat.person('1')
		await person.sharesPhone('+85291234567')
		await person.presses('get offers')
	})
	afterEach(() => world.close())

	const member = () => world.store.db.selectFrom('members').selectAll().where('id', '=', 1).executeTakeFirstOrThrow()
	const buys = (externalId: string, eligibleMinor: number, refundedEligibleMinor = 0) =>
		world.store.transact((work) =>
			reportOrder(work, {
				source: 'counter',
				externalId,
				memberId: 1,
				placedAt: work.now,
				paidAt: work.now,
				cancelledAt: null,
				currency: 'HKD',
				eligibleMinor,
				totalMinor: eligibleMinor,
				refundedEligibleMinor,
				versionAt: work.now,
			}),
		)

	test('the card shows balance, tier, what is missing to the next, and what expires', async () => {
		await buys('A1', 88_000)
		const card = textOf(await person.says('points'))
		expect(card).toContain('Points: *138*')
		expect(card).toContain('🟩🟩⬜⬜⬜⬜⬜⬜⬜⬜ 29% · spend *HK$2,120* more for *Silver*')
		expect(card).toContain('138 points expire on')
		expect(card).toContain('You can redeem now: *HK$10 off*')
		expect(card.split('\n').length).toBeLessThanOrEqual(6)
	})

	test('a double tap on confirm redeems once and shows the same code', async () => {
		await buys('A1', 88_000)
		await person.says('rewards')
		await person.presses('HK$10 off')
		const first = await person.presses('Confirm')
		const again = await person.forges(person.lastEvent().choice ?? '')
		const code = /`([0-9A-Z-]{14})`/.exec(textOf(first))?.[1]
		expect(code).toBeDefined()
		expect(textOf(again)).toContain(code)
		expect(textOf(again)).toContain('points were used only once')
		expect((await member()).usable).toBe(38)
	})

	test('a confirm of another chat does nothing', async () => {
		await buys('A1', 88_000)
		await person.says('rewards')
		const [asked] = await person.presses('HK$10 off')
		const value = asked?.choices?.[0]?.value ?? ''
		const stranger = chat.person('2')
		await stranger.sharesPhone('+85291234568')
		await stranger.presses('without')
		expect(textOf(await stranger.forges(value))).toContain('out of date, and nothing was done')
		expect((await member()).usable).toBe(138)
	})

	test('undo within ten minutes gives the points back, later it is refused', async () => {
		await buys('A1', 200_000)
		await person.says('rewards')
		await person.presses('HK$10 off')
		await person.presses('Confirm')
		expect(textOf(await person.presses('Undo'))).toContain('*100 points are* back. Balance: *250*')
		await person.says('rewards')
		await person.presses('HK$10 off')
		await person.presses('Confirm')
		world.clock.advance({ minutes: 11 })
		expect(textOf(await person.presses('Undo'))).toContain('10 minutes to undo are over')
		expect((await member()).usable).toBe(150)
	})

	test('too few points: says how many are short and about how much to buy', async () => {
		await person.says('rewards')
		expect(textOf(await person.presses('HK$10 off'))).toContain(
			'needs 100 points; you are *50* short.\nAbout HK$500 more in purchases will do it.',
		)
	})

	test('how points are earned is answered with the rate, and a typed wish to share the number with its button', async () => {
		for (const asked of ['how do i earn points', '點樣儲分'])
			expect(textOf(await person.says(asked))).toContain('(you: *Member*, 1 point for every HK$10)')
		expect((await person.says('分享電話'))[0]?.requestContact).toBeDefined()
	})

	test('a no to leaving keeps everything and says so', async () => {
		await person.says('leave')
		expect(textOf(await person.says('no'))).toContain('still a member')
		expect((await member()).status).toBe('active')
	})

	test('every line of the history explains itself', async () => {
		await buys('A1', 88_000)
		await buys('A1', 88_000, 50_000)
		world.clock.advance({ minutes: 1 })
		const report = await buys('A1', 88_000, 50_000)
		expect(report.state).not.toBe('held')
		const history = textOf(await person.says('history'))
		expect(history).toContain('+88* Order A1: HK$880 ÷ HK$10 × 1 (Member) · valid until')
		expect(history).toContain('−50* Order A1: HK$500 returned')
		expect(history).toContain('Welcome gift')
	})

	test('stop ends promotions at once and resume brings them back, each said once', async () => {
		expect(textOf(await person.says('STOP'))).toContain('Offers stopped')
		expect(textOf(await person.says('stop'))).toContain('already off')
		expect(textOf(await person.says('can I stop by your shop?'))).not.toContain('Offers stopped')
		expect(textOf(await person.says('/resume'))).toContain("you'll get our offers here")
		const rows = await world.store.db.selectFrom('consents').select('state').orderBy('id').execute()
		expect(rows.map((row) => row.state)).toEqual(['granted', 'withdrawn', 'withdrawn', 'granted'])
	})

	test('/start is never consent', async () => {
		await person.says('stop')
		await person.opens('')
		const { promotions } = await world.store.db.selectFrom('addresses').select('promotions').executeTakeFirstOrThrow()
		expect(promotions).toBe(0)
	})

	test('「取消」 cancels the step and never unsubscribes', async () => {
		await buys('A1', 88_000)
		await person.says('rewards')
		await person.presses('HK$10 off')
		expect(textOf(await person.says('取消'))).toContain('No points used')
		expect(textOf(await person.says('取消'))).toContain('Cancelled')
		const { promotions } = await world.store.db.selectFrom('addresses').select('promotions').executeTakeFirstOrThrow()
		expect(promotions).toBe(1)
	})

	test('a birthday is asked, confirmed, and then only changed by staff; 29 February is one', async () => {
		await person.says('settings')
		await person.presses('Birthday')
		expect(textOf(await person.says('31/31'))).toContain("couldn't read that date")
		await person.says('29 Feb')
		expect(textOf(await person.presses('Yes'))).toContain('Birthday saved: 29 Feb')
		await person.says('settings')
		expect(textOf(await person.presses('Birthday'))).toContain('Please ask our staff')
	})

	test('a name with markup and HTML stays what it is', async () => {
		await person.says('settings')
		await person.presses('Change name')
		const [saved] = await person.says("*Bobby* <b>'); DROP TABLE members;--")
		expect(saved?.text).toContain("\\*Bobby\\* <b>'); DROP TABLE members;--")
		expect((await member()).name).toBe("*Bobby* <b>'); DROP TABLE members;--")
	})

	test('the language is chosen once and kept', async () => {
		await person.says('settings')
		await person.presses('Language')
		const [menu] = await person.presses('繁體中文')
		expect(menu?.locale).toBe('zh-Hant')
		const [card] = await person.says('積分')
		expect(card?.locale).toBe('zh-Hant')
	})

	test('my data comes as a file with everything', async () => {
		await buys('A1', 88_000)
		await person.says('my data')
		const [copy] = await person.presses('copy')
		const data = JSON.parse(copy?.file?.text ?? '{}')
		expect(data.points.usable).toBe(138)
		expect(JSON.stringify(data)).toContain('+85291234567')
	})

	test('/mydata gives the copy at once, readable and as a file', async () => {
		const [copy] = await person.says('/mydata')
		expect(copy?.text).toContain('Your data at 星期日烘焙')
		expect(copy?.text).toContain('Birthday: not set')
		expect(JSON.parse(copy?.file?.text ?? '{}').member.name).toBe('Chan Tai Man')
	})

	test('a coupon of the last ten minutes can be undone from its own screen', async () => {
		await buys('A1', 88_000)
		await person.says('rewards')
		await person.presses('HK$10 off')
		await person.presses('Confirm')
		await person.says('coupons')
		await person.presses('HK$10 off')
		expect(textOf(await person.presses('Undo'))).toContain('*100 points are* back')
	})

	test('what a button is called can be typed, a plain yes confirms, and neither deletes anybody', async () => {
		await buys('A1', 200_000)
		await person.says('rewards')
		await person.presses('HK$10 off')
		expect(textOf(await person.says('yes'))).toContain('Code: `')
		expect(textOf(await person.says('Use now'))).toContain('Show this to our staff')
		await person.says('rewards')
		await person.presses('HK$10 off')
		expect(textOf(await person.says('no'))).toContain('No points used')
		expect((await member()).usable).toBe(150)
		await person.says('leave membership')
		await person.says('yes')
		await person.says('ok')
		expect((await member()).status).toBe('active')
	})

	test('undo typed later takes back the last redemption, and says so when there is none', async () => {
		expect(textOf(await person.says('undo'))).toContain('nothing to undo')
		await buys('A1', 88_000)
		await person.says('rewards')
		await person.presses('HK$10 off')
		await person.presses('Confirm')
		await person.says('points')
		expect(textOf(await person.says('還原'))).toContain('*100 points are* back')
	})

	test('a birthday or a language that is named is asked about at once', async () => {
		expect(textOf(await person.says('我生日係5月3號'))).toContain('*3 May*')
		expect(textOf(await person.says('yes'))).toContain('3 May')
		expect((await member()).birthday_month).toBe(5)
		expect(textOf(await person.says('change language'))).toContain('Choose a language')
		expect(textOf(await person.says('English please'))).toContain('*English* from now on')
		expect(textOf(await person.says('廣東話'))).toContain('廣東話')
		expect(textOf(await person.says('settings'))).toContain('生日：5月3日')
	})

	test('a question who is there is answered with a bot, thanks with a welcome', async () => {
		expect(textOf(await person.says('are you a real person?'))).toContain('a bot')
		expect(textOf(await person.says('thank you so much'))).toContain('welcome')
		expect(textOf(await person.says('bye'))).toContain('See you')
	})

	test('a picture with words is answered and reaches the staff, and with them the bot stays silent', async () => {
		const seen = () =>
			world.store.db.selectFrom('chat_messages').select(['text', 'media', 'media_id']).orderBy('id').execute()
		expect(
			textOf(await person.does({ media: 'photo', mediaId: 'p1', text: 'points missing from this receipt' })),
		).not.toBe('')
		expect(await seen()).toEqual([{ text: 'points missing from this receipt', media: 'photo', media_id: 'p1' }])
		await person.says('staff')
		expect(await person.does({ media: 'photo' })).toEqual([])
		expect((await seen()).slice(1)).toEqual([
			{ text: 'staff', media: null, media_id: null },
			{ text: '', media: 'photo', media_id: null },
		])
	})

	test('no screen has more than six lines', async () => {
		await buys('A1', 88_000)
		for (let i = 0; i < 8; i++) await buys(`B${i}`, 10_000)
		const screens = ['points', 'history', 'refer', 'tier', 'settings', 'privacy', 'help', 'store', 'coupons', 'rewards']
		const long: string[] = []
		for (const word of screens)
			for (const reply of await person.says(word)) if (reply.text.split('\n').length > 6) long.push(word)
		expect(long).toEqual([])
	})

	test('what was done in the settings of the app is obeyed and not answered', async () => {
		expect(await person.does({ text: 'STOP', unanswered: true })).toEqual([])
		const { promotions } = await world.store.db.selectFrom('addresses').select('promotions').executeTakeFirstOrThrow()
		expect(promotions).toBe(0)
	})

	test('leaving is confirmed and erases who she was', async () => {
		await person.says('leave')
		expect(textOf(await person.presses('Leave and delete'))).toContain('You have left')
		expect(await member()).toMatchObject({ status: 'left', usable: 0, birthday_month: null })
		expect((await member()).name).not.toContain('Chan')
		const [asked] = await person.says('points')
		expect(asked?.choices).toHaveLength(2)
	})

	test('talking to staff queues the words, and 0 brings the bot back', async () => {
		expect(textOf(await person.says('I want to talk to a person'))).toContain('Our staff have been told')
		expect(await person.says('do you have cake today?')).toEqual([])
		const rows = await world.store.db.selectFrom('chat_messages').select('text').orderBy('id').execute()
		expect(rows.map((row) => row.text)).toEqual(['I want to talk to a person', 'do you have cake today?'])
		expect(textOf(await person.says('0'))).toContain('The bot is back')
		expect(textOf(await person.says('points'))).toContain('Points:')
	})

	test('a clock that is set back silences no chat', async () => {
		for (let n = 0; n < 20; n++) await person.says('menu')
		world.clock.advance({ minutes: 11 })
		for (let n = 0; n < 3; n++) expect(textOf(await person.says('points'))).toContain('Points:')
		world.clock.advance({ hours: -1 })
		expect(textOf(await person.says('points'))).toContain('Points:')
		for (let n = 0; n < 19; n++) await person.says('menu')
		world.clock.advance({ hours: -1 })
		expect(textOf(await person.says('points'))).toContain('Points:')
	})

	test('unknown buttons and old numbers show a fresh menu and do nothing', async () => {
		for (const forged of [
			'redeem:rwd_none',
			'confirm:x',
			'undo:red_none',
			'constructor',
			'__proto__:a',
			'drop:1',
			'',
		]) {
			expect(textOf(await person.forges(forged))).toContain('nothing was done')
			// the same words are not said more than three times in ten minutes
			world.clock.advance({ minutes: 5 })
		}
	})
})
