import type { Message, MessageEntity, User } from '@grammyjs/types'
import type { Human, Kept } from './chats.ts'
import type { Context } from './context.ts'
import { buttonsOf, type Screen, type ScreenButton, screenOf, waitFor } from './screen.ts'
import { PRESS_LIFE_MS } from './updates.ts'

export interface Profile {
	name?: string
	lastName?: string
	username?: string
	languageCode?: string
}

export interface PressResult {
	/** What a copy button put on the clipboard, or the page a link button opened. */
	copied?: string
	opened?: string
}

/** Somebody with a phone in hand. The same interface works in process and through the control interface. */
export interface Person {
	readonly id: number
	says(text: string): Promise<void>
	/** Presses the newest button with this label or callback data, or one under the given message. */
	presses(labelOrData: string, messageId?: number): Promise<PressResult>
	/** Sends callback data that no button of the chat carries, as a forged client can. */
	forges(data: string, messageId?: number): Promise<void>
	sharesContact(phone: string, ownerId?: number): Promise<void>
	sends(media: { kind: 'photo' | 'voice' | 'document'; caption?: string; name?: string; bytes?: Buffer }): Promise<void>
	edits(messageId: number, text: string): Promise<void>
	blocks(): Promise<void>
	unblocks(): Promise<void>
	/** Deletes the account. */
	disappears(): Promise<void>
	sees(): Promise<Screen>
	/** Resolves with the screen as soon as it satisfies the predicate; fails with what is shown instead. */
	waitFor(predicate: (screen: Screen) => boolean, timeoutMs?: number): Promise<Screen>
}

const PATIENCE_MS = 5000

/** Builds the person with this id, known to the bot only after the first thing they send. */
export function makePerson(context: Context, id: number, profile: Profile = {}): Person {
	const user: Partial<User> = {
		...(profile.name === undefined ? {} : { first_name: profile.name }),
		...(profile.lastName === undefined ? {} : { last_name: profile.lastName }),
		...(profile.username === undefined ? {} : { username: profile.username }),
		...(profile.languageCode === undefined ? {} : { language_code: profile.languageCode }),
	}
	const human = context.chats.person(id, user)
	const send = (content: Partial<Kept>) => sendMessage(context, human, content)
	return {
		id,
		says: async (text) => send({ text, ...(text.startsWith('/') ? { entities: commandEntity(text) } : {}) }),
		presses: async (labelOrData, messageId) => press(context, human, { labelOrData, messageId }),
		forges: async (data, messageId) => pushPress(context, human, { data, message: pressedMessage(human, messageId) }),
		sharesContact: async (phone, ownerId = id) => {
			send({ contact: { phone_number: phone, first_name: human.user.first_name, user_id: ownerId } })
			if (human.keyboard?.oneTime) delete human.keyboard
		},
		sends: async (media) => send(mediaOf(context, media)),
		edits: async (messageId, text) => editOwn(context, human, { messageId, text }),
		blocks: async () => setBlocked(context, human, true),
		unblocks: async () => setBlocked(context, human, false),
		disappears: async () => {
			human.deactivated = true
		},
		sees: async () => screenOf(context, human),
		waitFor: (predicate, timeoutMs = PATIENCE_MS) => waitFor(context, human, { predicate, timeoutMs }),
	}
}

function commandEntity(text: string): MessageEntity[] {
	return [{ type: 'bot_command', offset: 0, length: text.split(/\s/)[0]?.length ?? 0 }]
}

function mediaOf(context: Context, media: Parameters<Person['sends']>[0]): Partial<Kept> {
	const bytes = media.bytes ?? Buffer.from(`${media.kind} made by the emulator`)
	const extension = { photo: 'jpg', voice: 'oga', document: 'txt' }[media.kind]
	const fileId = context.chats.keepFile(bytes, `${media.kind}s`, extension)
	const caption = media.caption === undefined ? {} : { caption: media.caption }
	if (media.kind === 'photo') return { ...caption, photo: { fileId, width: 800, height: 600 } }
	if (media.kind === 'voice') return { ...caption, voice: { fileId, seconds: 3 } }
	return { ...caption, document: { fileId, name: media.name ?? 'file.txt', bytes: bytes.length } }
}

