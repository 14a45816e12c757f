import { isHan } from './normalize.ts'
import { isDenied } from './understand-denial.ts'
import { getLexicon, type Node, type Pattern, type Topic, unitsOf } from './understand-lexicon.ts'

/** A stretch of tokens: from, up to but without `to`. */
type Range = readonly [from: number, to: number]

/** A way of saying something that was found in a message. */
export interface Match {
	topic: Topic
	weak: boolean
	ranges: Range[]
	from: number
	to: number
	/** How much its own tokens say. */
	units: number
}

export interface Reading {
	tokens: string[]
	units: number[]
	/** Tokens that carry no wish of their own. */
	filler: boolean[]
	matches: Match[]
}

/** How far the parts of a pattern may stand apart. */
const LARGEST_GAP = 8

interface Found {
	pattern: Pattern
	ranges: Range[][]
}

/** Reads a message: its words spelled right, what is filler, and every way of saying something that is found in it. */
export function readTokens(typed: readonly string[]): Reading {
	const { root, spell } = getLexicon()
	const tokens = typed.flatMap((token) => (isHan(token) ? [token] : spell(token)))
	const units = tokens.map(unitsOf)
	const filler = tokens.map(() => false)
	const compounds: Range[] = []
	walk(root, tokens, (node, range) => {
		if (node.protects) compounds.push(range)
	})
	// part of another word is not that word: no 分 in 分店, no 優惠 in 優惠券
	const isInside = ([from, to]: Range) =>
		compounds.some(([start, end]) => start <= from && to <= end && to - from < end - start)
	walk(root, tokens, (node, range) => {
		if (node.filler && !isInside(range)) filler.fill(true, range[0], range[1])
	})
	const matches: Match[] = []
	const found = new Map<number, Found>()
	walk(root, tokens, (node, range) => {
		if (node.slots.length === 0 || isInside(range)) return
		for (const { pattern, part } of node.slots) {
			if (pattern.parts === 1) matches.push(makeMatch(pattern, [range], units))
			else note(found, pattern, part, range)
		}
	})
	for (const { pattern, ranges } of found.values()) {
		const match = matchParts(pattern, ranges, { tokens, units })
		if (match) matches.push(match)
	}
	// 不想再收推廣 holds the words of wanting them again: they must not hide the opt-out
	const meant = matches.filter((match) => match.topic !== 'resume' || !isDenied(match, tokens))
	return { tokens, units, filler, matches: keepLongest(meant, units) }
}

function walk(root: Node, tokens: readonly string[], visit: (node: Node, range: Range) => void) {
	for (let from = 0; from < tokens.length; from++) {
		let node = root.next.get(tokens[from] ?? '')
		for (let to = from + 1; node; to++) {
			visit(node, [from, to])
			node = node.next.get(tokens[to] ?? '')
		}
	}
}

function note(found: Map<number, Found>, pattern: Pattern, part: number, range: Range) {
	let entry = found.get(pattern.id)
	if (!entry) {
		if (part > 0) return
		entry = { pattern, ranges: Array.from({ length: pattern.parts }, () => []) }
		found.set(pattern.id, entry)
	}
	entry.ranges[part]?.push(range)
}

function unitsIn(range: Range, units: readonly number[]): number {
	let sum = 0
	for (let i = range[0]; i < range[1]; i++) sum += units[i] ?? 0
	return sum
}

function makeMatch(pattern: Pattern, ranges: Range[], units: readonly number[]): Match {
	const sum = ranges.reduce((total, range) => total + unitsIn(range, units), 0)
	const from = ranges[0]?.[0] ?? 0
	return { topic: pattern.topic, weak: pattern.weak, ranges, from, to: ranges.at(-1)?.[1] ?? from, units: sum }
}

function gapBetween(from: number, to: number, tokens: readonly string[]): number {
	let gap = 0
	for (let i = from; i < to; i++) gap += isHan(tokens[i] ?? '') ? 1 : 1.5
	return gap
}

interface Chain {
	ranges: Range[]
	units: number
}

/** The longest way the parts of a pattern follow each other in the message, found from the last part backwards. */
function matchParts(
	pattern: Pattern,
	ranges: readonly Range[][],
	{ tokens, units }: { tokens: readonly string[]; units: readonly number[] },
): Match | undefined {
	if (ranges.some((list) => list.length === 0)) return undefined
	let later: Chain[] | undefined
	for (const list of ranges.toReversed()) {
		const chains: Chain[] = []
		for (const range of list) {
			const own = unitsIn(range, units)
			const tail = later && bestAfter(later, range[1], tokens)
			if (!later) chains.push({ ranges: [range], units: own })
			else if (tail) chains.push({ ranges: [range, ...tail.ranges], units: own + tail.units })
		}
		later = chains
	}
	const best = later?.reduce<Chain | undefined>((a, b) => (a && a.units >= b.units ? a : b), undefined)
	return best && makeMatch(pattern, best.ranges, units)
}

function bestAfter(chains: readonly Chain[], end: number, tokens: readonly string[]): Chain | undefined {
	let best: Chain | undefined
	for (const chain of chains) {
		const start = chain.ranges[0]?.[0] ?? 0
		// a token is at least 1 wide: further on nothing can be near enough
		if (start > end + LARGEST_GAP) break
		if (start < end || gapBetween(end, start, tokens) > LARGEST_GAP) continue
		if (!best || chain.units > best.units) best = chain
	}
	return best
}

function overlap(a: Match, b: Match, units: readonly number[]): number {
	let sum = 0
	for (const one of a.ranges)
		for (const two of b.ranges) sum += unitsIn([Math.max(one[0], two[0]), Math.min(one[1], two[1])], units)
	return sum
}

/** Whether a match says nothing that a longer one of another topic does not say better. */
function isBeaten(match: Match, longer: Match, units: readonly number[]): boolean {
	if (longer.topic === match.topic) return false
	const contains = longer.from <= match.from && match.to <= longer.to
	if (contains && longer.to - longer.from > match.to - match.from) return longer.units >= match.units
	return longer.units > match.units && overlap(longer, match, units) * 2 >= match.units
}

/** Of matches of different topics on the same words the longest stays: 優惠券 is a coupon, not an offer. */
function keepLongest(matches: Match[], units: readonly number[]): Match[] {
	const kept: Match[] = []
	for (const match of matches.sort((a, b) => b.units - a.units || b.to - b.from - (a.to - a.from)))
		if (!kept.some((longer) => isBeaten(match, longer, units))) kept.push(match)
	return kept
}
