import { type Account, createAccount } from './account.ts'
import type { Channel, ReceiveEvents } from './channel.ts'
import type { BroadcastNeeds } from './compose.ts'
import { createConductor } from './conduct.ts'
import { createDeliverer } from './deliver.ts'
import { type Apologise, createInbound, type HandleInbound, type InboundEvents } from './inbound.ts'
import type { Node } from './lease.ts'
import { createOutbox, type Outbox } from './outbox.ts'

export interface MessagingNeeds extends Omit<BroadcastNeeds, 'channels'> {
	channels: readonly Channel[]
	handle: HandleInbound
	apologise: Apologise
}

export interface Messaging {
	inbound: InboundEvents
	outbox: Outbox
	accounts: readonly Account[]
	/** What broadcasts need, for the use cases in compose and control. */
	broadcasts: BroadcastNeeds
	/** Given to Channel.start. */
	receive: ReceiveEvents
	/** Something may have been written that is to be sent, or a broadcast was moved: look at once. */
	wake(): void
	/** Begins to send and to handle what an earlier run left; the channels are started by the caller. */
	start(): Promise<void>
	/** Ends what is under way and gives the leases back; before the channels are stopped. */
	stop(): Promise<void>
}

/** Everything between the channels and the conversation: inbox, outbox, pace and broadcasts of one node. */
export function createMessaging(node: Node, needs: MessagingNeeds): Messaging {
	const accounts = needs.channels.map((channel) => createAccount(node, channel))
	const outbox = createOutbox(node, accounts)
	const inbound = createInbound({
		store: node.store,
		sleep: node.sleep,
		log: node.log,
		handle: needs.handle,
		apologise: needs.apologise,
		afterCommit: outbox.kick,
	})
	const broadcasts: BroadcastNeeds = {
		sentences: needs.sentences,
		factsOf: needs.factsOf,
		channels: needs.channels,
	}
	const wakeDeliverers = () => {
		for (const deliverer of deliverers) deliverer.wake()
	}
	const conductor = createConductor(node, broadcasts, { onReady: wakeDeliverers })
	const deliverers = accounts.map((account) => createDeliverer(node, broadcasts, { account, onIdle: conductor.wake }))
	return {
		inbound,
		outbox,
		accounts,
		broadcasts,
		receive: inbound.receive,
		wake() {
			outbox.sweep()
			conductor.wake()
			wakeDeliverers()
		},
		async start() {
			await Promise.all(accounts.map(({ lease }) => lease.start()))
			outbox.start()
			inbound.start()
			for (const deliverer of deliverers) deliverer.start()
			await conductor.start()
		},
		async stop() {
			await inbound.stop()
			await Promise.all([conductor.stop(), ...deliverers.map((deliverer) => deliverer.stop())])
			await outbox.stop()
			await Promise.all(accounts.map(({ lease }) => lease.stop()))
		},
	}
}
