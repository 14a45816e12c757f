/** Text that already carries our light markup and is put into a sentence as it stands. */
export interface Marked {
	markup: string
}

/** What may fill a gap of a sentence: plain text is escaped, numbers are written the locale's way. */
export type Fact = string | number | Marked

type Gap<Rest extends string> = Rest extends `${infer Head}}${string}` ? Head : never

type NameOf<Head extends string> = Head extends `${infer Name},${string}` ? Name : Head

// a plural's branch ("{# points}") also begins with a brace, but no name has a space or a #
type Named<Head extends string> =
	NameOf<Head> extends `${string} ${string}` | `#${string}`
		? never
		: Head extends `${string}, ${'number' | 'plural'}${string}`
			? { [K in NameOf<Head>]: number }
			: { [K in NameOf<Head>]: Fact }

type Merge<A, B> = [A] extends [never] ? B : [B] extends [never] ? A : A & B

type Gaps<S extends string> = S extends `${string}{${infer Rest}` ? Merge<Named<Gap<Rest>>, Gaps<Rest>> : never

type All<U> = (U extends unknown ? (u: U) => void : never) extends (all: infer I) => void ? I : never

/** The facts a sentence in ICU MessageFormat needs, read off its own text; of several sentences, all their facts. */
export type FactsOf<S extends string> = [Gaps<S>] extends [never]
	? Record<never, never>
	: { [K in keyof All<Gaps<S>>]: All<Gaps<S>>[K] }

const MARKS = /[\\*_`]/g

// direction overrides would let a name turn the rest of the sentence around
const CONTROLS = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu

/** One line of plain text so written that no character of it is markup. */
export function escapeMarkup(text: string): string {
	return text.replace(MARKS, '\\$&')
}

/** Marks text as finished markup, for example another sentence; never for what a person or a setting gave. */
export function marked(markup: string): Marked {
	return { markup }
}

/** The text of a fact inside a marked-up sentence. */
export function markedFact(fact: Fact): string | number {
	if (typeof fact === 'number') return fact
	return typeof fact === 'string' ? escapeMarkup(fact.replace(CONTROLS, ' ')) : fact.markup
}

/** Takes our markup off a text: what is left is what a reader sees. */
export function stripMarkup(markup: string): string {
	return markup.replace(/\\([\s\S])|[*_`]/g, '$1')
}
