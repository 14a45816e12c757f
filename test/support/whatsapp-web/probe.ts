/**
 * Judges a version of whatsapp-web.js: leaves out one module of the emulated page at a time and shows what stops, which
 * is how an update of WhatsApp that moves it would look. With names as arguments only those are left out. Ends with 1
 * when something does not work although nothing is missing.
 */
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { pino } from 'pino'
import { createWhatsAppWeb } from '../../../bots/whatsapp-web/index.ts'
import { qrPng } from '../../../src/lib/qr.ts'
import type { ChannelEvent, Inbound, Reply } from '../../../src/messaging/channel.ts'
import { prepareChromium } from '../chromium.ts'
import { WhatsAppEmulator } from './emulator.ts'

const STAGE_MS = 4_000
const WORKS = 'nothing: everything we use works without it'

class Stopped extends Error {}

async function until(condition: () => boolean) {
	for (const end = Date.now() + STAGE_MS; !condition(); ) {
		if (Date.now() > end) throw new Stopped()
		await new Promise((resolve) => setTimeout(resolve, 20))
	}
}

type Channel = ReturnType<typeof createWhatsAppWeb>
interface World {
	emulator: WhatsAppEmulator
	channel: Channel
	events: ChannelEvent[]
}

const said = (text: string): Reply => ({ text, kind: 'service', locale: 'en' })

/** What we use, in the order a shop meets it. */
const stages: Record<string, (world: World) => Promise<void>> = {
	'the code': ({ channel }) => until(() => channel.pairing()?.qr !== undefined),
	'linking and getting ready': async ({ emulator, channel }) => {
		emulator.scan(channel.pairing()?.qr ?? '')
		await until(() => channel.health().state === 'up')
	},
	'messages coming in': async ({ emulator, events }) => {
		emulator.person('85291234567', 'Amy').says('hi')
		await until(() => events.some((event) => event.kind === 'message'))
	},
	answers: async ({ channel }) => {
		if ((await channel.send('phone:85291234567', said('hello'), 'a')).kind !== 'sent') throw new Stopped()
	},
	receipts: ({ events }) => until(() => events.some((event) => event.kind === 'status')),
	'numbers that never wrote': async ({ emulator, channel }) => {
		emulator.person('85290000001', 'New')
		if ((await channel.send('phone:85290000001', said('hello'), 'b')).kind !== 'sent') throw new Stopped()
	},
	'numbers behind hidden ids': async ({ emulator, events }) => {
		emulator.options.addressing = 'lid'
		emulator.person('85290000002', 'Hidden').says('hidden')
		await until(() => events.some((event) => event.address === 'phone:85290000002'))
	},
	'pictures going out': async ({ channel }) => {
		const picture = { base64: qrPng('x').toString('base64') }
		const sent = await channel.send('phone:85291234567', { ...said('p'), picture }, 'c')
		if (sent.kind !== 'sent') throw new Stopped()
	},
	'pictures coming in': async ({ emulator, channel, events }) => {
		emulator.person('85290000003', 'Pic').sendsPicture(qrPng('y'), 'picture')
		const found = () => events.find((event): event is Inbound => event.kind === 'message' && event.text === 'picture')
		await until(() => found() !== undefined)
		if (!(await channel.fetchMedia?.(found()?.mediaId ?? ''))) throw new Stopped()
	},
}

/** The first thing that does not work without these modules. */
async function probe(missingModules: string[], browser: { path: string }): Promise<string> {
	const emulator = await WhatsAppEmulator.start({ missingModules, strictLid: true })
	const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'suki-probe-'))
	const events: ChannelEvent[] = []
	const channel = createWhatsAppWeb(
		{ dataDir, browserPath: browser.path, browserArgs: emulator.browserArgs },
		{
			clock: () => Date.now(),
			log: pino({ level: 'silent' }),
			limits: { startMs: STAGE_MS, readyMs: STAGE_MS, callMs: STAGE_MS / 2, typingMs: 0 },
			pauses: { firstMs: 60_000 },
		},
	)
	await channel.start(async (batch) => {
		events.push(...batch.map(({ event }) => event))
	})
	try {
		for (const [name, run] of Object.entries(stages))
			try {
				await run({ emulator, channel, events })
			} catch {
				return name
			}
		return WORKS
	} finally {
		await channel.stop()
		await emulator.stop()
		fs.rmSync(dataDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
	}
}

const source = fs.readFileSync(new URL('./page.js', import.meta.url), 'utf8')
const emulated = [...source.matchAll(/^\t(WA[A-Za-z0-9]+):/gm)].map((match) => match[1] ?? '')
const names = process.argv.length > 2 ? process.argv.slice(2) : emulated

const browser = await prepareChromium()
Object.assign(process.env, browser.env)
const baseline = await probe([], browser)
if (baseline !== WORKS) {
	console.error(`does not work with every module there: ${baseline}`)
	process.exit(1)
}
const found = new Map<string, string[]>()
for (const name of names) {
	const stage = await probe([name], browser)
	found.set(stage, [...(found.get(stage) ?? []), name])
	process.stderr.write('.')
}
process.stderr.write('\n')
for (const stage of [...Object.keys(stages), WORKS])
	if (found.has(stage)) console.log(`${stage}\n  ${found.get(stage)?.join('\n  ')}`)
process.exit(0)
