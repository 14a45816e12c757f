import { findReferralCode } from '../domain/codes.ts'
import type { ChannelName } from '../messaging/channel.ts'
import { type Intent, intentNames, intents } from './intents/index.ts'
import { isHan, normalize, normalizeWords, tokensOf } from './normalize.ts'
import { isCancel, parseMenuNumber, parseYesNo } from './understand-extract.ts'
import { getLexicon } from './understand-lexicon.ts'
import { readTokens } from './understand-match.ts'
import { addAlike, type Score, scoreTopics } from './understand-score.ts'

export interface Likely {
	intent: Intent
	/** 0 to 1. */
	score: number
}

export interface Understood {
	/** The text as it came. */
	text: string
	/** What to do; null when it must be asked first, or nothing was understood. */
	intent: Intent | null
	/** How sure, 0 to 1: of the intent, or of the likeliest when there is none. */
	score: number
	/** What else it may mean, the likeliest first. */
	alternatives: Likely[]
	/** The whole text takes back the open step: 取消, cancel. Never an opt-out. */
	cancel: boolean
	/** The whole text asks for the menu: 0, menu, 選單. A greeting does not. */
	menu: boolean
	/** The whole text is a number from 1 to 99, written in any way. */
	number?: number
	/** The whole text says yes or no. */
	answer?: 'yes' | 'no'
	/** A referral code somewhere in the text, its eight symbols. */
	code?: string
}

export interface Context {
	/** On WhatsApp "start" asks for promotions again; on Telegram it opens the menu, never consent. */
	channel?: ChannelName | undefined
}

const ACTS = 0.6
const MARGIN = 0.1
/** The score of a text in which nothing else is said. */
const WHOLE = 0.95
const MENTIONED = 0.15
const MOST_ALTERNATIVES = 3

// what most people want, shown when a text says nothing at all
const usual: readonly Intent[] = ['card', 'rewards', 'human']

const strictMenu = new Set(
	[
		'0',
		'menu',
		'main menu',
		'home',
		'back to menu',
		'選單',
		'主選單',
		'菜單',
		'主頁',
		'返主選單',
		'回主選單',
		'返回主選單',
		'/menu',
		'/start',
	].map(normalize),
)

const commandIntents = new Map(
	intentNames.flatMap((name) => intents[name].commands.map((command) => [command, name] as const)),
)

interface Decision {
	intent: Intent | null
	score: number
	alternatives: Likely[]
}

const sure = (intent: Intent, alternatives: Likely[] = []): Decision => ({ intent, score: 1, alternatives })

/** The intent of a bot command such as /me or /rewards@SukiBot; undefined when it is none of ours. */
function findCommand(text: string): Intent | undefined {
	const found = /^\s*\/([a-z_]{1,32})(?:@\w{1,64})?(?:\s|$)/i.exec(text)?.[1]
	return found === undefined ? undefined : commandIntents.get(found.toLowerCase())
}

/** "start" begins promotions again on WhatsApp and opens the menu on Telegram; where nobody knows which, it is asked. */
function decideStart(channel: ChannelName | undefined): Decision {
	if (channel === 'whatsapp-web' || channel === 'whatsapp-cloud') return sure('resume')
	if (channel !== undefined) return sure('menu')
	return {
		intent: null,
		score: 0.5,
		alternatives: [
			{ intent: 'menu', score: 0.5 },
			{ intent: 'resume', score: 0.5 },
		],
	}
}

const EMOJI = /\p{Extended_Pictographic}/u

function decideWordless(text: string): Decision {
	if (/^[\s?？]+$/.test(text) && text.trim() !== '') return sure('help')
	if (EMOJI.test(text)) return sure('smalltalk')
	return { intent: null, score: 0, alternatives: [] }
}

// a code is no word, and must not make the words beside it look few
const isCodeLike = (token: string) => token.length >= 4 && /\d/.test(token) && /[a-z]/.test(token)

