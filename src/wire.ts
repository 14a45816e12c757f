import { say } from './conversation/locales/index.ts'
import { promotionFacts, promotionFrame } from './conversation/promotion-words.ts'
import { createReceive } from './conversation/receive.ts'
import type { Surroundings } from './conversation/turn.ts'
import { jobs } from './jobs/index.ts'
import { createRunner, type Runner } from './jobs/runner.ts'
import { type Clock, steadyClock } from './lib/clock.ts'
import type { Log } from './lib/log.ts'
import { systemSleep } from './lib/sleep.ts'
import { createStopList } from './lib/stop.ts'
import type { Abilities, Channel } from './messaging/channel.ts'
import type { Apologise } from './messaging/inbound.ts'
import type { Node } from './messaging/lease.ts'
import { queueReply } from './messaging/outbox.ts'
import { createMessaging, type Messaging } from './messaging/start.ts'
import { ensureAddress } from './store/addresses.ts'
import { getSettings } from './store/settings.ts'
import type { Store } from './store/transact.ts'

export interface ShopNeeds {
	store: Store
	/** The time at the wall, also where the shop's own clock is moved: leases and pace follow real seconds. */
	wallClock: Clock
	/** Unique per running process. */
	nodeId: string
	log: Log
	channels: readonly Channel[]
	publicUrl: string | undefined
}

/** One shop at work: its store, its chats, and everything that goes out. The real shop and the demo are each one. */
export interface Shop {
	node: Node
	channels: readonly Channel[]
	messaging: Messaging
	/** Nightly work. */
	runner: Runner
	/** Resolves when everything that came in has been answered and sent. */
	idle(): Promise<void>
	start(): Promise<void>
	stop(): Promise<void>
}

const UNKNOWN_ABILITIES: Abilities = {
	choices: 'numbers',
	maxChoices: 10,
	maxText: 4096,
	coldStart: false,
	bulkPerSecond: 1,
}

function surroundings({ channels, publicUrl }: ShopNeeds): Surroundings {
	const handleOf = (name: string) => channels.find((channel) => channel.name === name)?.handle()
	return {
		telegramHandle: () => handleOf('telegram'),
		whatsappNumber: () => handleOf('whatsapp-cloud') ?? handleOf('whatsapp-web'),
		publicUrl,
		abilities: (name) => channels.find((channel) => channel.name === name)?.abilities ?? UNKNOWN_ABILITIES,
	}
}

/** Says once that something went wrong on our side, with the id under which it stands in the log. */
const apologise: Apologise = async (work, event, reference) => {
	const { channel, address: from, at } = event
	const address = await ensureAddress(work.tx, { channel, address: from, at })
	const locale = event.locale ?? (await getSettings(work.tx)).locale
	const text = say(locale, 'err.internal', { id: reference })
	await queueReply(work, { addressId: address.id, channel, reply: { text, kind: 'service', locale } })
}

/** Builds a shop; nothing is opened or sent before start(). */
export function createShop(needs: ShopNeeds): Shop {
	const { store, log, channels } = needs
	const node: Node = { store, id: needs.nodeId, clock: needs.wallClock, steady: steadyClock, sleep: systemSleep, log }
	const messaging = createMessaging(node, {
		channels,
		handle: createReceive(surroundings(needs)),
		apologise,
		sentences: promotionFrame,
		factsOf: promotionFacts,
	})
	const runner = createRunner(node, { jobs, afterCommit: messaging.wake })
	const stops = createStopList()
	return {
		node,
		channels,
		messaging,
		runner,
		async idle() {
			await messaging.inbound.idle()
			await messaging.outbox.idle()
		},
		async start() {
			for (const channel of channels) stops.add(channel.name, () => channel.stop())
			await messaging.start()
			stops.add('messaging', messaging.stop)
			await runner.start()
			stops.add('jobs', runner.stop)
			for (const { channel, lease } of messaging.accounts)
				await channel.start(messaging.receive, () => lease.epoch() !== undefined)
		},
		stop: () => stops.run(),
	}
}
