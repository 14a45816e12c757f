import { choicesOf } from './check.ts'
import type { CloudEmulator } from './emulator.ts'
import { at, type Json } from './json.ts'
import type { Human } from './people.ts'
import { type Screen, screenOf, waitFor } from './screen.ts'

/** Somebody with a phone in hand. */
export interface Person {
	readonly phone: string
	readonly userId: string
	/** The person as the emulator keeps her, to change her ways. */
	readonly human: Human
	/** Resolves with the id of the message. */
	says(text: string): Promise<string>
	/** Presses the button or picks the row with this title, of the newest message that has it. */
	presses(title: string): Promise<string>
	/** Sends the value of a button that no message has, as a forged client can. */
	forges(value: string, messageId?: string): Promise<string>
	sends(media: { kind: 'image' | 'audio' | 'document' | 'video' | 'sticker'; caption?: string }): Promise<string>
	sharesContact(phone: string): Promise<string>
	/** Any other kind of message, as it comes over the wire. */
	sendsRaw(content: Json): Promise<string>
	/** Stops or resumes promotions in the settings of WhatsApp. */
	prefers(value: 'stop' | 'resume'): Promise<void>
	blocks(blocked?: boolean): Promise<void>
	/** Opens the chat: everything in it becomes read. */
	reads(): Promise<void>
	sees(): Promise<Screen>
	/** Resolves with the screen as soon as it satisfies the predicate; fails with what is shown instead. */
	waitFor(predicate: (screen: Screen) => boolean, timeoutMs?: number): Promise<Screen>
}

const PATIENCE_MS = 5000

export function makePerson(emulator: CloudEmulator, human: Human): Person {
	const { people } = emulator
	const write = (type: string, content: Json) => emulator.write(human, { type, content })
	const reply = (kind: string, choice: Json, messageId: string) =>
		write('interactive', {
			context: { from: emulator.options.number, id: messageId },
			interactive: { type: kind, [kind]: choice },
		})
	return {
		phone: human.phone,
		userId: human.userId,
		human,
		says: async (body) => write('text', { text: { body } }),
		presses: async (title) => {
			const found = findChoice(human, title)
			return reply(found.kind, { ...found.choice }, found.messageId)
		},
		forges: async (value, messageId = 'wamid.FORGED') => reply('button_reply', { id: value, title: '?' }, messageId),
		sends: async ({ kind, caption }) => {
			const id = emulator.keepMedia({ bytes: Buffer.from(`${kind} made by the emulator`), mime: `${kind}/x` })
			const words = caption === undefined ? {} : { caption }
			return write(kind, { [kind]: { id, mime_type: `${kind}/x`, sha256: 'x', ...words } })
		},
		sharesContact: async (phone) =>
			write('contacts', {
				contacts: [{ name: { formatted_name: 'X' }, phones: [{ phone: `+${phone}`, wa_id: phone, type: 'CELL' }] }],
			}),
		sendsRaw: async ({ type, ...content }) => write(String(type), content),
		prefers: async (value) => emulator.prefer(human, value),
		blocks: async (blocked = true) => {
			human.blocked = blocked
		},
		reads: async () => emulator.read(human),
		sees: async () => screenOf(human),
		waitFor: (predicate, timeoutMs = PATIENCE_MS) => waitFor(people, human, { predicate, timeoutMs }),
	}
}

function findChoice(human: Human, title: string) {
	for (const message of human.messages.toReversed()) {
		if (message.from !== 'shop') continue
		const interactive = at(message.content, 'interactive')
		const choice = choicesOf(interactive).find((one) => one.title === title || one.id === title)
		if (choice) return { choice, messageId: message.id, kind: `${interactive['type']}_reply` }
	}
	const shown = human.messages.flatMap((message) => choicesOf(at(message.content, 'interactive')))
	throw new Error(`no choice ${title} among: ${shown.map((one) => one.title).join(' | ')}`)
}
