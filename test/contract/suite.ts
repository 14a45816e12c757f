import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Choice, Reply } from '../../src/messaging/channel.ts'
import { openContractShop } from './shop.ts'
import {
	type ContractChannel,
	type ContractPerson,
	type ContractWorld,
	createCollector,
	idOf,
	waitForMessage,
} from './world.ts'

const FAMILY = '👩‍👩‍👧'
/** A PNG of one white pixel, which every platform takes. */
const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/5+hHgAHggJ/PchI7wAAAABJRU5ErkJggg=='

const reply = (text: string, more: Partial<Reply> = {}): Reply => ({ text, kind: 'service', locale: 'en', ...more })
const choicesOf = (count: number): Choice[] =>
	Array.from({ length: count }, (_, i) => ({ value: `pick:${i + 1}`, label: `Choice ${i + 1}.` }))

/** What every channel must do, through its port and against its platform. */
function describePort(contract: ContractChannel) {
	describe(`the port of ${contract.name}`, () => {
		const collector = createCollector()
		let world: ContractWorld
		let amy: ContractPerson
		let count = 0
		const send = (more: Partial<Reply>, text = 'hello') =>
			world.channel.send(amy.address(), reply(text, more), `k${count++}`)
		const newest = async () => waitForMessage(amy, () => true)

		beforeAll(async () => {
			world = await contract.open()
			await world.start(collector.receive)
			amy = world.person('Amy')
			await amy.says('hi')
			await collector.message(({ text }) => text === 'hi')
		})
		afterAll(async () => {
			await world.stop()
			expect(world.violations()).toEqual([])
		})

		test('says what it is and what it can do', () => {
			const { name, abilities, health } = world.channel
			expect(name).toBe(contract.name)
			expect(abilities.maxText).toBeGreaterThanOrEqual(1000)
			expect(abilities.maxChoices).toBeGreaterThanOrEqual(3)
			expect(abilities.bulkPerSecond).toBeGreaterThan(0)
			expect(health.call(world.channel).state).toBe('up')
		})

		test('a message in: who, what, when, and an id of its own', async () => {
			const before = Date.now()
			await amy.says('積分 🎁')
			const event = await collector.message(({ text }) => text === '積分 🎁')
			expect(event).toMatchObject({ kind: 'message', channel: contract.name, address: amy.address(), name: 'Amy' })
			expect(Math.abs(event.at - before)).toBeLessThan(5000)
			await amy.says('again')
			expect((await collector.message(({ text }) => text === 'again')).messageId).not.toBe(event.messageId)
		})

		test.for(['photo', 'voice', 'file'] as const)('a %s in', async (media, { skip }) => {
			if (!(await amy.sends(media))) return skip('this channel carries none')
			expect((await collector.message((event) => event.media === media)).address).toBe(amy.address())
		})

		test('a text out keeps its words, its emoji and its marks', async () => {
			expect(await send({}, `你好 *Amy* ${FAMILY}，_下月_：\`AB-12\``)).toMatchObject({ kind: 'sent' })
			const seen = await newest()
			expect(seen.text.replaceAll('\u200a', '')).toBe(`你好 Amy ${FAMILY}，下月：AB-12`)
			expect(seen.marked.sort()).toEqual(['AB-12', 'Amy', '下月'])
		})

		test('escaped marks stay text, whatever a name is made of', async () => {
			await send({}, 'Hi \\*Amy\\* \\_Chan\\_ \\`x\\` <b>&amp;</b> ~y~!')
			const seen = await newest()
			expect(seen.marked).toEqual([])
			// a channel may show a sign that only looks like the mark
			expect(seen.text).toMatch(/^Hi .Amy. .Chan. .x. <b>&amp;<\/b> .y.!$/u)
		})

		test('a text that is too long is cut between characters, and a code is never cut', async () => {
			await send({}, FAMILY.repeat(2000))
			const long = (await newest()).text
			expect(long.isWellFormed()).toBe(true)
			expect(long.replace(/…$/, '').replaceAll(FAMILY, '')).toBe('')
			await send({}, `${'長'.repeat(world.channel.abilities.maxText - 5)} \`VIP-7K2Q-9X4M\``)
			// the whole code or nothing of it
			expect((await newest()).text.replace('VIP-7K2Q-9X4M', '')).not.toMatch(/VIP|7K2Q|9X4M/)
		})

		test.each([1, 3, 4, 10])('%s choices are all offered, and what is chosen comes back', async (many) => {
			const choices = choicesOf(many)
			expect(await send({ choices }, `pick one of ${many}`)).toMatchObject({ kind: 'sent' })
			const seen = await waitForMessage(amy, ({ text }) => text.startsWith(`pick one of ${many}`))
			expect(seen.choices).toEqual(choices.map(({ label }) => label))
			const from = collector.events.length
			await amy.chooses(new RegExp(`^Choice ${many}\\.$`))
			// a number means the last menu: the conversation knows what it stands for
			await collector.message(
				(event) =>
					collector.events.indexOf(event) >= from && (event.choice === `pick:${many}` || event.text === String(many)),
			)
		})

		test('more choices than there is room for still can be chosen by their number', async () => {
			const many = world.channel.abilities.maxChoices + 2
			await send({ choices: choicesOf(many) }, 'pick of many')
			const seen = await waitForMessage(amy, ({ text }) => text.startsWith('pick of many'))
			expect(seen.choices.length).toBeGreaterThanOrEqual(Math.min(many, world.channel.abilities.maxChoices))
			expect(seen.choices.length).toBeLessThanOrEqual(many)
		})

		test('a picture with its words and choices', async () => {
			const picture = { base64: PIXEL }
			expect(await send({ picture, choices: choicesOf(2) }, 'look *here*')).toMatchObject({ kind: 'sent' })
			const seen = await newest()
			expect(seen).toMatchObject({ picture: true, choices: ['Choice 1.', 'Choice 2.'] })
			expect(seen.text).toContain('look here')
		})

		test('a file, a code to copy, a link, and a question for the number all arrive', async () => {
			const file = { name: 'data.json', mime: 'application/json', text: '{}' }
			expect(await send({ file }, 'your data')).toMatchObject({ kind: 'sent' })
			const copy = { label: 'Copy', value: 'CODE-1' }
			const link = { label: 'Shop', url: 'https://shop.example/a' }
			expect(await send({ copy, link }, 'your code `CODE-1`')).toMatchObject({ kind: 'sent' })
			expect((await newest()).text).toContain('CODE-1')
			expect(await send({ requestContact: { label: 'Share' } }, 'your number?')).toMatchObject({ kind: 'sent' })
			expect(await send({ removeKeyboard: true }, 'thank you')).toMatchObject({ kind: 'sent' })
		})

		test('an answer to a press takes its place where that can be, and arrives in any case', async () => {
			await send({ choices: choicesOf(2) }, 'first')
			await waitForMessage(amy, ({ text }) => text.startsWith('first'))
			await amy.chooses(/^Choice 1\.$/)
			const pressed = await collector.message((event) => event.choice === 'pick:1' || event.text === '1')
			const edits = pressed.pressedMessageId === undefined ? {} : { edits: pressed.pressedMessageId }
			expect(await send(edits, 'second')).toMatchObject({ kind: 'sent' })
			await waitForMessage(amy, ({ text }) => text === 'second')
			expect(await send({ edits: '999999999' }, 'third')).toMatchObject({ kind: 'sent' })
			await waitForMessage(amy, ({ text }) => text === 'third')
		})

		test.for([
			['slow-down', { kind: 'retry', wholeAccount: true }],
			['refused', { kind: 'rejected' }],
			['cut-before-it-was-sent', { kind: 'unknown' }],
			['cut-after-it-was-sent', { kind: 'unknown' }],
		] as const)('the platform’s answer becomes an outcome: %s', async ([fate, outcome], { skip }) => {
			if (!world.fate(fate)) return skip('nothing comes between here')
			const came = await send({}, `fate ${fate}`)
			expect(came).toMatchObject(outcome)
			if (came.kind === 'retry') expect(came.at).toBeGreaterThan(Date.now())
			const arrived = (await amy.sees()).some(({ text }) => text === `fate ${fate}`)
			expect(arrived).toBe(fate === 'cut-after-it-was-sent')
			// and the next one goes through again
			expect(await send({}, 'and now')).toMatchObject({ kind: 'sent' })
		})

		test('an address that is none → gone', async () => {
			for (const address of ['', 'nobody at all'])
				expect((await world.channel.send(address, reply('x'), 'k')).kind).toMatch(/gone|sent/)
			if (contract.name !== 'simulator')
				expect(await world.channel.send('nobody at all', reply('x'), 'k')).toMatchObject({ kind: 'gone' })
		})

		test('statuses name the message and its chat, in whatever order they come', async ({ skip }) => {
			if (!world.reverseStatuses()) return skip('this channel has none')
			const id = idOf(await send({}, 'with statuses'))
			await world.settled()
			await collector.waitFor(
				(event) => event.kind === 'status' && event.platformMessageId === id && event.state === 'sent',
			)
			const states = collector.events.flatMap((event) =>
				event.kind === 'status' && event.platformMessageId === id ? [event] : [],
			)
			expect(states.map(({ state }) => state)).toEqual(['delivered', 'sent'])
			expect(new Set(states.map(({ address }) => address))).toEqual(new Set([amy.address()]))
		})

		test('who blocks the shop is out of reach', async () => {
			const bob = world.person('Bob')
			await bob.says('hello from Bob')
			await collector.message(({ text }) => text === 'hello from Bob')
			const isTold = await bob.blocks()
			const { kind } = await world.channel.send(bob.address(), reply('still there?'), 'k')
			// said at once, or later by an event
			if (isTold && kind !== 'gone')
				await collector.waitFor(
					(event) => event.kind === 'linkage' && !event.reachable && event.address === bob.address(),
				)
			expect((await bob.sees()).some(({ text }) => text === 'still there?')).toBe(false)
		})

		test('what is stored twice keeps one id', async ({ skip }) => {
			if (!world.repeatEverything()) return skip('nothing comes twice here')
			await amy.says('twice')
			await world.settled()
			const twice = () => collector.events.filter((event) => event.kind === 'message' && event.text === 'twice')
			await expect.poll(() => twice().length).toBe(2)
			expect(new Set(twice().map(({ messageId }) => messageId)).size).toBe(1)
		})
	})
}

