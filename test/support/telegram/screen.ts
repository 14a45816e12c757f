import type { BotCommand } from '@grammyjs/types'
import type { Human, Kept } from './chats.ts'
import type { Context } from './context.ts'

export interface ScreenButton {
	label: string
	data?: string
	url?: string
	copies?: string
}

/** One message as it stands on the person's screen, edits applied. */
export interface ScreenMessage {
	id: number
	from: 'bot' | 'person'
	text: string
	/** The formatted stretches: { kind: 'bold', text: '120' }. */
	marks: { kind: string; text: string }[]
	buttons: ScreenButton[][]
	edited: boolean
	picture?: { width: number; height: number }
	file?: { name: string; text: string }
}

/** What the chat shows now. Made of plain data, so that it travels through the control interface. */
export interface Screen {
	messages: ScreenMessage[]
	keyboard: { label: string; asksContact: boolean }[][]
	commands: BotCommand[]
	description: string
	typing: boolean
	toasts: string[]
	/** Presses the bot has not answered yet. */
	spinning: number
}

export function buttonsOf(kept: Kept): ScreenButton[][] {
	return (kept.inline?.inline_keyboard ?? []).map((row) =>
		row.map((button) => ({
			label: button.text,
			...('callback_data' in button ? { data: button.callback_data } : {}),
			...('url' in button ? { url: button.url } : {}),
			...('copy_text' in button ? { copies: button.copy_text.text } : {}),
		})),
	)
}

/** What the chat shows now. */
export function screenOf(context: Context, human: Human): Screen {
	const { id, language_code } = human.user
	return {
		messages: human.messages.map((kept) => screenMessage(context, kept)),
		keyboard: (human.keyboard?.rows ?? []).map((row) =>
			row.map((button) => ({ label: button.text, asksContact: button.request_contact })),
		),
		commands: context.profile.commandsFor(id, language_code),
		description: context.profile.lineFor('description', language_code),
		typing: human.typingUntil > context.time.now(),
		toasts: [...human.toasts],
		spinning: [...context.presses.values()].filter((one) => one.chatId === id).length,
	}
}

function screenMessage(context: Context, kept: Kept): ScreenMessage {
	const text = kept.text ?? kept.caption ?? ''
	const file = kept.document && context.chats.files.get(kept.document.fileId)
	return {
		id: kept.id,
		from: kept.fromBot ? 'bot' : 'person',
		text,
		marks: (kept.entities ?? []).map((entity) => ({
			kind: entity.type,
			text: text.slice(entity.offset, entity.offset + entity.length),
		})),
		buttons: buttonsOf(kept),
		edited: kept.editedAt !== undefined,
		...(kept.photo ? { picture: { width: kept.photo.width, height: kept.photo.height } } : {}),
		...(kept.document ? { file: { name: kept.document.name, text: file?.bytes.toString('utf8') ?? '' } } : {}),
	}
}

/** Watches the chat until the predicate holds; fails with what is shown instead. */
export function waitFor(
	context: Context,
	human: Human,
	{ predicate, timeoutMs }: { predicate: (screen: Screen) => boolean; timeoutMs: number },
): Promise<Screen> {
	return new Promise((resolve, reject) => {
		const end = () => {
			clearTimeout(timer)
			forget()
		}
		const check = () => {
			const screen = screenOf(context, human)
			try {
				if (!predicate(screen)) return
			} catch (error) {
				end()
				return reject(error)
			}
			end()
			resolve(screen)
		}
		const forget = context.chats.onChange(human.user.id, check)
		const timer = setTimeout(() => {
			end()
			reject(new Error(describeScreen(human.user.id, screenOf(context, human), timeoutMs)))
		}, timeoutMs)
		check()
	})
}

/** The words of a failed wait: what is shown instead. */
export function describeScreen(id: number, screen: Screen, timeoutMs: number): string {
	const lines = screen.messages.slice(-6).map((message) => {
		const buttons = message.buttons.flat().map((button) => `[${button.label}]`)
		return `  ${message.from}: ${message.text} ${buttons.join(' ')}`
	})
	return [`person ${id} did not see it within ${timeoutMs} ms; the chat shows:`, ...lines].join('\n')
}
