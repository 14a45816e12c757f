import { type Intent, intentNames } from './intents/index.ts'
import { isHan } from './normalize.ts'
import { bigramsOf, getLexicon, type Topic } from './understand-lexicon.ts'
import type { Match, Reading } from './understand-match.ts'

export interface Score {
	topic: Topic
	/** 0 to 1. */
	score: number
}

/** A longer phrase says more: two characters 0.66, four 0.82. */
function strengthOf(match: Match): number {
	const strength = Math.min(0.95, 0.53 + 0.08 * match.units)
	return match.weak ? strength * 0.6 : strength
}

// 不要 and 不想 before a wish; 要不要 and 想不想 are questions
const HAN_DENIALS = /(?<![想要用可能好])不(?:想|要|用|需|使|好|必)|别|不是|没有?(?:要|想|说)/
const LATIN_DENIALS =
	/\b(?:(?:dont|not|never|no longer) (?:want|need|wish|like|interested|looking)\b(?: \w+){0,4}|(?:dont|not|no longer|never|without)(?: (?:really|even|to|a|the|any|my|me|show|see|check|give|send))*)$/

/** Whether words just before a keyword say that it is not wanted: 唔想入會, I don't want coupons. */
function isDenied(match: Match, { tokens }: Reading): boolean {
	const own = (i: number) => match.ranges.some(([from, to]) => from <= i && i < to)
	return match.ranges.some(([start]) => {
		const before: string[] = []
		for (let i = start - 1; i >= 0 && i >= start - 6 && !own(i); i--) before.unshift(tokens[i] ?? '')
		const han = before.filter(isHan).slice(-4).join('')
		// 夠唔夠 asks, 唔夠 denies
		if (han.endsWith('不') && han.at(-2) !== tokens[start]) return true
		return HAN_DENIALS.test(han) || LATIN_DENIALS.test(before.filter((token) => !isHan(token)).join(' '))
	})
}

// wishes that are denials themselves, and complaints that come in their form
const saysNo: ReadonlySet<Topic> = new Set<Topic>(['claim', 'history', 'outside', 'smalltalk'])

/** How much of what is said a topic's words make up, 0 to 1, and how much is said in all. */
function shareOf(matches: readonly Match[], { units, filler }: Reading): { share: number; all: number } {
	const covered = new Set<number>()
	for (const { ranges } of matches) for (const [from, to] of ranges) for (let i = from; i < to; i++) covered.add(i)
	let inside = 0
	let all = 0
	for (const [i, count] of units.entries()) {
		if (covered.has(i)) inside += count
		if (covered.has(i) || !filler[i]) all += count
	}
	return { share: all === 0 ? 0 : inside / all, all }
}

// beyond this a message says more than a wish the bot knows
const LONG = 12

function weigh(topic: Topic, all: readonly Match[], reading: Reading): Score {
	const wanted = saysNo.has(topic) ? all : all.filter((match) => !isDenied(match, reading))
	const matches = wanted.length > 0 ? wanted : all
	const { share, all: said } = shareOf(matches, reading)
	const [strongest = 0, ...others] = matches.map(strengthOf).sort((a, b) => b - a)
	// further words for the same wish make it surer
	const together = others.slice(0, 3).reduce((sum, one) => sum + (1 - sum) * one * 0.25, strongest)
	const whole = share > 0.999 && matches.some(({ weak }) => !weak)
	const long = said > LONG ? (LONG / said) ** 0.5 : 1
	const score = whole ? 0.95 : Math.min(0.95, together * (0.75 + 0.25 * Math.sqrt(share)) * long)
	return { topic, score: wanted.length > 0 ? score : score * 0.4 }
}

const LONGEST_OPT_OUT = 13
const SUPPOSES =
	/如果|假如|退(?:订|会)了?之?后|为什么|会否|会不会|\bif\b|\bwhy\b|\bwhat happen\b|\bwill (?:i|my|the)\b|\bdid i\b/
const NOT_TO_STOP =
	/(?:不要|别|不想|没有|没)(?:停止?|退订|取消订阅)(?!收|发|推|广)|\b(?:dont|not|never) (?:want to |want |wanna )?(?:stop|unsubscribe|opt out|cancel)\b/

/** Stopping and leaving are not acted upon when they are only supposed or asked about. */
function isSupposed({ tokens }: Reading): boolean {
	return SUPPOSES.test(tokens.filter(isHan).join('')) || SUPPOSES.test(tokens.filter((one) => !isHan(one)).join(' '))
}