/** A member's life through the real conversation, on every channel the same words. */
function describeJourney(contract: ContractChannel) {
	test(`join, card, redeem, coupon, refer and stop on ${contract.name}`, async () => {
		const world = await contract.open()
		const shop = await openContractShop(world)
		const amy = world.person('*Amy* _C_')
		const bob = world.person('Bob')
		const reads = (person: ContractPerson, words: RegExp) => waitForMessage(person, ({ text }) => words.test(text))
		world.repeatEverything()
		world.reverseStatuses()

		await amy.says('hi')
		await waitForMessage(amy, ({ choices }) => choices.includes('Join without offers'))
		await amy.chooses(/^Join & get offers$/)
		const welcome = await reads(amy, /M00001/)
		// her name is shown and has become no markup
		expect(welcome.text).toMatch(/.Amy. .C/u)
		expect(welcome.marked).not.toContain('Amy')
		expect(welcome.marked).not.toContain('C')

		await shop.give(amy.address(), 300)
		await amy.says('points')
		await reads(amy, /M00001[\s\S]*300|300[\s\S]*M00001|Points: 3\d\d/)
		await amy.chooses(/Rewards/)
		await waitForMessage(amy, ({ choices }) => choices.some((label) => /HK\$10 off/.test(label)))
		await amy.chooses(/HK\$10 off/)
		await waitForMessage(amy, ({ choices }) => choices.some((label) => /Confirm/.test(label)))
		await amy.chooses(/Confirm/)
		await reads(amy, /You redeemed[\s\S]*[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/)
		await amy.says('coupons')
		await reads(amy, /HK\$10 off/)

		await amy.says('refer')
		const { text } = await reads(amy, /\/r\//)
		const code = shop.codeIn(text)
		await bob.says(`join ${code}`)
		await reads(bob, /invited you/)
		await bob.chooses(/^Join without offers$/)
		await reads(bob, /M00002/)
		await reads(amy, /joined with your code/)

		await amy.says('STOP')
		await reads(amy, /Offers stopped/)
		await world.settled()
		await shop.idle()
		expect(await shop.promotions(amy.address())).toBe(0)
		expect(await shop.findProblems()).toEqual([])
		// everything came twice, and nothing was answered twice
		const answers = (await amy.sees()).filter(({ from, text }) => from === 'shop' && /M00001|Offers stopped/.test(text))
		expect(new Set(answers.map((one) => one.text)).size).toBe(answers.length)
		await shop.stop()
		await world.stop()
		expect(world.violations()).toEqual([])
	})
}

/** The whole contract, for one channel. */
export function describeContract(contract: ContractChannel) {
	describePort(contract)
	describeJourney(contract)
}
