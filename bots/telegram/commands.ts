import type { Api } from 'grammy'
import type { BotCommand, BotCommandScope, LanguageCode } from 'grammy/types'
import { cutText } from '../../src/domain/message.ts'
import type { Locale } from '../../src/messaging/channel.ts'

const MOST_COMMAND_TEXT = 256
const MOST_DESCRIPTION = 512
const MOST_SHORT_DESCRIPTION = 120
const EVERYBODY: BotCommandScope = { type: 'all_private_chats' }

/** What the app shows beside the chat: the list behind "/", and the text before the first message. */
export interface BotTexts {
	commands: { command: string; description: Record<Locale, string> }[]
	/** The list in the chats of staff. */
	staffCommands?: { command: string; description: Record<Locale, string> }[]
	/** "What can this bot do?" in an empty chat. */
	description: Record<Locale, string>
	/** The line on the bot's profile and in shared links. */
	shortDescription?: Record<Locale, string>
}

/**
 * Tells Telegram the lists and descriptions, and only what differs from what it has: changes are rationed. Telegram
 * knows two-letter languages alone, so "zh" is Hong Kong's Chinese; whoever chose another gets showCommands().
 */
export async function registerTexts(api: Api, texts: BotTexts, fallback: Locale): Promise<void> {
	await registerLanguage(api, texts, { locale: fallback })
	await registerLanguage(api, texts, { locale: 'zh-HK', code: 'zh' })
	await registerLanguage(api, texts, { locale: 'en', code: 'en' })
}

async function registerLanguage(api: Api, texts: BotTexts, { locale, code }: { locale: Locale; code?: LanguageCode }) {
	const language = code ? { language_code: code } : {}
	const commands = listCommands(texts, locale)
	const known = await api.raw.getMyCommands({ scope: EVERYBODY, ...language })
	if (!sameCommands(known, commands)) await api.raw.setMyCommands({ commands, scope: EVERYBODY, ...language })

	const description = cutText(texts.description[locale], MOST_DESCRIPTION)
	if ((await api.raw.getMyDescription(language)).description !== description)
		await api.raw.setMyDescription({ description, ...language })

	if (!texts.shortDescription) return
	const short = cutText(texts.shortDescription[locale], MOST_SHORT_DESCRIPTION)
	if ((await api.raw.getMyShortDescription(language)).short_description !== short)
		await api.raw.setMyShortDescription({ short_description: short, ...language })
}

/** Gives one chat its own list, in the language the person chose or with more commands for staff. */
export async function showCommands(
	api: Api,
	chat: { address: string; locale: Locale; texts: Pick<BotTexts, 'commands'> },
): Promise<void> {
	const scope: BotCommandScope = { type: 'chat', chat_id: Number(chat.address) }
	await api.raw.setMyCommands({ commands: listCommands(chat.texts, chat.locale), scope })
}

function listCommands(texts: Pick<BotTexts, 'commands'>, locale: Locale): BotCommand[] {
	return texts.commands.map(({ command, description }) => ({
		command,
		description: cutText(description[locale], MOST_COMMAND_TEXT),
	}))
}

function sameCommands(a: BotCommand[], b: BotCommand[]): boolean {
	return (
		a.length === b.length && a.every((one, i) => one.command === b[i]?.command && one.description === b[i].description)
	)
}
