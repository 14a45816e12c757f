import { insertChatMessage } from '../store/chat-messages.ts'
import { say } from './locales/index.ts'
import { answer, type Turn } from './turn.ts'

const MAX_KEPT = 4_000

/** Puts what was said before the staff; while nobody has answered yet, one line says that it was passed on. */
export async function handOver(turn: Turn, text: string): Promise<void> {
	const { session, work, event } = turn
	await insertChatMessage(work.tx, {
		address_id: turn.address.id,
		direction: 'in',
		text: text.slice(0, MAX_KEPT),
		staff_id: null,
		media: event.media ?? null,
		media_id: event.mediaId ?? null,
		at: work.now,
	})
	if (session.mode !== 'waiting' || session.toldWaiting) return
	session.toldWaiting = true
	answer(turn, { text: say(turn.locale, 'human.waiting') })
}
