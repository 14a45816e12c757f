import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { importMember } from '../../src/loyalty/import-member.ts'
import { type Chat, openChat, textOf } from '../support/chat.ts'
import { databases, openTestStore, type TestStore } from '../support/world.ts'

describe.each(databases)('joining on %s', (kind) => {
	let world: TestStore
	let chat: Chat
	beforeEach(async () => {
		world = await openTestStore(kind)
		chat = await openChat(world)
	})
	afterEach(() => world.close())

	const members = () => world.store.db.selectFrom('members').selectAll().orderBy('id').execute()
	const consents = () => world.store.db.selectFrom('consents').select(['state', 'channel']).orderBy('id').execute()

	test('takes two messages: a greeting, and one of two equal choices', async () => {
		const person = chat.person('1')
		const [asked, ...more] = await person.says('hi')
		expect(more).toEqual([])
		expect(asked?.text.split('\n').length).toBeLessThanOrEqual(6)
		expect(asked?.choices?.map((choice) => choice.label)).toEqual(['Join & get offers', 'Join without offers'])
		const done = await person.presses('without')
		expect(textOf(done)).toContain('Member number: `M00001`')
		expect(await members()).toHaveLength(1)
	})

	test('is no consent to promotions: that is the choice alone', async () => {
		const yes = chat.person('1')
		await yes.opens('')
		await yes.presses('get offers')
		const no = chat.person('2')
		await no.opens('')
		await no.presses('without')
		const rows = await world.store.db.selectFrom('addresses').select('promotions').orderBy('id').execute()
		expect(rows.map((row) => row.promotions)).toEqual([1, 0])
		expect((await consents())[0]).toEqual({ state: 'granted', channel: 'telegram' })
	})

	test.each([
		['en', 'no offers', 'We keep your request'],
		['zh-HK', '唔會傳推廣畀你', '記住你呢個要求'],
		['zh-Hant', '不會傳推廣給您', '記下您的要求'],
	] as const)(
		'a stranger who says STOP hears that nothing will be sent, not how to get it again (%s)',
		async (locale, ...words) => {
			const person = chat.person('1', { locale })
			for (const said of ['STOP', '退訂']) {
				const text = textOf(await person.says(said))
				for (const word of words) expect(text).toContain(word)
				expect(text).not.toMatch(/resume/i)
			}
			expect(await consents()).toEqual(Array(2).fill({ state: 'withdrawn', channel: 'telegram' }))
			await person.says('join')
			await person.says('1')
			expect(textOf(await person.says('STOP'))).toMatch(/resume/)
		},
	)

	test('WhatsApp has no button for the number, so nobody is asked to press it', async () => {
		const person = chat.person('1', { channel: 'whatsapp-web' })
		await person.says('join')
		const welcome = await person.says('2')
		expect(welcome).toHaveLength(1)
		expect(textOf(welcome)).toContain('waiting: yours with your first purchase')
		expect(textOf(await person.says('change my phone number'))).toContain('Our staff can note it')
		expect((await person.says('settings'))[0]?.choices?.some((choice) => choice.value === 'phone')).toBe(false)
	})

	test('a stranger who is not understood is offered to join, not points she does not have', async () => {
		const person = chat.person('1')
		const [unknown] = await person.says('qwxz plmk')
		expect(unknown?.choices?.map((choice) => choice.value)).toEqual(['join', 'store', 'human', 'menu'])
		expect(textOf(await person.says('no thanks'))).toContain('when you need me')
		expect((await person.says('thanks'))[0]?.choices?.map((choice) => choice.value)).toEqual(['join', 'store', 'menu'])
	})

	test('a plain yes chooses neither, and is asked again', async () => {
		const person = chat.person('1')
		await person.opens('')
		const [again] = await person.says('好呀')
		expect(again?.choices?.map((choice) => choice.value)).toEqual(['join:offers', 'join:plain'])
		expect(await members()).toEqual([])
		await person.says('2')
		expect(await members()).toHaveLength(1)
		expect((await consents()).map((one) => one.state)).toEqual(['declined'])
	})

	test('a number means the choice of that place', async () => {
		const person = chat.person('1')
		await person.says('join')
		await person.says('２')
		expect((await members())[0]?.status).toBe('active')
	})

	test('the same tap again, or the same update again, makes no second member', async () => {
		const person = chat.person('1')
		await person.says('join')
		await person.presses('without')
		expect(textOf(await person.forges('join:plain'))).toContain("You're already a member")
		expect(await members()).toHaveLength(1)
	})

	test('a friend comes by a link, hears who invited her, and both are rewarded after her first purchase', async () => {
		const referrer = chat.person('1', { name: 'Kelly Wong' })
		await referrer.says('join')
		await referrer.presses('without')
		const code = /`(\w{8})`/.exec(textOf(await referrer.says('refer')))?.[1] ?? ''
		const friend = chat.person('2', { name: 'Amy' })
		const asked = await friend.opens(`r_${code}`)
		expect(textOf(asked)).toContain('*K\\*\\*\\* W.* invited you: join and you get *50 points*')
		await friend.presses('without')
		expect(textOf(await referrer.says('refer'))).toContain('A\\*\\*\\*')
		expect(textOf(await chat.outbox('1'))).toContain('joined with your code')
	})

	test('who comes as the fourth within an hour hears that the shop looks first, and is asked for no second phone', async () => {
		const referrer = chat.person('1', { name: 'Kelly Wong' })
		await referrer.says('join')
		await referrer.presses('without')
		const code = /`(\w{8})`/.exec(textOf(await referrer.says('refer')))?.[1] ?? ''
		const welcomes: string[] = []
		for (const n of [2, 4, 6, 8]) {
			const friend = chat.person(`${n}`)
			await friend.sharesPhone(`+8526${n}23456${n}`)
			await friend.opens(`r_${code}`)
			welcomes.push(textOf(await friend.presses('without')))
		}
		expect(welcomes[2]).toContain('Points: *100*')
		expect(welcomes[3]).toContain('Points: *50*')
		expect(welcomes[3]).toContain('*50 points* more for the invitation, once the shop has had a look')
		expect(welcomes[3]).not.toContain('share your phone')
	})

	test('a code in an edited text counts as well, one’s own does not', async () => {
		const referrer = chat.person('1')
		await referrer.says('join')
		await referrer.presses('without')
		const code = /`(\w{8})`/.exec(textOf(await referrer.says('refer')))?.[1] ?? ''
		expect(textOf(await chat.person('2').says(`hello!! JOIN ${code.toLowerCase()} thanks`))).toContain('invited you')
		expect(textOf(await referrer.says(`JOIN ${code}`))).toContain('your own code')
		expect(textOf(await chat.person('3').opens('r_ZZZZZZZZ'))).toContain('could not find that code')
	})

	test("somebody else's contact is refused, one's own releases the welcome points", async () => {
		const person = chat.person('1')
		await person.says('join')
		await person.presses('without')
		expect(textOf(await person.sharesPhone('+85291234567', false))).toContain('not your own number')
		expect(textOf(await person.sharesPhone('+85291234567'))).toContain('*50 points are* yours now')
		expect((await members())[0]).toMatchObject({ usable: 50, pending: 0 })
	})

	test('a typed number proves nothing and is asked for by the button again', async () => {
		const person = chat.person('1')
		await person.says('join')
		await person.presses('without')
		const [asked] = await person.says('9123 4567')
		expect(asked?.requestContact).toBeDefined()
		expect((await members())[0]).toMatchObject({ usable: 0, pending: 50 })
	})

	test('a phone shared before joining counts at joining', async () => {
		const person = chat.person('1')
		expect(textOf(await person.sharesPhone('+85291234567'))).toContain('How would you like to join?')
		await person.presses('without')
		expect((await members())[0]).toMatchObject({ usable: 50, pending: 0 })
	})

	test('a number the platform proves needs no sharing: strangers join with it, imported members are welcomed back', async () => {
		const stranger = chat.person('phone:85291234567', { channel: 'whatsapp-cloud' })
		await stranger.does({ text: 'hi', verifiedPhone: '+85291234567' })
		await stranger.presses('without')
		expect((await members())[0]).toMatchObject({ usable: 50, pending: 0 })
		const list = { by: 'cli', source: 'old' }
		await world.store.transact((work) =>
			importMember(work, { ...list, phone: '+85291234568', name: 'Mrs Lee', points: 320 }),
		)
		const customer = chat.person('phone:85291234568', { channel: 'whatsapp-cloud' })
		const [welcome] = await customer.does({ text: 'hello', verifiedPhone: '+85291234568' })
		expect(welcome?.text).toContain('Welcome back, Mrs Lee! Your *320 points are* here.')
		expect(welcome?.choices?.[0]?.label).toContain('Get offers')
		const other = chat.person('phone:85291234569', { channel: 'whatsapp-cloud' })
		expect(textOf(await other.does({ text: 'points', verifiedPhone: '+85291234569' }))).toContain('This is for members')
	})

	test('who agreed to offers before the import is not asked for them again, by whichever way she comes back', async () => {
		const consent = { state: 'granted', at: 1_700_000_000_000, source: 'paper form', wording: 'I agree' } as const
		for (const phone of ['+85291234561', '+85291234562'])
			await world.store.transact((work) => importMember(work, { by: 'cli', source: 'old', phone, points: 5, consent }))
		const byButton = await chat.person('1').sharesPhone('+85291234561')
		const writer = chat.person('phone:85291234562', { channel: 'whatsapp-cloud' })
		const byWriting = await writer.does({ text: 'hello', verifiedPhone: '+85291234562' })
		for (const welcome of [byButton, byWriting]) {
			expect(textOf(welcome)).toContain('Welcome back')
			expect(welcome.flatMap((reply) => reply.choices ?? []).map(({ label }) => label)).not.toContain('🔔 Get offers')
		}
	})

	test('who joined without offers is not asked for them again when her phone brings an imported membership', async () => {
		await world.store.transact((work) =>
			importMember(work, { by: 'cli', source: 'old', phone: '+85291234561', points: 5 }),
		)
		const person = chat.person('1')
		await person.says('join')
		await person.presses('without')
		const welcome = await person.sharesPhone('+85291234561')
		expect(textOf(welcome)).toContain('Welcome back')
		expect(welcome.flatMap((reply) => reply.choices ?? []).map(({ label }) => label)).not.toContain('🔔 Get offers')
	})

	test.each(['zh-HK', 'zh-Hant', 'en'] as const)('speaks %s when the app does', async (locale) => {
		const person = chat.person('1', { locale })
		const [asked] = await person.says('hi')
		expect(asked?.locale).toBe(locale)
	})
})
