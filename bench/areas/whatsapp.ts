import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { pino } from 'pino'
import { createWhatsAppWeb, type WhatsAppWebChannel, whatsappWebConfig } from '../../bots/whatsapp-web/index.ts'
import { prepareChromium } from '../../test/support/chromium.ts'
import { WhatsAppEmulator } from '../../test/support/whatsapp-web/emulator.ts'
import { type Area, type Bench, scaled } from '../area.ts'
import { median, percentile } from '../measure.ts'
import { atMost } from '../row.ts'

const PATIENCE_MS = 60_000
const STARTS = 3
const KILLS = 3

/** Milliseconds until the condition holds. */
async function until(holds: () => boolean, what: string): Promise<number> {
	const from = performance.now()
	while (!holds()) {
		if (performance.now() - from > PATIENCE_MS) throw new Error(`${what}: not within a minute`)
		await new Promise((resolve) => setTimeout(resolve, 2))
	}
	return performance.now() - from
}

/** Memory of these processes and all they started, shared pages counted once, in MB. */
function memoryMb(roots: readonly number[]): number {
	const rows = execFileSync('ps', ['-eo', 'pid=,ppid='], { encoding: 'utf8' })
		.trim()
		.split('\n')
		.map((line) => line.trim().split(/\s+/).map(Number))
	const wanted = new Set(roots)
	for (let before = 0; before !== wanted.size; ) {
		before = wanted.size
		for (const [pid = 0, parent = 0] of rows) if (wanted.has(parent)) wanted.add(pid)
	}
	const sizes = [...wanted].map((pid) => {
		try {
			return Number(/^Pss:\s+(\d+)/m.exec(fs.readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0)
		} catch {
			// gone since
			return 0
		}
	})
	return sizes.reduce((sum, size) => sum + size, 0) / 1_024
}

interface Line {
	emulator: WhatsAppEmulator
	channel: WhatsAppWebChannel
	/** Starts it anew on the same session; answers how long until it is up. */
	restart(): Promise<number>
	stop(): Promise<void>
}

/** The channel with its browser against an emulated WhatsApp; whatever comes in is answered at once. */
async function openLine(bench: Bench): Promise<Line> {
	const emulator = await WhatsAppEmulator.start()
	const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'suki-bench-wa-'))
	const browser = await prepareChromium()
	Object.assign(process.env, browser.env)
	const config = whatsappWebConfig.parse({ dataDir, browserPath: browser.path, browserArgs: emulator.browserArgs })
	const log = pino({ level: 'silent' })
	// each kill counts as the first one: the pause that grows with repeated faults is not what is measured
	const pauses = { steadyMs: 0 }
	const create = () => createWhatsAppWeb(config, { clock: () => Date.now(), log, pauses, limits: { typingMs: 0 } })
	const known = new Set<string>()
	const isUp = () => line.channel.health().state === 'up'
	const start = () =>
		line.channel.start(async (batch) => {
			for (const { event } of batch) {
				// after a restart what came lately comes again, which the inbox of the program knows
				if (event.kind !== 'message' || known.has(event.messageId)) continue
				known.add(event.messageId)
				const reply = { text: event.text, kind: 'service', locale: 'en' } as const
				void line.channel.send(event.address, reply, event.messageId)
			}
		})
	const line: Line = {
		emulator,
		channel: create(),
		async restart() {
			await line.channel.stop()
			line.channel = create()
			await start()
			return await until(isUp, 'a restart')
		},
		async stop() {
			await line.channel.stop()
			await emulator.stop()
			fs.rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 })
		},
	}
	await start()
	const code = await until(() => line.channel.pairing()?.qr !== undefined, 'a code')
	bench.add({ what: 'WhatsApp Web: start to the code', unit: 'ms', product: code })
	emulator.scan(line.channel.pairing()?.qr ?? '')
	const linked = await until(isUp, 'the link')
	bench.add({ what: 'WhatsApp Web: scan to ready', unit: 'ms', product: linked })
	return line
}

async function measureRoundTrip(bench: Bench, { emulator }: Line): Promise<void> {
	const amy = emulator.person('85291234567', 'Amy')
	const took: number[] = []
	for (let n = 0; n < scaled(bench, 100); n++) {
		const from = performance.now()
		amy.says(`message ${n}`)
		await amy.next()
		took.push(performance.now() - from)
	}
	bench.add({
		what: 'WhatsApp Web: a message to the answer on her phone',
		unit: 'ms',
		product: median(took),
		note: `p99 ${percentile(took, 0.99).toFixed(1)} ms, without the typing state of 600 ms`,
	})
}

/** After its browser or its process was killed, until somebody who writes is answered. */
async function measureKills(bench: Bench, line: Line): Promise<void> {
	for (const which of ['browser', 'worker'] as const) {
		const took: number[] = []
		for (let n = 0; n < KILLS; n++) {
			const bo = line.emulator.person(`8529123${n}00${which === 'browser' ? 1 : 2}`, 'Bo')
			const pid = line.channel.pids()[which] ?? 0
			const from = performance.now()
			process.kill(pid, 'SIGKILL')
			bo.says('still there?')
			await bo.next(PATIENCE_MS)
			took.push(performance.now() - from)
			await until(() => line.channel.health().state === 'up', 'coming back')
		}
		const worst = Math.max(...took)
		bench.add({
			what: `WhatsApp Web: killed ${which} to the next answer, worst of ${KILLS}`,
			unit: 'ms',
			product: worst,
			goal: atMost(worst, 5_000, 'ms'),
		})
	}
}

/** WhatsApp Web with its browser: start, round trip, memory, and how soon it is back. The store plays no part. */
export const whatsapp: Area = {
	name: 'whatsapp',
	once: true,
	async run(bench) {
		const line = await openLine(bench)
		try {
			const restarts: number[] = []
			for (let n = 0; n < STARTS; n++) restarts.push(await line.restart())
			bench.add({ what: 'WhatsApp Web: restart to ready, session kept', unit: 'ms', product: median(restarts) })
			await measureRoundTrip(bench, line)
			const { worker = 0, browser = 0 } = line.channel.pids()
			const own = memoryMb([worker, browser])
			bench.add({
				what: 'WhatsApp Web: memory of worker and browser',
				unit: 'MB',
				product: own,
				goal: atMost(own, 400, 'MB'),
				note: 'against the emulated page; the real one takes 250 to 400 MB more',
			})
			await measureKills(bench, line)
		} finally {
			await line.stop()
		}
	},
}
