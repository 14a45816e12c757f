import { isHan } from './normalize.ts'
import type { Topic } from './understand-lexicon.ts'
import type { Match } from './understand-match.ts'

/** 不要 and 不想 before a wish; 要不要 and 想不想 are questions. */
export const HAN_DENIALS = /(?<![想要用可能好])不(?:想|要|用|需|使|好|必)|别|不是|没有?(?:要|想|说)/
const LATIN_DENIALS =
	/\b(?:(?:dont|not|never|no longer) (?:want|need|wish|like|interested|looking)\b(?: \w+){0,4}|(?:dont|not|no longer|never|without)(?: (?:really|even|to|a|the|any|my|me|show|see|check|give|send))*)$/

// 不会 before other words says that somebody does not know how
const WILL_NOT = /不会$/
const risky: ReadonlySet<Topic> = new Set<Topic>(['stop', 'leave'])

/** Whether words just before a keyword say that it is not wanted: 唔想入會, I don't want coupons. */
export function isDenied(match: Match, tokens: readonly string[]): boolean {
	const own = (i: number) => match.ranges.some(([from, to]) => from <= i && i < to)
	return match.ranges.some(([start]) => {
		const before: string[] = []
		for (let i = start - 1; i >= 0 && i >= start - 6 && !own(i); i--) before.unshift(tokens[i] ?? '')
		const han = before.filter(isHan).slice(-4).join('')
		// 夠唔夠 asks, 唔夠 denies
		if (han.endsWith('不') && han.at(-2) !== tokens[start]) return true
		if (risky.has(match.topic) && WILL_NOT.test(han)) return true
		return HAN_DENIALS.test(han) || LATIN_DENIALS.test(before.filter((token) => !isHan(token)).join(' '))
	})
}
