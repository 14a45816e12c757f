import { choicesOf, type ShownChoice } from './check.ts'
import { type Mark, readMarks, stripMarks } from './format.ts'
import { at, isJson, textAt } from './json.ts'
import type { Human, Kept, People } from './people.ts'

/** One message as it stands on the person's screen. */
export interface ScreenMessage {
	id: string
	from: 'shop' | 'person'
	/** Without the signs of its marks. */
	text: string
	/** As it was sent. */
	raw: string
	marks: Mark[]
	buttons: ShownChoice[]
	/** What opens behind the list's button. */
	rows: ShownChoice[]
	footer: string
	picture: boolean
	file: string | undefined
	/** The name of the template it came by. */
	template: string | undefined
}

export interface Screen {
	messages: ScreenMessage[]
	/** Messages of hers that the shop has read. */
	read: string[]
	typing: boolean
}

function screenMessage({ id, from, type, content }: Kept): ScreenMessage {
	const interactive = at(content, 'interactive')
	const header = at(interactive, 'header')
	const kind = textAt(interactive, 'type')
	const raw =
		textAt(content, 'shown') ??
		textAt(at(content, 'text'), 'body') ??
		textAt(at(interactive, 'body'), 'text') ??
		textAt(at(content, type), 'caption') ??
		''
	const choices = choicesOf(interactive)
	return {
		id,
		from,
		text: stripMarks(raw),
		raw,
		marks: readMarks(raw),
		buttons: kind === 'button' ? choices : [],
		rows: kind === 'list' ? choices : [],
		footer: textAt(at(interactive, 'footer'), 'text') ?? '',
		picture: type === 'image' || textAt(header, 'type') === 'image',
		file: textAt(at(content, 'document'), 'filename') ?? textAt(at(header, 'document'), 'filename'),
		template: isJson(content['template']) ? textAt(content['template'], 'name') : undefined,
	}
}

export function screenOf({ messages, read, typingSince }: Human): Screen {
	return { messages: messages.map(screenMessage), read: [...read], typing: typingSince !== undefined }
}

export interface WaitOptions {
	predicate: (screen: Screen) => boolean
	timeoutMs: number
}

/** Watches the chat until the predicate holds; fails with what is shown instead. */
export function waitFor(people: People, human: Human, { predicate, timeoutMs }: WaitOptions): Promise<Screen> {
	return new Promise((resolve, reject) => {
		const end = () => {
			clearTimeout(timer)
			forget()
		}
		const check = () => {
			const screen = screenOf(human)
			try {
				if (!predicate(screen)) return
			} catch (error) {
				end()
				return reject(error)
			}
			end()
			resolve(screen)
		}
		const forget = people.onChange(human, check)
		const timer = setTimeout(() => {
			end()
			reject(new Error(describeScreen(human, timeoutMs)))
		}, timeoutMs)
		check()
	})
}

function describeScreen(human: Human, timeoutMs: number): string {
	const lines = screenOf(human)
		.messages.slice(-6)
		.map((message) => {
			const choices = [...message.buttons, ...message.rows].map(({ title }) => `[${title}]`)
			return `  ${message.from}: ${message.text} ${choices.join(' ')}`
		})
	return [`${human.name} did not see it within ${timeoutMs} ms; the chat shows:`, ...lines].join('\n')
}
