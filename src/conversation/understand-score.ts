import { type Intent, intentNames } from './intents/index.ts'
import { isHan } from './normalize.ts'
import { HAN_DENIALS, isDenied } from './understand-denial.ts'
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

const WISHES = /(?:想|打算|\bwant to|\bwould like to|\bwish to)$/

/** Whether a topic's words follow directly on a wish: scanned the QR, 想入會. */
function isWished(matches: readonly Match[], { tokens }: Reading): boolean {
	return matches.some(({ from }) => WISHES.test(tokens.slice(Math.max(0, from - 3), from).join(' ')))
}

// beyond this a message says more than a wish the bot knows
const LONG = 12

function weigh(topic: Topic, all: readonly Match[], reading: Reading): Score {
	const wanted = saysNo.has(topic) ? all : all.filter((match) => !isDenied(match, reading.tokens))
	const matches = wanted.length > 0 ? wanted : all
	const { share, all: said } = shareOf(matches, reading)
	const [strongest = 0, ...others] = matches.map(strengthOf).sort((a, b) => b - a)
	// further words for the same wish make it surer
	const together = others.slice(0, 3).reduce((sum, one) => sum + (1 - sum) * one * 0.25, strongest)
	const whole = share > 0.999 && matches.some(({ weak }) => !weak)
	const long = said > LONG ? (LONG / said) ** 0.5 : 1
	const score = whole
		? 0.95
		: Math.min(0.95, together * (0.75 + 0.25 * Math.sqrt(share)) * long * (isWished(wanted, reading) ? 1.2 : 1))
	return { topic, score: wanted.length > 0 ? score : score * 0.4 }
}

const LONGEST_OPT_OUT = 13
const SUPPOSES =
	/如果|假如|退(?:订|会)了?之?后|为什么|会否|会不会|\bif\b|\bwhy\b|\bwhat happen\b|\bwill (?:i|my|the)\b|\bdid i\b/
const NOT_TO_STOP =
	/(?:不要|别|不想|不用|不需要?|不必|(?:没有?|不是)(?:说过?|话|想)?要?)(?:停止?|退订|取消订阅)(?!收|发|推|广)|\b(?:dont|not|never) (?:want to |want |wanna )?(?:stop|unsubscribe|opt out|cancel)\b/

/** The Chinese of a message without gaps, then its Latin words. */
function saidIn({ tokens }: Reading): string {
	return `${tokens.filter(isHan).join('')} ${tokens.filter((token) => !isHan(token)).join(' ')}`
}

const NOT_TO_LEAVE =
	/(?:不要|别|不想|不会|不用|没有|没)(?:取消|删除?|退出|注销|终止|关闭|结束)|\b(?:dont|not|never) (?:want to |want |wanna )?(?:delete|close|cancel|leave|quit|remove|terminate)\b/
// consent is given by a wish, never by a question
const ASKS_WHEN = /什么时候|为什么|有否|谁|\b(?:when|why|who)\b/

/** Stopping and leaving are not acted upon when they are only supposed or asked about. */
function isSupposed(reading: Reading): boolean {
	return SUPPOSES.test(saidIn(reading))
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
	const said = saidIn(reading)
	for (const one of scores) {
		if (one.topic === 'stop' && !isShortOptOut(reading)) one.score = Math.min(one.score, ASKED)
		if (one.topic === 'leave' && (supposed || NOT_TO_LEAVE.test(said) || ASKS_WHEN.test(said)))
			one.score = Math.min(one.score, ASKED)
	}
	for (const one of scores) if (one.topic === 'resume' && ASKS_WHEN.test(said)) one.score = Math.min(one.score, ASKED)
	// what would become of the points if … is a question for people
	if (supposed && scores.some(({ topic }) => topic === 'stop' || topic === 'leave'))
		scores.push({ topic: 'outside', score: 0.95 })
}

const order = new Map<Topic, number>(intentNames.map((name, i) => [name, i]))

/** Surest first; among equals what does the least harm, so that leaving comes last. */
export function sortScores(scores: Score[]): Score[] {
	return scores.sort((a, b) => b.score - a.score || (order.get(a.topic) ?? -1) - (order.get(b.topic) ?? -1))
}

function contentOf(matches: readonly Match[], { filler }: Reading): ReadonlySet<number> {
	const content = new Set<number>()
	for (const { ranges } of matches)
		for (const [from, to] of ranges) for (let i = from; i < to; i++) if (!filler[i]) content.add(i)
	return content
}

/** A wish whose words are all part of another's is the lesser one: 增值有咩優惠 is about topping up. */
function lowerContained(scores: Score[], byTopic: ReadonlyMap<Topic, Match[]>, reading: Reading) {
	const known = scores.filter(({ topic }) => topic !== 'outside')
	const contents = known.map(({ topic }) => contentOf(byTopic.get(topic) ?? [], reading))
	const scored = known.map(({ score }) => score)
	for (const [i, one] of known.entries()) {
		const own = contents[i] ?? new Set()
		const within = contents.some(
			(other, j) => (scored[j] ?? 0) >= (scored[i] ?? 0) && other.size > own.size && own.isSubsetOf(other),
		)
		if (within) one.score *= 0.85
	}
}

/** How well a message speaks for each topic it mentions, the surest first; `bare` is what its words without filler mean. */
export function scoreTopics(reading: Reading, bare?: Intent): Score[] {
	const byTopic = Map.groupBy(reading.matches, ({ topic }) => topic)
	const scores: Score[] = [...byTopic].map(([topic, matches]) => weigh(topic, matches, reading))
	lowerContained(scores, byTopic, reading)
	capRisky(scores, reading)
	if (bare) raiseBare(scores, bare, reading)
	const outside = scores.find(({ topic }) => topic === 'outside')
	if (outside) offerStaff(scores, outside)
	return sortScores(scores)
}

function raiseBare(scores: Score[], bare: Intent, reading: Reading) {
	const content = reading.units.reduce((sum, units, i) => (reading.filler[i] ? sum : sum + units), 0)
	if (reading.matches.some(({ topic, units }) => topic !== bare && units > content)) return
	if (bare === 'stop' && !isShortOptOut(reading)) return
	if (bare === 'leave' && (isSupposed(reading) || ASKS_WHEN.test(saidIn(reading)))) return
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
		const score = careful ? Math.min(dice, intent === 'leave' ? ASKED : 0.55) : dice
		const known = scores.find(({ topic }) => topic === intent)
		if (!known) {
			scores.push({ topic: intent, score })
			added.add(intent)
		} else if (added.has(intent)) known.score = Math.max(known.score, score)
	}
	return sortScores(scores)
}
