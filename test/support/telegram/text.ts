import type { MessageEntity } from '@grammyjs/types'
import { Refused } from './answer.ts'
import { type Entity, parseHtml } from './html.ts'
import { type Params, string } from './params.ts'

export const TEXT_LIMIT = 4096
export const CAPTION_LIMIT = 1024

/** The text as the person will see it. Refuses bad markup and, like the server, too long a text after parsing. */
export function readText(params: Params, field: 'text' | 'caption', limit: number) {
	const source = string(params, field) ?? ''
	const mode = string(params, 'parse_mode') ?? ''
	if (mode !== '' && mode.toLowerCase() !== 'html') throw new Refused(400, 'unsupported parse_mode')
	const parsed = mode ? parseHtml(source) : { text: source, entities: [] }
	const cleaned = clean(parsed.text, parsed.entities)
	if (cleaned.text.length > limit)
		throw new Refused(400, field === 'text' ? 'message is too long' : 'message caption is too long')
	return cleaned
}

/** Control characters become spaces and the ends are trimmed; what is only blank counts as empty. */
function clean(text: string, entities: Entity[]) {
	// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what the server replaces
	const visible = text.replace(/[\u0000-\u0009\u000b-\u001f]/g, ' ')
	const start = visible.length - visible.trimStart().length
	const trimmed = visible.trim()
	const blank = trimmed.replace(/[\s\p{Default_Ignorable_Code_Point}]/gu, '') === ''
	const moved: MessageEntity[] = []
	for (const { type, offset, length, url } of entities) {
		const from = Math.max(0, offset - start)
		const to = Math.min(trimmed.length, offset + length - start)
		if (to <= from) continue
		if (type === 'text_link') moved.push({ type, offset: from, length: to - from, url: url ?? '' })
		else moved.push({ type, offset: from, length: to - from })
	}
	return { text: blank ? '' : trimmed, entities: blank ? [] : moved }
}
