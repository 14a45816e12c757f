import { done, type Refusal, type Result, refuse } from '../domain/result.ts'
import { setMember } from '../store/members.ts'
import type { Work } from '../store/transact.ts'

export const MAX_NAME = 40

// line breaks, direction overrides and other controls would let a name change the sentence around it
const CONTROLS = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu

const graphemes = new Intl.Segmenter('zh-HK', { granularity: 'grapheme' })

/** A name as we keep it: one line without controls, at most 40 characters as a reader counts them. */
export function tidyName(name: string): string {
	const line = name
		.slice(0, 1_000)
		// a joiner holds an emoji together and is no control of ours
		.replace(CONTROLS, (found) => (found === '\u200d' ? found : ' '))
		.replace(/\s+/g, ' ')
		.trim()
	return Array.from(graphemes.segment(line), (part) => part.segment)
		.slice(0, MAX_NAME)
		.join('')
		.trim()
}

/** What the member wants to be called: one line, at most 40 characters. */
export async function setName(
	work: Work,
	input: { memberId: number; name: string },
): Promise<Result<{ name: string }, Refusal<'name-empty', undefined>>> {
	const name = tidyName(input.name)
	if (name === '') return refuse('name-empty')
	await setMember(work.tx, input.memberId, { name })
	return done({ name })
}
