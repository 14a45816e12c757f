import type { Log } from '../../src/lib/log.ts'
import { systemSleep } from '../../src/lib/sleep.ts'
import type { ChannelEvent, ReceiveEvents } from '../../src/messaging/channel.ts'
import { type Identity, identify } from './addresses.ts'
import type { Book } from './book.ts'
import { noteAnswer } from './budget.ts'
import { isWritten, parseAck, parseMessage } from './parse.ts'
import type { RawMessage } from './protocol.ts'

/** Whose messages are handled at all: the shop's own chats with friends and suppliers are nobody's business. */
export interface Manners {
	/** A member, or a word that is meant for us. */
	isWanted(message: { address: string; text: string }): boolean | Promise<boolean>
	/** A word that ends promotions: obeyed even where we are silent. */
	isOptOut(text: string): boolean
}

export interface IntakeNeeds {
	book: Book
	manners: Manners
	receive: ReceiveEvents
	now: () => number
	log: Log
	/** A message of ours was refused after all. */
	onRefused: (id: string) => void
}

/** Turns what the page tells into events, one after another, each stored before the next. */
export interface Intake {
	message(raw: RawMessage): void
	ack(ack: { id: string; chat: string; phone?: string; ack: number }): void
	/** A message of ours got its id: receipts that came first are counted now. */
	owned(id: string): void
	stop(): Promise<void>
}

const RETRY_MS = 1_000
/** A message is looked for again so long before the last one that was stored. */
export const OVERLAP_MS = 600_000
/** Clocks of phones differ; what came before the number was linked is history. */
const LINK_MARGIN_MS = 60_000
const EARLY_ACKS = 200

export function createIntake({ book, manners, receive, now, log, onRefused }: IntakeNeeds): Intake {
	const stopping = new AbortController()
	const early = new Map<string, () => void>()
	const ranks = new Map<string, number>()
	let tail: Promise<void> = Promise.resolve()

	const queue = (work: () => Promise<void>) => {
		tail = tail.then(work).catch((error: unknown) => {
			if (!stopping.signal.aborted)
				log.error({ channel: 'whatsapp-web', fault: String(error) }, 'an event was not taken')
		})
	}

	/** Until it is stored: the page does not tell twice, and only what is stored counts as read. */
	const store = async (event: ChannelEvent) => {
		while (!stopping.signal.aborted) {
			try {
				return await receive([{ event, payload: '' }])
			} catch {
				await systemSleep(RETRY_MS, stopping.signal)
			}
		}
		throw new Error('stopped')
	}

	/** Whoever was first known by a hidden id keeps it as her address, also after her number shows. */
	const whoIs = (of: { chat: string; phone?: string }): Identity | undefined => {
		const found = identify(of)
		const lid = /^(\d+)@lid$/.exec(of.chat)?.[1]
		if (!found || lid === undefined) return found
		if (found.phone === undefined) book.hide(lid)
		return book.isHidden(lid) ? { ...found, address: `lid:${lid}` } : found
	}

	const takeMessage = async (raw: RawMessage) => {
		const who = whoIs(raw)
		const linkedAt = book.promotions().linkedAt ?? Number.POSITIVE_INFINITY
		if (!who || !isWritten(raw.type) || raw.at * 1000 < linkedAt - LINK_MARGIN_MS) return
		const { address } = who
		if (raw.fromMe) {
			if (!book.isOwn({ id: raw.id, address, text: raw.body })) book.noteTyped(address, raw.at * 1000)
			return
		}
		const event = parseMessage(raw, who)
		if (!event) return
		book.setPromotions(noteAnswer(book.promotions(), address))
		if (book.silentUntil(address, now()) > 0) {
			if (manners.isOptOut(event.text)) await store({ ...event, unanswered: true })
		} else if (await manners.isWanted({ address, text: event.text })) await store(event)
		book.advance(event.at)
	}

	const takeAck = async (ack: Parameters<Intake['ack']>[0]) => {
		const who = whoIs(ack)
		if (!who || !book.isOwnId(ack.id) || ack.ack === 0) return
		const rank = ack.ack < 0 ? 9 : ack.ack
		if (rank <= (ranks.get(ack.id) ?? 0)) return
		ranks.set(ack.id, rank)
		for (const id of ranks.keys()) if (ranks.size > 5_000) ranks.delete(id)
		if (ack.ack < 0) onRefused(ack.id)
		const status = parseAck(ack, who.address, now())
		if (status) await store(status)
	}

	const intake: Intake = {
		message: (raw) => queue(() => takeMessage(raw)),
		ack(ack) {
			if (book.isOwnId(ack.id)) return queue(() => takeAck(ack))
			// what was typed on the phone gets receipts as well, which are not ours to keep
			const before = early.get(ack.id)
			early.set(ack.id, () => {
				before?.()
				intake.ack(ack)
			})
			for (const id of early.keys()) if (early.size > EARLY_ACKS) early.delete(id)
		},
		owned(id) {
			const waiting = early.get(id)
			early.delete(id)
			waiting?.()
		},
		async stop() {
			stopping.abort()
			await tail
		},
	}
	return intake
}