/** Whoever writes makes the chat exist; writing to a blocked bot lets it in again. */
function sendMessage(context: Context, human: Human, content: Partial<Kept>) {
	if (human.blocked) setBlocked(context, human, false)
	human.known = true
	human.lastWroteAt = context.time.now()
	const kept = context.chats.keep({ ...content, chatId: human.user.id, fromBot: false })
	context.updates.push({ message: fromPerson(context, kept) }, `chat:${human.user.id}`)
	context.chats.changed(human.user.id)
}

type PersonMessage = NonNullable<Parameters<Context['updates']['push']>[0]['message']>

function fromPerson(context: Context, kept: Kept): PersonMessage {
	const message = context.chats.toMessage(kept)
	if (!message.from || message.chat.type === 'channel') throw new Error('a message of a person has a sender')
	return { ...message, from: message.from, chat: message.chat }
}

function editOwn(context: Context, human: Human, { messageId, text }: { messageId: number; text: string }) {
	const kept = context.chats.find(human.user.id, messageId)
	if (!kept || kept.fromBot) throw new Error(`person ${human.user.id} wrote no message ${messageId}`)
	kept.text = text
	kept.editedAt = context.time.now()
	const message = fromPerson(context, kept)
	const edited = { ...message, edit_date: Math.floor(kept.editedAt / 1000) }
	context.updates.push({ edited_message: edited }, `edit:${human.user.id}`)
	context.chats.changed(human.user.id)
}

function setBlocked(context: Context, human: Human, blocked: boolean) {
	if (human.blocked === blocked) return
	human.blocked = blocked
	const { bot } = context
	const { id, first_name } = human.user
	const member = { status: 'member' as const, user: bot }
	const kicked = { status: 'kicked' as const, user: bot, until_date: 0 }
	const change = {
		chat: { id, type: 'private' as const, first_name },
		from: human.user,
		date: Math.floor(context.time.now() / 1000),
		old_chat_member: blocked ? member : kicked,
		new_chat_member: blocked ? kicked : member,
	}
	context.updates.push({ my_chat_member: change }, `member:${id}`)
	context.chats.changed(human.user.id)
}

function press(
	context: Context,
	human: Human,
	{ labelOrData, messageId }: { labelOrData: string; messageId: number | undefined },
): PressResult {
	const candidates = human.messages.filter((kept) => messageId === undefined || kept.id === messageId)
	const fits = (button: ScreenButton) => button.label === labelOrData || button.data === labelOrData
	const message = candidates.findLast((kept) => kept.fromBot && buttonsOf(kept).flat().some(fits))
	const button = message && buttonsOf(message).flat().find(fits)
	if (!button) {
		const shown = candidates.flatMap((kept) =>
			buttonsOf(kept)
				.flat()
				.map((one) => one.label),
		)
		throw new Error(
			`person ${human.user.id} sees no button "${labelOrData}"; there are: ${shown.join(' | ') || 'none'}`,
		)
	}
	if (button.copies !== undefined) return { copied: button.copies }
	if (button.url !== undefined) return { opened: button.url }
	pushPress(context, human, { data: button.data ?? '', message })
	return {}
}

function pressedMessage(human: Human, messageId?: number): Kept | undefined {
	return human.messages.findLast((kept) => kept.fromBot && (messageId === undefined || kept.id === messageId))
}

function pushPress(context: Context, human: Human, { data, message }: { data: string; message: Kept | undefined }) {
	const id = String(1_000_000_000 + Math.floor(context.random() * 1e9)) + String(context.presses.size)
	human.lastWroteAt = context.time.now()
	context.presses.set(id, { chatId: human.user.id, at: context.time.now() })
	const pressed: { message?: Message } = message ? { message: context.chats.toMessage(message) } : {}
	const query = { id, from: human.user, chat_instance: String(human.user.id), data, ...pressed }
	context.updates.push({ callback_query: query }, `user:${human.user.id}`, PRESS_LIFE_MS)
	context.chats.changed(human.user.id)
}
