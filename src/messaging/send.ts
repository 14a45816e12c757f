import { describeFault } from '../lib/fault.ts'
import type { Account } from './account.ts'
import { OUTSIDE_WINDOW, type Reply, type SendOutcome } from './channel.ts'
import type { Node } from './lease.ts'
import { fitWindow } from './window.ts'

/** How long the platform wants a row to wait: channels count on the clock at the wall, the rows on that of the shop. */
export function waitOf({ clock }: Pick<Node, 'clock'>, outcome: SendOutcome): number {
	return outcome.kind === 'retry' ? Math.max(0, outcome.at - clock()) : 0
}

/** Sends through the port; a channel that throws has left it open whether the message arrived. */
export async function trySend(
	node: Pick<Node, 'log' | 'store'>,
	account: Account,
	message: { address: string; lastInboundAt: number | null; reply: Reply; key: string },
): Promise<SendOutcome> {
	const when = { lastInboundAt: message.lastInboundAt, now: node.store.now() }
	const reply = fitWindow(message.reply, account.channel.abilities, when)
	if (!reply) return { kind: 'rejected', reason: OUTSIDE_WINDOW }
	try {
		return await account.channel.send(message.address, reply, message.key)
	} catch (error) {
		const fault = describeFault(error)
		node.log.error({ channel: account.channel.name, key: message.key, fault }, 'a channel threw while sending')
		return { kind: 'unknown', reason: fault.name }
	}
}
