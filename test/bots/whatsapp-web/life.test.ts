import fs from 'node:fs'
import path from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { promotionLimits } from '../../../src/domain/promotion-limits.ts'
import { type Harness, type HarnessOptions, reply, startHarness } from './harness.ts'

let harness: Harness
afterEach(() => harness.close())

const open = async (options?: HarnessOptions) => {
	harness = await startHarness(options)
	return harness
}
const address = 'phone:85291234567'
const stateOf = () => harness.channel.health().state

/** What the outbox does with a reply: it tries until the fate is known. */
async function insist(key: string, text: string) {
	for (;;) {
		const outcome = await harness.channel.send(address, reply(text), key)
		if (outcome.kind !== 'retry' && outcome.kind !== 'unknown') return outcome
		await new Promise((resolve) => setTimeout(resolve, 100))
	}
}

/** Kills, and answers after how many ms a message is answered again. */
async function killAndAnswer(kill: () => void): Promise<number> {
	const amy = harness.emulator.person('85291234567', 'Amy')
	const began = Date.now()
	kill()
	amy.says('still there?')
	await harness.inbound('still there?')
	await insist('k1', 'yes')
	expect((await amy.next(45_000)).body).toBe('yes')
	return Date.now() - began
}

/** Five seconds; on a machine so busy that an ordinary start takes longer than four, a quarter more than such a start. */
const soonEnough = () => Math.max(5_000, 1.25 * harness.startedInMs)

describe('linking', () => {
	test('shows a code in the console and the terminal, and says what it waits for', async () => {
		const shown: string[] = []
		await open({ idle: true, deps: { showInTerminal: (text) => shown.push(text) } })
		expect(stateOf()).toBe('off')
		await harness.start()
		await harness.until(() => harness.channel.pairing() !== undefined, 'a code')
		expect(harness.channel.health()).toMatchObject({ state: 'starting', detail: expect.stringContaining('scan') })
		expect(shown[0]).toMatch(/█/)
		expect(await harness.channel.send(address, reply('x'), 'o1')).toMatchObject({ kind: 'retry', wholeAccount: true })
		await harness.scan()
		await harness.ready()
		expect(harness.channel.pairing()).toBeUndefined()
		expect(harness.channel.health().detail).toContain('85260000000')
	})

	test('also by characters typed on the phone', async () => {
		await open({ idle: true })
		await harness.start()
		await harness.until(() => harness.channel.pairing() !== undefined, 'a code')
		const code = await harness.channel.pairByCode('85260000000')
		await harness.until(() => harness.channel.pairing()?.code === code, 'the characters')
		harness.emulator.enterCode('85260000000', code)
		await harness.ready()
	})

	test('a code that ran out is renewed', async () => {
		await open({ idle: true })
		await harness.start()
		await harness.until(() => harness.channel.pairing() !== undefined, 'a code')
		const first = harness.channel.pairing()?.qr
		harness.emulator.expireQr()
		await harness.until(() => harness.channel.pairing()?.qr !== first, 'another code')
		await harness.scan()
		await harness.ready()
	})

	test('survives a reload of the page after pairing, and never answers what is older', async () => {
		await open({ idle: true, emulator: { reloadAfterPairing: true } })
		const amy = harness.emulator.person('85291234567', 'Amy')
		amy.says('years ago', { seconds: Math.floor(Date.now() / 1000) - 3600 })
		await harness.start()
		await harness.scan()
		await harness.ready()
		amy.says('now')
		await harness.inbound('now')
		expect(harness.events.map((event) => event.kind === 'message' && event.text)).toEqual(['now'])
	})

	test('a page in step before the library listens is ready all the same', async () => {
		await open({ emulator: { syncAfterMs: 0 } })
		await harness.start()
		await harness.ready()
	})
})

