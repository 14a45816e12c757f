import { describeFault } from '../lib/fault.ts'
import { createSlots } from '../lib/slots.ts'
import { getBroadcast } from '../store/broadcasts.ts'
import { listRecipients, type Recipient } from '../store/deliveries.ts'
import type { Claim } from '../store/hand-over.ts'
import type { Reply } from './channel.ts'
import { type BroadcastNeeds, type RenderFor, readBroadcast, readerOf, renderFor } from './compose.ts'
import type { Node } from './lease.ts'
import { loadPicture } from './picture.ts'

/** A message ready to go, or the fault for which it could not be written. */
export type Written =
	| { address: string; lastInboundAt: number | null; reply: Reply }
	| { fault: ReturnType<typeof describeFault> }

/** Writes the messages of claimed rows ahead of their turn; undefined where the address has gone. */
export type WriteMessages = (
	broadcast: { id: number; version: number },
	claims: readonly Claim[],
) => Promise<Promise<Written | undefined>[]>

/** What all messages of a broadcast share. */
type Script = Pick<RenderFor, 'content' | 'picture'>

const AT_A_TIME = 8

export function createWriter({ store }: Pick<Node, 'store'>, needs: BroadcastNeeds): WriteMessages {
	const slots = createSlots(AT_A_TIME)
	let last: { id: number; version: number; script: Script } | undefined

	const read = async ({ id, version }: { id: number; version: number }): Promise<Script> => {
		if (last?.id !== id || last.version !== version) {
			const { content } = readBroadcast(await getBroadcast(store.db, id))
			last = { id, version, script: { content, ...(await loadPicture(store.db, content)) } }
		}
		return last.script
	}

	const write = async (script: Script, recipient: Recipient): Promise<Written> => {
		const reader = readerOf({ member: recipient.memberLocale, address: recipient.addressLocale })
		const member = { id: recipient.memberId, name: recipient.name }
		try {
			const reply = await slots(() => renderFor(store.db, needs, { ...script, reader, member, now: store.now() }))
			return { reply, address: recipient.address, lastInboundAt: recipient.lastInboundAt }
		} catch (error) {
			return { fault: describeFault(error) }
		}
	}

	return async (which, claims) => {
		const script = await read(which)
		const ids = claims.map(({ addressId }) => addressId)
		const recipients = new Map((await listRecipients(store.db, ids)).map((one) => [one.addressId, one]))
		return claims.map(async ({ addressId }) => {
			const recipient = recipients.get(addressId)
			return recipient && (await write(script, recipient))
		})
	}
}