/** An opt-out is obeyed in short messages only; in longer ones it is asked about. */
function isShortOptOut(reading: Reading): boolean {
	const han = reading.tokens.filter(isHan)
	const length = han.length * 0.6 + (reading.tokens.length - han.length)
	return (
		length <= LONGEST_OPT_OUT &&
		!NOT_TO_STOP.test(han.join('')) &&
		!NOT_TO_STOP.test(reading.tokens.join(' ')) &&
		!isSupposed(reading)
	)
}

const ASKED = 0.45

function capRisky(scores: Score[], reading: Reading) {
	const supposed = isSupposed(reading)
	for (const one of scores) {
		if (one.topic === 'stop' && !isShortOptOut(reading)) one.score = Math.min(one.score, ASKED)
		if (one.topic === 'leave' && supposed) one.score = Math.min(one.score, ASKED)
	}
	// what would become of the points if … is a question for people
	if (supposed && scores.some(({ topic }) => topic === 'stop' || topic === 'leave'))
		scores.push({ topic: 'outside', score: 0.95 })
}

const order = new Map<Topic, number>(intentNames.map((name, i) => [name, i]))

/** Surest first; among equals what does the least harm, so that leaving comes last. */
export function sortScores(scores: Score[]): Score[] {
	return scores.sort((a, b) => b.score - a.score || (order.get(a.topic) ?? -1) - (order.get(b.topic) ?? -1))
}

/** How well a message speaks for each topic it mentions, the surest first; `bare` is what its words without filler mean. */
export function scoreTopics(reading: Reading, bare?: Intent): Score[] {
	const byTopic = Map.groupBy(reading.matches, ({ topic }) => topic)
	const scores: Score[] = [...byTopic].map(([topic, matches]) => weigh(topic, matches, reading))
	capRisky(scores, reading)
	if (bare) raiseBare(scores, bare, reading)
	const outside = scores.find(({ topic }) => topic === 'outside')
	if (outside) offerStaff(scores, outside)
	return sortScores(scores)
}

function raiseBare(scores: Score[], bare: Intent, reading: Reading) {
	const content = reading.units.reduce((sum, units, i) => (reading.filler[i] ? sum : sum + units), 0)
	if (reading.matches.some(({ topic, units }) => topic !== bare && units > content)) return
	if ((bare === 'stop' && !isShortOptOut(reading)) || (bare === 'leave' && isSupposed(reading))) return
	const known = scores.find(({ topic }) => topic === bare)
	if (known) known.score = 1
	else scores.push({ topic: bare, score: 1 })
}

/** What the bot cannot answer is offered to people. */
function offerStaff(scores: Score[], outside: Score) {
	for (const [intent, score] of [
		['human', 0.45],
		['store', 0.3],
	] as const) {
		const known = scores.find(({ topic }) => topic === intent)
		if (known) known.score = Math.max(known.score, score)
		else scores.push({ topic: intent, score: Math.min(score, outside.score) })
	}
}

const ALIKE_MOST = 12
// one character of four may be wrong and the wish is only asked about; deletion and opt-out never come from a likeness
const ALIKE_ACTS = 0.66

/** Adds what the Chinese of a message looks like, by the share of character pairs (Dice), where nothing better is known. */
export function addAlike(scores: Score[], han: string): Score[] {
	if (han.length < 2 || han.length > ALIKE_MOST || HAN_DENIALS.test(han)) return scores
	const { bigrams } = getLexicon()
	const pairs = new Set(bigramsOf(han))
	const shared = new Map<string, { intent: Intent; count: number }>()
	for (const pair of pairs) {
		for (const { phrase, intent } of bigrams.get(pair) ?? []) {
			const known = shared.get(phrase)
			if (known) known.count += 1
			else shared.set(phrase, { intent, count: 1 })
		}
	}
	const added = new Set<Intent>()
	for (const [phrase, { intent, count }] of shared) {
		const dice = (2 * count) / (pairs.size + phrase.length + 1)
		if (dice < 0.5) continue
		const careful = intent === 'stop' || intent === 'leave' || dice < ALIKE_ACTS
		const score = careful ? Math.min(dice, 0.55) : dice
		const known = scores.find(({ topic }) => topic === intent)
		if (!known) {
			scores.push({ topic: intent, score })
			added.add(intent)
		} else if (added.has(intent)) known.score = Math.max(known.score, score)
	}
	return sortScores(scores)
}