describe('coming back', () => {
	test('a restart needs no new code, and brings what was written in between', async () => {
		await open()
		const amy = harness.emulator.person('85291234567', 'Amy')
		amy.says('before')
		await harness.inbound('before')
		await harness.channel.stop()
		amy.says('meanwhile')
		harness.emulator.person('85291230002', 'Bo').says('me too')
		await harness.start()
		await harness.inbound('meanwhile')
		await harness.inbound('me too')
		expect(harness.channel.pairing()).toBeUndefined()
		expect(harness.events.filter((event) => event.kind === 'message')).toHaveLength(3)
	})

	test('the browser is killed: answering again within five seconds', async () => {
		await open()
		const { browser = 0 } = harness.channel.pids()
		expect(await killAndAnswer(() => process.kill(-browser, 'SIGKILL'))).toBeLessThan(soonEnough())
	})

	test('the process is killed: answering again within five seconds, and no browser stays behind', async () => {
		await open()
		const { worker = 0, browser = 0 } = harness.channel.pids()
		expect(await killAndAnswer(() => process.kill(worker, 'SIGKILL'))).toBeLessThan(soonEnough())
		// one that has ended may wait to be buried, without a command of its own
		const left = `/proc/${browser}/cmdline`
		expect(fs.existsSync(left) ? fs.readFileSync(left, 'utf8') : '').toBe('')
	})

	test('killed again and again in a stream of messages: none that WhatsApp delivered is lost', async () => {
		await open({ deps: { pauses: { longestMs: 250 } } })
		const { emulator, channel } = harness
		const amy = emulator.person('85291234567', 'Amy')
		const words = Array.from({ length: 60 }, (_, n) => `message ${n}`)
		for (const [n, text] of words.entries()) {
			amy.says(text)
			if (n % 20 === 7) {
				await harness.until(() => emulator.received.length >= n, 'delivery')
				process.kill(-(channel.pids().browser ?? 0), 'SIGKILL')
				await harness.until(() => stateOf() === 'starting', 'the end of the browser')
				await harness.ready()
			}
		}
		await harness.inbound('message 59')
		await harness.until(() => harness.events.length >= 60, 'all of them')
		const texts = harness.events.map((event) => event.kind === 'message' && event.text)
		expect(texts.toSorted()).toEqual(words.toSorted())
	})

	test('the page freezes: noticed by the heartbeat', async () => {
		await open()
		const { browser = 0 } = harness.channel.pids()
		await killAndAnswer(() => process.kill(-browser, 'SIGSTOP'))
		expect(harness.channel.pids().browser).not.toBe(browser)
	})

	test('the process hangs: noticed by its silence', async () => {
		await open()
		const { worker = 0 } = harness.channel.pids()
		await killAndAnswer(() => process.kill(worker, 'SIGSTOP'))
		expect(harness.channel.pids().worker).not.toBe(worker)
	})

	test('a clock that is set and a stall of our own are no silence of the process', async () => {
		let skipMs = 0
		const beatMs = 300
		await open({ deps: { clock: () => Date.now() + skipMs, limits: { beatMs } } })
		const { worker } = harness.channel.pids()
		for (let jump = 0; jump < 4; jump++) {
			skipMs += 3_600_000
			// longer than the beats that may be missing, with nothing heard meanwhile
			const end = performance.now() + 4 * beatMs
			while (performance.now() < end);
			await new Promise((resolve) => setTimeout(resolve, 2 * beatMs))
		}
		expect(harness.channel.pids().worker).toBe(worker)
		expect(stateOf()).toBe('up')
	})

	test('the line drops and comes back in the same browser', async () => {
		await open()
		const { browser } = harness.channel.pids()
		harness.emulator.dropConnections()
		await harness.until(() => stateOf() === 'starting', 'no line')
		await harness.ready()
		expect(await killAndAnswer(() => {})).toBeLessThan(soonEnough())
		expect(harness.channel.pids().browser).toBe(browser)
	})

	test('unlinked on the phone: the session is cleared away and a new code asked for', async () => {
		const accepted = promotionLimits.parse({ accepted: true })
		await open({ deps: { promotionLimits: () => accepted } })
		harness.emulator.person('85291234567', 'Amy')
		await harness.channel.send(address, reply('offer', { kind: 'promo' }), 'd1')
		harness.emulator.unlink()
		await harness.until(() => harness.channel.pairing() !== undefined, 'a new code')
		expect(harness.channel.health()).toMatchObject({ state: 'down', detail: expect.stringContaining('scan') })
		await harness.scan()
		await harness.ready()
		expect(harness.channel.promotions?.()).toMatchObject({ closed: expect.stringContaining('stopped') })
	})

	test('another program took the session: it waits, says so, and goes on when it is told to', async () => {
		await open()
		harness.emulator.setState('CONFLICT')
		await harness.until(() => stateOf() === 'down', 'the conflict')
		expect(harness.channel.health().detail).toContain('another window')
		await new Promise((resolve) => setTimeout(resolve, 600))
		expect(harness.channel.pids().worker).toBeUndefined()
		harness.channel.reconnect()
		await harness.ready()
	})

	test('a module that moved: never ready, started again ever later, and said so', async () => {
		await open({
			idle: true,
			emulator: { missingModules: ['WAWebSyncGatingUtils'] },
			deps: { pauses: { firstMs: 11_000 } },
		})
		await harness.start()
		await harness.scan()
		await harness.until(() => stateOf() === 'down', 'word of it')
		expect(harness.channel.health().detail).toContain('WAWebSyncGatingUtils')
	})
})