/** Greetings and thanks with nothing else in them: hi there bot, thank you so much. */
function decideCourtesy(tokens: readonly string[], text: string): Decision {
	const { exact } = getLexicon()
	const said = tokens.join(' ')
	if (/thanks|多 谢|谢 谢|唔 该/.test(said)) return sure('smalltalk')
	if (tokens.some((token) => exact.get(token) === 'menu') || /你 好|哈 囉/.test(said)) return sure('menu')
	return tokens.length > 0 ? { intent: null, score: 0, alternatives: [] } : decideWordless(text)
}

/** The words of a text without codes; letters typed apart (s t o p) are one word. */
function wordsOf(normalized: string): string[] {
	const tokens = tokensOf(normalized).filter((token) => !isCodeLike(token))
	const spread = tokens.length >= 3 && tokens.every((token) => /^[a-z]$/.test(token))
	return spread ? [tokens.join('')] : tokens
}

function decideWords(text: string, code: string | undefined): Decision {
	const { exact, spell } = getLexicon()
	const words = wordsOf(normalizeWords(text))
	if (words.length === 0 && code) return sure('join')
	// a particle may belong to the word: 哈囉
	const spoken = exact.get(words.flatMap((token) => (isHan(token) ? [token] : spell(token))).join(' '))
	const reading = readTokens(wordsOf(normalize(text)))
	const whole = spoken ?? exact.get(reading.tokens.join(' '))
	if (whole) return sure(whole, listLikely(scoreTopics(reading), whole))
	const content = reading.tokens.filter((_, i) => !reading.filler[i])
	const scores = scoreTopics(reading, exact.get(content.join(' ')))
	if (content.length === 0 && scores.length === 0) return decideCourtesy(reading.tokens, text)
	return decide((scores[0]?.score ?? 0) < ACTS ? addAlike(scores, content.filter(isHan).join('')) : scores)
}

const round = (score: number) => Math.round(score * 1000) / 1000

function listLikely(scores: readonly Score[], without?: Intent): Likely[] {
	const likely: Likely[] = []
	for (const { topic, score } of scores)
		if (topic !== 'outside' && topic !== without && score >= MENTIONED)
			likely.push({ intent: topic, score: round(score) })
	return likely.slice(0, MOST_ALTERNATIVES)
}

function decide(scores: readonly Score[]): Decision {
	const [best, next] = scores
	const score = round(best?.score ?? 0)
	const clear = best && best.score >= ACTS && best.score - (next?.score ?? 0) >= MARGIN - 1e-9
	if (clear && best.topic !== 'outside') {
		// these two are obeyed in every state, as if they were the word itself
		if (best.topic === 'stop' || (best.topic === 'human' && best.score >= WHOLE))
			return sure(best.topic, listLikely(scores, best.topic))
		return { intent: best.topic, score, alternatives: listLikely(scores, best.topic) }
	}
	const alternatives = listLikely(scores)
	for (const intent of usual)
		if (alternatives.length < 2 && !alternatives.some((one) => one.intent === intent))
			alternatives.push({ intent, score: 0 })
	return { intent: null, score: alternatives[0]?.score ?? 0, alternatives }
}

function decideText(text: string, { channel }: Context, code: string | undefined): Decision {
	const command = findCommand(text)
	if (command) return sure(command)
	if (/^start$/.test(normalize(text))) return decideStart(channel)
	return decideWords(text, code)
}

/** Understands one text of a person without a language model. Pure; looks at the first 500 characters only. */
export function understand(text: string, context: Context = {}): Understood {
	const looked = text.slice(0, 1000)
	const number = parseMenuNumber(looked)
	const cancel = isCancel(looked)
	const answer = parseYesNo(looked)
	const code = findReferralCode(looked)
	const nothing = { intent: null, score: 0, alternatives: [] }
	const decision = cancel || number ? nothing : number === 0 ? sure('menu') : decideText(looked, context, code)
	return {
		text,
		...decision,
		cancel,
		menu: strictMenu.has(normalize(looked)) || number === 0,
		...(number ? { number } : {}),
		...(answer ? { answer } : {}),
		...(code ? { code } : {}),
	}
}

/** What `suki understand` prints of a text: nothing but the four public fields. */
export function describeUnderstanding(text: string): Pick<Understood, 'text' | 'intent' | 'score' | 'alternatives'> {
	const { intent, score, alternatives } = understand(text)
	return { text, intent, score, alternatives }
}
