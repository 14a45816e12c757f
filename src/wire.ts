import { say } from './conversation/locales/index.ts'
import { createReceive } from './conversation/receive.ts'
import type { Surroundings } from './conversation/turn.ts'
import type { Clock } from './lib/clock.ts'
import type { Log } from './lib/log.ts'
import { systemSleep } from './lib/sleep.ts'
import { createStopList } from './lib/stop.ts'
import type { Account } from './messaging/account.ts'
import type { Abilities, Channel, ReceiveEvents } from './messaging/channel.ts'
import { createInbound, type InboundEvents } from './messaging/inbound.ts'
import { createLease, type Node } from './messaging/lease.ts'
import { createLimiter } from './messaging/limiter.ts'
import { createOutbox, type Outbox, queueReply } from './messaging/outbox.ts'
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
	accounts: readonly Account[]
	inbound: InboundEvents
	outbox: Outbox
	/** Sends what was just committed. */
	wake(): void
	/** Resolves when everything that came in has been answered and sent. */
	idle(): Promise<void>
	start(): Promise<void>
	stop(): Promise<void>
}

const SETTINGS_EVERY_MS = 5_000

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

/** The merchant may change the pace while the program runs; it is read again every few seconds. */
function watchPace(node: Node) {
	const stopping = new AbortController()
	let perSecond = 28
	const read = async () => {
		perSecond = (await getSettings(node.store.db)).promotions.bulkPerSecond
	}
	const watch = async () => {
		while (!stopping.signal.aborted) {
			await read().catch(() => {})
			await node.sleep(SETTINGS_EVERY_MS, stopping.signal)
		}
	}
	let running: Promise<void> | undefined
	return {
		perSecond: () => perSecond,
		async start() {
			await read()
			running = watch()
		},
		async stop() {
			stopping.abort()
			await running
		},
	}
}

/** Builds a shop; nothing is opened or sent before start(). */
export function createShop(needs: ShopNeeds): Shop {
	const { store, log, channels } = needs
	const node: Node = { store, id: needs.nodeId, clock: needs.wallClock, sleep: systemSleep, log }
	const pace = watchPace(node)
	const accounts = channels.map((channel): Account => {
		const bulkPerSecond = () => Math.min(channel.abilities.bulkPerSecond, pace.perSecond())
		const limiter = createLimiter({ now: needs.wallClock, sleep: systemSleep, bulkPerSecond })
		return { channel, limiter, lease: createLease(node, `send:${channel.name}`) }
	})
	const outbox = createOutbox(node, accounts)
	const receive = createReceive(surroundings(needs))
	const inbound = createInbound({
		store,
		sleep: systemSleep,
		log,
		handle: receive,
		apologise: async (work, event, reference) => {
			const address = await ensureAddress(work.tx, { channel: event.channel, address: event.address, at: event.at })
			const locale = event.locale ?? (await getSettings(work.tx)).locale
			const text = say(locale, 'err.internal', { id: reference })
			await queueReply(work, {
				addressId: address.id,
				channel: event.channel,
				reply: { text, kind: 'service', locale },
			})
		},
		afterCommit: outbox.kick,
	})
	return assemble({ node, accounts, outbox, inbound, pace })
}

interface Parts {
	node: Node
	accounts: readonly Account[]
	outbox: Outbox
	inbound: InboundEvents
	pace: ReturnType<typeof watchPace>
}

function assemble({ node, accounts, outbox, inbound, pace }: Parts): Shop {
	const stops = createStopList()
	const receive: ReceiveEvents = (events) => inbound.receive(events)
	return {
		node,
		accounts,
		inbound,
		outbox,
		wake: outbox.kick,
		async idle() {
			await inbound.idle()
			await outbox.idle()
		},
		async start() {
			await pace.start()
			stops.add('pace', pace.stop)
			for (const { lease, channel } of accounts) {
				await lease.start()
				stops.add(`lease of ${channel.name}`, () => lease.stop())
			}
			outbox.start()
			stops.add('outbox', outbox.stop)
			inbound.start()
			stops.add('inbound', inbound.stop)
			for (const { channel } of accounts) {
				await channel.start(receive)
				stops.add(channel.name, () => channel.stop())
			}
		},
		stop: () => stops.run(),
	}
}
