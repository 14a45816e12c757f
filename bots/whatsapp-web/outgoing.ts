import type { PromotionLimits } from '../../src/domain/promotion-limits.ts'
import { OUTSIDE_WINDOW, type Reply, type SendOutcome } from '../../src/messaging/channel.ts'
import { chatOf } from './addresses.ts'
import type { Book } from './book.ts'
import { forgetLast, judge, nameLast, notePromotion, noteRefusal, stop } from './budget.ts'
import { outcomeOf, outcomeOfFailure } from './errors.ts'
import type { Sent } from './protocol.ts'
import { type Rendered, renderReply } from './render.ts'
import { CallError, type Supervisor } from './supervisor.ts'

export interface OutgoingNeeds {
	book: () => Book
	supervisor: () => Pick<Supervisor, 'call'> | undefined
	/** Whether messages go out at this moment, and how long to wait where they do not. */
	line: () => { isOpen: true } | { isOpen: false; why: string; waitMs: number }
	limits: () => PromotionLimits
	now: () => number
	/** From 0 to below 1. */
	chance: () => number
	onOwned: (id: string) => void
}

/** Clocks of page and program are the same; the page counts in whole seconds. */
const SKEW_SECONDS = 2
/** A message of ours that the page still tries to send is looked at again after this. */
const PENDING_MS = 5_000
/** Longer than the pause between two, shorter than any budget. */
const SHORT_WAIT_MS = 60_000

type Message = { address: string; chat: string; reply: Reply; key: string }

function notePromotionFate({ book, limits, now }: OutgoingNeeds, address: string, sent: Sent): void {
	const record = book().promotions()
	const at = now()
	if (sent.kind === 'timelocked')
		book().setPromotions(
			stop(forgetLast(record, address), { at, reason: 'WhatsApp bars this number from writing to people first' }),
		)
	else if (sent.kind === 'not-on-whatsapp') book().setPromotions(forgetLast(record, address))
	else {
		const named = nameLast(record, { address, id: sent.id })
		book().setPromotions(sent.kind === 'refused' ? noteRefusal(named, limits(), { id: sent.id, at }) : named)
	}
}

type Later = { waitMs: number; reason: string; wholeAccount: boolean }

const retry = ({ now }: OutgoingNeeds, { waitMs, reason, wholeAccount }: Later): SendOutcome => ({
	kind: 'retry',
	at: now() + waitMs,
	reason,
	wholeAccount,
})

/** A notice shares the budget of promotions, whether those are on or not; without room it waits for the person. */
function refuseUnasked(needs: OutgoingNeeds): SendOutcome | undefined {
	const now = needs.now()
	const verdict = judge({ ...needs.limits(), accepted: true }, needs.book().promotions(), now)
	if (verdict.kind === 'open') return undefined
	if (verdict.kind === 'wait' && verdict.until - now <= SHORT_WAIT_MS)
		return retry(needs, { waitMs: verdict.until - now, reason: verdict.reason, wholeAccount: false })
	return { kind: 'rejected', reason: OUTSIDE_WINDOW }
}

/** Why this message may not go out now, besides the line. */
function refuse(needs: OutgoingNeeds, { address, reply }: Message): SendOutcome | undefined {
	const now = needs.now()
	const silentUntil = reply.kind === 'staff' ? 0 : needs.book().silentUntil(address, now)
	if (silentUntil > 0)
		return retry(needs, { waitMs: silentUntil - now, reason: 'a person is writing in this chat', wholeAccount: false })
	if (reply.unasked) return refuseUnasked(needs)
	if (reply.kind !== 'promo') return undefined
	const verdict = judge(needs.limits(), needs.book().promotions(), now)
	if (verdict.kind === 'wait')
		return retry(needs, { waitMs: verdict.until - now, reason: verdict.reason, wholeAccount: false })
	return verdict.kind === 'closed' ? { kind: 'rejected', reason: verdict.reason } : undefined
}

/** Sends one message; what was in doubt is looked up in the chat before it is sent again. */
export function createOutgoing(needs: OutgoingNeeds) {
	const { book, limits, now } = needs

	/** The message of an earlier attempt, where it is found; undefined: it never went out. */
	const findEarlier = async (
		call: Supervisor['call'],
		{ chat, key }: Message,
		text: string,
	): Promise<SendOutcome | undefined> => {
		const doubt = book().findDoubt(key)
		if (!doubt) return undefined
		const since = Math.floor(doubt.at / 1000) - SKEW_SECONDS
		const own = await call('findOwn', { chat, since })
		const found = own.find(({ id, body, ack }) => body === text && ack !== -1 && !book().isOwnId(id))
		if (!found) return undefined
		if (found.ack === 0)
			return retry(needs, { waitMs: PENDING_MS, reason: 'the page is still sending it', wholeAccount: false })
		return { kind: 'sent', platformMessageId: found.id }
	}

	const hand = async (call: Supervisor['call'], message: Message, { text, media }: Rendered): Promise<SendOutcome> => {
		const { address, chat, reply, key } = message
		const isCounted = reply.kind === 'promo' || reply.unasked === true
		book().begin(key, { address, text }, now())
		if (isCounted)
			book().setPromotions(notePromotion(book().promotions(), limits(), { address, at: now(), chance: needs.chance() }))
		try {
			const ask = { chat, text, typing: !isCounted, unlessTimelocked: isCounted, ...(media ? { media } : {}) }
			const sent = await call('send', ask)
			if (isCounted) notePromotionFate(needs, address, sent)
			if (reply.unasked && sent.kind === 'timelocked') return { kind: 'rejected', reason: OUTSIDE_WINDOW }
			return outcomeOf(sent, now())
		} catch (error) {
			// surely not sent: it does not count
			if (isCounted && error instanceof CallError && !error.isInDoubt)
				book().setPromotions(forgetLast(book().promotions(), address))
			return outcomeOfFailure(error, now())
		}
	}

	const attempt = async (message: Message): Promise<SendOutcome> => {
		const supervisor = needs.supervisor()
		const line = needs.line()
		if (!line.isOpen) return retry(needs, { waitMs: line.waitMs, reason: line.why, wholeAccount: true })
		if (!supervisor) return retry(needs, { waitMs: 1_000, reason: 'not started', wholeAccount: true })
		try {
			const rendered = renderReply(message.reply)
			const earlier = await findEarlier(supervisor.call, message, rendered.text)
			return earlier ?? refuse(needs, message) ?? (await hand(supervisor.call, message, rendered))
		} catch (error) {
			return outcomeOfFailure(error, now())
		}
	}

	return {
		async send(address: string, reply: Reply, key: string): Promise<SendOutcome> {
			const chat = chatOf(address)
			if (!chat) return { kind: 'gone', reason: 'this is not the address of a WhatsApp chat' }
			const hadDoubt = book().findDoubt(key) !== undefined
			const outcome = await attempt({ address, chat, reply, key })
			// what an earlier attempt left in doubt stays so until the chat was looked at
			if (outcome.kind === 'sent') {
				book().settle(key, outcome.platformMessageId)
				needs.onOwned(outcome.platformMessageId)
			} else if (outcome.kind !== 'unknown' && !(hadDoubt && outcome.kind === 'retry')) book().settle(key)
			return outcome
		},
	}
}
