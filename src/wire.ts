import { say } from './conversation/locales/index.ts'
import { createReceive } from './conversation/receive.ts'
import type { Surroundings } from './conversation/turn.ts'
import type { Clock } from './lib/clock.ts'
import type { Log } from './lib/log.ts'
import { systemSleep } from './lib/sleep.ts'
import { createStopList } from './lib/stop.ts'
import { type Account, createAccount } from './messaging/account.ts'
import type { Abilities, Channel, ReceiveEvents } from './messaging/channel.ts'
import { createInbound, type InboundEvents } from './messaging/inbound.ts'
import type { Node } from './messaging/lease.ts'
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

/** Builds a shop; nothing is opened or sent before start(). */
export function createShop(needs: ShopNeeds): Shop {
	const { store, log, channels } = needs
	const node: Node = { store, id: needs.nodeId, clock: needs.wallClock, sleep: systemSleep, log }
	const accounts = channels.map((channel) => createAccount(node, channel))
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
	return assemble({ node, accounts, outbox, inbound })
}

interface Parts {
	node: Node
	accounts: readonly Account[]
	outbox: Outbox
	inbound: InboundEvents
}

function assemble({ node, accounts, outbox, inbound }: Parts): Shop {
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
