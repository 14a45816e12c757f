// A node that sends through a platform over HTTP until it is killed: DATABASE PLATFORM START, see broadcast.test.ts.
import { systemClock } from '../../src/lib/clock.ts'
import { createNewId, secureRandom } from '../../src/lib/ids.ts'
import { createKeyring } from '../../src/lib/keys.ts'
import { createLog } from '../../src/lib/log.ts'
import { systemSleep } from '../../src/lib/sleep.ts'
import type { Channel } from '../../src/messaging/channel.ts'
import { createMessaging } from '../../src/messaging/start.ts'
import { openDatabase } from '../../src/store/db.ts'
import { createStore } from '../../src/store/transact.ts'
import { testNeeds } from '../support/audience.ts'

const [database = '', platform = '', start = ''] = process.argv.slice(2)
const begun = systemClock()
const clock = () => Number(start) + systemClock() - begun

const channel: Channel = {
	name: 'telegram',
	abilities: { choices: 'buttons', maxChoices: 100, maxText: 4_096, coldStart: false, bulkPerSecond: 1_000 },
	handle: () => 'test_bot',
	health: () => ({ state: 'up', detail: '' }),
	start: async () => {},
	stop: async () => {},
	async send(address, reply, key) {
		const body = JSON.stringify({ address, key, kind: reply.kind })
		const answer = await fetch(platform, { method: 'POST', body })
		return { kind: 'sent', platformMessageId: await answer.text() }
	},
}

const store = createStore({
	database: openDatabase(database),
	now: clock,
	newId: createNewId(clock),
	random: secureRandom,
	keys: createKeyring(Buffer.alloc(32, 7), secureRandom),
})
const node = {
	store,
	id: `node ${process.pid}`,
	clock: systemClock,
	sleep: systemSleep,
	log: createLog('error'),
	leaseMs: 600,
}
const messaging = createMessaging(node, {
	...testNeeds,
	channels: [channel],
	handle: async () => {},
	apologise: async () => {},
})
await messaging.start()
