import type { InlineKeyboardMarkup, KeyboardButton, Message, MessageEntity, User } from '@grammyjs/types'
import type { Time } from './time.ts'

/** What the emulator keeps of one message; toMessage() gives it the form of the Bot API. */
export interface Kept {
	id: number
	chatId: number
	fromBot: boolean
	at: number
	editedAt?: number
	text?: string
	caption?: string
	entities?: MessageEntity[]
	inline?: InlineKeyboardMarkup
	/** The markup had a reply keyboard: such a message cannot be edited. */
	hadKeyboard?: boolean
	photo?: { fileId: string; width: number; height: number }
	document?: { fileId: string; name: string; bytes: number }
	voice?: { fileId: string; seconds: number }
	contact?: { phone_number: string; first_name: string; user_id?: number }
}

/** One person and their chat with the bot. */
export interface Human {
	user: User
	/** Wrote to the bot at least once: before that the chat does not exist for the bot. */
	known: boolean
	blocked: boolean
	deactivated: boolean
	lastWroteAt: number
	messages: Kept[]
	keyboard?: { rows: KeyboardButton.RequestContactButton[][]; oneTime: boolean }
	toasts: string[]
	typingUntil: number
	/** Counts the changes of this chat, for those who watch from outside. */
	version: number
}

/** Everything the server remembers of people and messages, with a bell that rings at each change. */
export class Chats {
	readonly people = new Map<number, Human>()
	readonly files = new Map<string, { path: string; bytes: Buffer }>()
	#nextMessage = 1
	#nextFile = 1
	#listeners = new Map<number, Set<() => void>>()
	readonly bot: User
	readonly #time: Time

	constructor(bot: User, time: Time) {
		this.bot = bot
		this.#time = time
	}

	person(id: number, profile: Partial<User> = {}): Human {
		const existing = this.people.get(id)
		if (existing) {
			Object.assign(existing.user, profile)
			return existing
		}
		const user: User = { id, is_bot: false, first_name: `Person ${id}`, ...profile }
		const human: Human = {
			user,
			known: false,
			blocked: false,
			deactivated: false,
			lastWroteAt: 0,
			messages: [],
			toasts: [],
			typingUntil: 0,
			version: 0,
		}
		this.people.set(id, human)
		return human
	}

	/** Message numbers count up over all private chats of the bot, as on the real server. */
	keep(message: Omit<Kept, 'id' | 'at'>): Kept {
		const kept = { ...message, id: this.#nextMessage++, at: this.#time.now() }
		this.person(message.chatId).messages.push(kept)
		return kept
	}

	keepFile(bytes: Buffer, folder: string, extension: string): string {
		const number = this.#nextFile++
		const fileId = `file-${number}`
		this.files.set(fileId, { path: `${folder}/file_${number}.${extension}`, bytes })
		return fileId
	}

	find(chatId: number, messageId: number): Kept | undefined {
		return this.people.get(chatId)?.messages.findLast((message) => message.id === messageId)
	}

	toMessage(kept: Kept): Message {
		const human = this.person(kept.chatId)
		const { id, first_name, last_name, username } = human.user
		const names = { ...(last_name ? { last_name } : {}), ...(username ? { username } : {}) }
		const marks = kept.entities?.length ? kept.entities : undefined
		return {
			message_id: kept.id,
			from: kept.fromBot ? this.bot : human.user,
			chat: { id, type: 'private', first_name, ...names },
			date: Math.floor(kept.at / 1000),
			...(kept.editedAt === undefined ? {} : { edit_date: Math.floor(kept.editedAt / 1000) }),
			...(kept.text === undefined ? {} : { text: kept.text, ...(marks ? { entities: marks } : {}) }),
			...(kept.caption === undefined ? {} : { caption: kept.caption, ...(marks ? { caption_entities: marks } : {}) }),
			...(kept.inline ? { reply_markup: kept.inline } : {}),
			...(kept.photo ? { photo: [photoSize(kept.photo)] } : {}),
			...(kept.document ? { document: documentOf(kept.document) } : {}),
			...(kept.voice ? { voice: { ...fileOf(kept.voice.fileId), duration: kept.voice.seconds } } : {}),
			...(kept.contact ? { contact: kept.contact } : {}),
		}
	}

	/** Rings when this chat changes; the answer takes the listener away. */
	onChange(chatId: number, listener: () => void): () => void {
		const listeners = this.#listeners.get(chatId) ?? new Set()
		this.#listeners.set(chatId, listeners.add(listener))
		return () => listeners.delete(listener)
	}

	/** Without a chat: something every person can see has changed. */
	changed(chatId?: number) {
		for (const id of chatId === undefined ? [...this.people.keys()] : [chatId]) {
			this.person(id).version++
			for (const listener of [...(this.#listeners.get(id) ?? [])]) listener()
		}
	}
}

const fileOf = (fileId: string) => ({ file_id: fileId, file_unique_id: `unique-${fileId}` })
const photoSize = (photo: NonNullable<Kept['photo']>) => ({
	...fileOf(photo.fileId),
	width: photo.width,
	height: photo.height,
})
const documentOf = (document: NonNullable<Kept['document']>) => ({
	...fileOf(document.fileId),
	file_name: document.name,
	file_size: document.bytes,
})