describe('a message in doubt', () => {
	test('that arrived is found in the chat and not sent again', async () => {
		await open({ deps: { limits: { callMs: 1_000 } } })
		const amy = harness.emulator.person('85291234567', 'Amy')
		harness.emulator.answersSends = false
		expect(await harness.channel.send(address, reply('your code'), 'o1')).toMatchObject({ kind: 'unknown' })
		harness.emulator.answersSends = true
		await harness.start()
		expect(await insist('o1', 'your code')).toMatchObject({ kind: 'sent' })
		expect(amy.inbox.map(({ body }) => body)).toEqual(['your code'])
	})

	test('that did not arrive is sent again', async () => {
		await open({ deps: { limits: { callMs: 1_000 } } })
		const amy = harness.emulator.person('85291234567', 'Amy')
		harness.emulator.onSend = () => new Promise(() => {})
		expect(await harness.channel.send(address, reply('your code'), 'o1')).toMatchObject({ kind: 'unknown' })
		harness.emulator.onSend = () => {}
		expect(await insist('o1', 'your code')).toMatchObject({ kind: 'sent' })
		expect(amy.inbox.map(({ body }) => body)).toEqual(['your code'])
	})

	test('no promotion is sent twice, and none of our own counts as typed by a person', async () => {
		const accepted = promotionLimits.parse({ accepted: true })
		await open({ deps: { promotionLimits: () => accepted, limits: { callMs: 1_000 } } })
		const amy = harness.emulator.person('85291234567', 'Amy')
		harness.emulator.answersSends = false
		const promotion = reply('offer', { kind: 'promo' })
		// the broadcast counts it as unknown and never tries again
		expect(await harness.channel.send(address, promotion, 'd1')).toMatchObject({ kind: 'unknown' })
		harness.emulator.answersSends = true
		await harness.start()
		await insist('o2', 'and a reply')
		expect(amy.inbox.map(({ body }) => body)).toEqual(['offer', 'and a reply'])
	})
})

test('without a browser the channel says so in one line, and the program goes on', async () => {
	harness = await startHarness({ idle: true })
	const { createWhatsAppWeb } = await import('../../../bots/whatsapp-web/index.ts')
	const { pino } = await import('pino')
	const config = { dataDir: harness.dataDir, browserPath: path.join(harness.dataDir, 'none'), browserArgs: [] }
	const channel = createWhatsAppWeb(config, { clock: () => Date.now(), log: pino({ level: 'silent' }) })
	await channel.start(async () => {})
	expect(channel.health()).toEqual({ state: 'down', detail: expect.stringContaining('CHROMIUM_PATH') })
	await channel.stop()
	expect(fs.existsSync(harness.dataDir)).toBe(true)
})
