import type { BotCommand } from '@grammyjs/types'
import { type Answer, accept, Refused } from './answer.ts'
import { isRecord, type Params, string, structure } from './params.ts'

const LANGUAGE = /^[a-z]{2}$/
const COMMAND = /^[a-z0-9_]{1,32}$/
const LIMIT = { description: 512, short_description: 120, name: 64 }
type Line = keyof typeof LIMIT

/** The bot's own page: commands by scope and language, description lines by language. */
export class Profile {
	readonly #commands = new Map<string, BotCommand[]>()
	readonly #lines = new Map<string, string>()

	setCommands(params: Params): Answer {
		const key = commandKey(params)
		const commands = structure(params, 'commands')
		if (!Array.isArray(commands)) throw new Refused(400, "can't parse commands: Array of commands expected")
		if (commands.length > 100) throw new Refused(400, 'BOT_COMMANDS_TOO_MUCH')
		this.#commands.set(key, commands.map(readCommand))
		return accept(true)
	}

	deleteCommands(params: Params): Answer {
		this.#commands.delete(commandKey(params))
		return accept(true)
	}

	getCommands(params: Params): Answer {
		return accept(this.#commands.get(commandKey(params)) ?? [])
	}

	setLine(line: Line, params: Params): Answer {
		const text = string(params, line) ?? ''
		if (text.length > LIMIT[line]) throw new Refused(400, `BOT_${line.toUpperCase()}_TOO_LONG`)
		this.#lines.set(`${line}|${languageOf(params)}`, text)
		return accept(true)
	}

	getLine(line: Line, params: Params): Answer {
		return accept({ [line]: this.#lines.get(`${line}|${languageOf(params)}`) ?? '' })
	}

	/** The list a person's app shows: the narrowest scope wins, and in it their language. */
	commandsFor(chatId: number, languageCode: string | undefined): BotCommand[] {
		const language = (languageCode ?? '').slice(0, 2).toLowerCase()
		for (const scope of [`chat:${chatId}`, 'all_private_chats', 'default'])
			for (const code of [language, '']) {
				const commands = this.#commands.get(`${scope}|${code}`)
				if (commands?.length) return commands
			}
		return []
	}

	lineFor(line: Line, languageCode: string | undefined): string {
		const language = (languageCode ?? '').slice(0, 2).toLowerCase()
		return this.#lines.get(`${line}|${language}`) || this.#lines.get(`${line}|`) || ''
	}
}

function languageOf(params: Params): string {
	const code = string(params, 'language_code') ?? ''
	if (code !== '' && !LANGUAGE.test(code)) throw new Refused(400, 'invalid language code specified')
	return code
}

function commandKey(params: Params): string {
	const scope = structure(params, 'scope') ?? { type: 'default' }
	if (!isRecord(scope)) throw new Refused(400, "can't parse BotCommandScope: Object expected")
	const type = String(scope['type'])
	const language = languageOf(params)
	if (type === 'chat') return `chat:${scope['chat_id']}|${language}`
	if (!['default', 'all_private_chats', 'all_group_chats', 'all_chat_administrators'].includes(type))
		throw new Refused(400, "can't parse BotCommandScope: Unsupported type specified")
	return `${type}|${language}`
}

function readCommand(value: unknown): BotCommand {
	if (!isRecord(value)) throw new Refused(400, "can't parse BotCommand: expected an Object")
	const command = String(value['command'] ?? '').replace(/^\//, '')
	const description = String(value['description'] ?? '')
	if (!COMMAND.test(command)) throw new Refused(400, 'BOT_COMMAND_INVALID')
	if (description.trim() === '' || description.length > 256) throw new Refused(400, 'BOT_COMMAND_DESCRIPTION_INVALID')
	return { command, description }
}
