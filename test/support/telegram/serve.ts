// Runs the emulator alone: node tools/node.mjs test/support/telegram/serve.ts --port 8081 --token 123456:abc
// Prints one line of JSON with its address; /control/… moves its people (see remote.ts).
import { parseArgs } from 'node:util'
import { controlRoutes, describeState } from './control.ts'
import { TelegramEmulator } from './emulator.ts'
import { REAL_FLOOD_LIMIT } from './flood.ts'
import { realTime } from './time.ts'

const { values } = parseArgs({
	options: {
		port: { type: 'string', default: '8081' },
		token: { type: 'string' },
		username: { type: 'string' },
		seed: { type: 'string', default: '1' },
		/** Redelivery and long polls run this many times faster. */
		'time-scale': { type: 'string', default: '1' },
		/** Keeps the limits of the real server: 30 a second in bulk, 1 a second to one chat. */
		flood: { type: 'boolean', default: false },
		'latency-ms': { type: 'string', default: '0' },
		'no-lint': { type: 'boolean', default: false },
	},
})

const emulator = new TelegramEmulator({
	seed: Number(values.seed),
	time: realTime(Number(values['time-scale'])),
	latencyMs: Number(values['latency-ms']),
	lint: !values['no-lint'],
	...(values.token ? { token: values.token } : {}),
	...(values.username ? { username: values.username } : {}),
	...(values.flood ? { flood: REAL_FLOOD_LIMIT } : {}),
})
await emulator.start(
	Number(values.port),
	controlRoutes(() => emulator),
)
console.log(JSON.stringify({ root: emulator.root, token: emulator.token, lintedBy: emulator.lintedBy }))
for (const signal of ['SIGINT', 'SIGTERM'] as const)
	process.once(signal, () => {
		const { violations, ...state } = describeState(emulator)
		console.error(JSON.stringify({ ...state, violations: violations.slice(0, 20) }))
		void emulator.stop().then(() => process.exit(0))
	})
