import type { CloudEmulator } from './emulator.ts'
import { type Json, textAt } from './json.ts'
import type { Human } from './people.ts'

/** One message that was taken. */
export interface Sent {
	id: string
	human: Human
	at: number
	type: string
	content: Json
	/** SERVICE, UTILITY or MARKETING. */
	category: string
	/** Whether the request named her phone, or her id. */
	byPhone: boolean
	endpoint: 'messages' | 'marketing_messages'
	arrived: boolean
	read: boolean
}

const WINDOW_MS = 86_400_000

/** Why a message that was taken does not arrive, as its code; undefined when it does. */
function findObstacle(emulator: CloudEmulator, sent: Sent): number | undefined {
	const { human, category } = sent
	const isOpen = emulator.now() - human.lastWroteAt < WINDOW_MS
	if (human.gone || human.blocked) return 131026
	if (sent.type !== 'template' && !isOpen) return 131047
	if (category === 'MARKETING' && human.stoppedMarketing) return 131050
	if (category === 'MARKETING' && human.marketingCapped) return 131049
	if (!isOpen && !emulator.limits.mayReach(human)) return 131048
	return undefined
}

/** Puts the message into the chat, or not, and tells the shop by webhook. */
export function decideOutcome(emulator: CloudEmulator, sent: Sent) {
	const { human, id, at, type, content } = sent
	const code = findObstacle(emulator, sent)
	if (code !== undefined) return emulator.tell(sent, 'failed', code)
	sent.arrived = true
	sent.read = human.readsAtOnce
	emulator.people.keep(human, { id, from: 'shop', at, type, content })
	const states = ['sent', 'delivered', ...(human.readsAtOnce ? ['read'] : [])]
	for (const state of emulator.webhook.knobs.reverse ? states.reverse() : states) emulator.tell(sent, state)
}

/** The value of a webhook on what became of a message. */
export function statusOf(
	{ id, human, content, category, byPhone }: Sent,
	{ state, code, seconds }: { state: string; code: number | undefined; seconds: string },
): Json {
	const isFailed = state === 'failed'
	const phone = byPhone || !human.hidesPhone ? { recipient_id: human.phone } : {}
	// a failed message that was sent to a phone names nothing else
	const user = isFailed && byPhone ? {} : { recipient_user_id: human.userId }
	const opaque = textAt(content, 'biz_opaque_callback_data')
	const title = 'Message undeliverable'
	const status = {
		id,
		status: state,
		timestamp: seconds,
		...phone,
		...user,
		...(opaque === undefined ? {} : { biz_opaque_callback_data: opaque }),
		...(isFailed
			? { errors: [{ code, title, message: title, error_data: { details: title } }] }
			: { pricing: { billable: true, pricing_model: 'PMP', category: category.toLowerCase(), type: 'regular' } }),
	}
	const contacts = isFailed
		? {}
		: {
				contacts: [
					{ profile: { name: human.name }, ...(byPhone ? { wa_id: human.phone } : {}), user_id: human.userId },
				],
			}
	return { ...contacts, statuses: [status] }
}
