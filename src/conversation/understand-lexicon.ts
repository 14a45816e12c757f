import { type Intent, intentNames, intents, outside } from './intents/index.ts'
import { isHan, normalizeWords, tokensOf } from './normalize.ts'
import { fillerPhrases, protectedWords } from './understand-fillers.ts'
import { canonicalWords, makeSpeller, type Speller } from './understand-spelling.ts'

/** What a phrase speaks for: an intent, or something the bot cannot answer. */
export type Topic = Intent | 'outside'

/** One way of saying something: its parts in order, each with alternatives that stand in the trie. */
export interface Pattern {
	id: number
	topic: Topic
	parts: number
	weak: boolean
}

interface Slot {
	pattern: Pattern
	part: number
}

export interface Node {
	next: Map<string, Node>
	slots: Slot[]
	filler: boolean
	protects: boolean
}

export interface Lexicon {
	root: Node
	/** Whole messages, tokens joined by spaces. */
	exact: Map<string, Intent>
	/** Chinese phrases by their padded bigrams. */
	bigrams: Map<string, { phrase: string; intent: Intent }[]>
	spell: Speller
}

const newNode = (): Node => ({ next: new Map(), slots: [], filler: false, protects: false })

/** How much a token says: a Han character 1, a Latin word by its length. */
export function unitsOf(token: string): number {
	return isHan(token) ? 1 : Math.min(3.5, Math.max(1.3, token.length * 0.45))
}

/** The characters of a Chinese phrase in pairs, the ends marked. */
export function bigramsOf(phrase: string): string[] {
	const padded = `^${phrase}$`
	return Array.from({ length: padded.length - 1 }, (_, i) => padded.slice(i, i + 2))
}

function tokensOfPhrase(phrase: string): string[] {
	return tokensOf(normalizeWords(phrase)).flatMap((token) => (isHan(token) ? [token] : canonicalWords(token)))
}

function place(root: Node, tokens: readonly string[]): Node {
	let node = root
	for (const token of tokens) {
		let next = node.next.get(token)
		if (!next) {
			next = newNode()
			node.next.set(token, next)
		}
		node = next
	}
	return node
}

interface Draft extends Omit<Lexicon, 'spell'> {
	vocabulary: Set<string>
	patterns: number
}

/** The tokens of a phrase of ours, whose Latin words become the vocabulary that typos are mended to. */
function learn(draft: Draft, phrase: string): string[] {
	const tokens = tokensOfPhrase(phrase)
	for (const token of tokens) if (!isHan(token)) draft.vocabulary.add(token)
	return tokens
}

function addBigrams(draft: Draft, phrase: string, intent: Intent) {
	if (phrase.length < 2) return
	for (const pair of new Set(bigramsOf(phrase))) {
		const list = draft.bigrams.get(pair)
		if (list) list.push({ phrase, intent })
		else draft.bigrams.set(pair, [{ phrase, intent }])
	}
}

function addPhrase(draft: Draft, topic: Topic, written: string) {
	const flag = /^[=~]/.exec(written)?.[0]
	const tokens = learn(draft, flag ? written.slice(1) : written)
	if (tokens.length === 0) return
	const whole = tokens.join(' ')
	if (topic !== 'outside') {
		if (!draft.exact.has(whole) && tokens.every(isHan)) addBigrams(draft, tokens.join(''), topic)
		if (!draft.exact.has(whole)) draft.exact.set(whole, topic)
	}
	if (flag === '=') return
	const pattern = { id: draft.patterns++, topic, parts: 1, weak: flag === '~' }
	place(draft.root, tokens).slots.push({ pattern, part: 0 })
}

function addPattern(draft: Draft, topic: Topic, parts: readonly string[][]) {
	const pattern = { id: draft.patterns++, topic, parts: parts.length, weak: false }
	for (const [part, alternatives] of parts.entries()) {
		for (const phrase of alternatives) {
			const tokens = learn(draft, phrase)
			if (tokens.length > 0) place(draft.root, tokens).slots.push({ pattern, part })
		}
	}
}

function addWords(draft: Draft, topic: Topic, words: string) {
	for (const line of words.split('\n').map((one) => one.trim())) {
		const parts = line.split(' * ').map((part) => part.split('|').map((phrase) => phrase.trim()))
		if (line === '') continue
		if (parts.length > 1) addPattern(draft, topic, parts)
		else for (const phrase of parts[0] ?? []) addPhrase(draft, topic, phrase)
	}
}

let compiled: Lexicon | undefined

/** The synonyms of all intents, compiled at the first use. */
export function getLexicon(): Lexicon {
	if (compiled) return compiled
	const draft: Draft = { root: newNode(), exact: new Map(), bigrams: new Map(), vocabulary: new Set(), patterns: 0 }
	for (const name of intentNames) addWords(draft, name, intents[name].words)
	addWords(draft, 'outside', outside.words)
	for (const phrase of fillerPhrases) place(draft.root, learn(draft, phrase)).filler = true
	for (const word of protectedWords) place(draft.root, tokensOfPhrase(word)).protects = true
	compiled = { root: draft.root, exact: draft.exact, bigrams: draft.bigrams, spell: makeSpeller(draft.vocabulary) }
	return compiled
}
