import type { Locale, LocaleText } from '../domain/program-words.ts'
import { locales } from '../domain/program-words.ts'
import type { SegmentContext } from './criterion.ts'
import { criterionOf, isAnd, isNot, isOr, partsOf, type Segment } from './segment.ts'

interface Words {
	everybody: string
	begin: string
	and: string
	or: string
	open: string
	close: string
	not(text: string): string
}

const chinese = (begin: string, not: (text: string) => string): Words => ({
	everybody: '全部會員',
	begin,
	and: '，而且',
	or: '，或者',
	open: '（',
	close: '）',
	not,
})

const words: Record<Locale, Words> = {
	'zh-HK': chinese('會員：', (text) => `並非${text}`),
	'zh-Hant': chinese('會員：', (text) => `並非${text}`),
	en: {
		everybody: 'all members',
		begin: 'members who ',
		and: ' and ',
		or: ' or ',
		open: '(',
		close: ')',
		not: (text) => `do not match: ${text}`,
	},
}

function isGroup(segment: Segment): boolean {
	return (isAnd(segment) || isOr(segment)) && partsOf(segment).length > 1
}

function write(segment: Segment, context: SegmentContext, locale: Locale): string {
	const { everybody, and, or, open, close, not } = words[locale]
	const parts = partsOf(segment).map((part) => {
		const text = write(part, context, locale)
		return isGroup(part) ? `${open}${text}${close}` : text
	})
	if (isNot(segment)) return not(parts.join(''))
	if (isAnd(segment)) return parts.length === 0 ? everybody : parts.join(and)
	if (isOr(segment)) return parts.join(or)
	return criterionOf(segment).describe(segment, context)[locale]
}

/** Says a segment in words, in every locale. */
export function describeSegment(segment: Segment, context: SegmentContext): LocaleText {
	const all = isAnd(segment) && segment.and.length === 0
	const sentence = (locale: Locale) =>
		all ? words[locale].everybody : `${words[locale].begin}${write(segment, context, locale)}`
	return Object.fromEntries(locales.map((locale) => [locale, sentence(locale)])) as LocaleText
}
