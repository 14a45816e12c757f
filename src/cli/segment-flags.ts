import type { Command } from 'commander'
import type { Tier } from '../domain/program.ts'
import type { Segment, SegmentContext } from '../segments/index.ts'
import { CommandFault } from './io.ts'

/** The conditions that have a flag of their own; all that are given must hold. */
export interface SegmentFlags {
	tier?: string
	tierAtLeast?: string
	nes?: string
	tag?: string
	language?: string
	joinedWithin?: string
	orderedWithin?: string
	notOrderedFor?: string
	pointsAtLeast?: string
	segment?: string
}

export function addSegmentFlags(command: Command): Command {
	return command
		.option('--tier <names>', 'in one of these tiers, such as Silver,Gold')
		.option('--tier-at-least <name>', 'in this tier or above')
		.option('--nes <list>', 'New, Existing, Sleeping, or tags such as S1,S2')
		.option('--tag <tag>', 'carrying a tag')
		.option('--language <locale>', 'zh-HK, zh-Hant or en')
		.option('--joined-within <days>', 'joined within so many days')
		.option('--ordered-within <days>', 'with an order within so many days')
		.option('--not-ordered-for <days>', 'whose last order is more than so many days ago')
		.option('--points-at-least <points>', 'with at least so many points')
		.option('--segment <json>', 'any segment, such as {"or":[{"kind":"nes","tags":["N"]},{"kind":"tier","is":[2]}]}')
}

function tierId(text: string, tiers: readonly Tier[]): number {
	const wanted = text.trim().toLowerCase()
	const tier = tiers.find(
		({ id, name }) => String(id) === wanted || Object.values(name).some((word) => word.toLowerCase() === wanted),
	)
	if (tier) return tier.id
	throw new CommandFault(`there is no tier ${text.trim()}; there are ${tiers.map(({ name }) => name.en).join(', ')}`)
}

function whole(flag: string, text: string): number {
	if (/^\d{1,9}$/.test(text)) return Number(text)
	throw new CommandFault(`${flag} must be a whole number`)
}

async function parseNes(text: string): Promise<Segment> {
	const { parseNesTags } = await import('../segments/criteria/nes.ts')
	const tags = parseNesTags(text)
	if (!tags) throw new CommandFault('--nes must be of New, Existing, Sleeping, N, E0, S1, S2, S3')
	return { kind: 'nes', tags }
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text)
	} catch {
		throw new CommandFault('--segment is no JSON')
	}
}

async function listConditions(flags: SegmentFlags, { tiers }: SegmentContext): Promise<unknown[]> {
	const { tier, tierAtLeast, nes, tag, language, joinedWithin, orderedWithin, notOrderedFor, pointsAtLeast } = flags
	return [
		tier && { kind: 'tier', is: tier.split(',').map((name) => tierId(name, tiers)) },
		tierAtLeast && { kind: 'tier-at-least', tier: tierId(tierAtLeast, tiers) },
		nes && (await parseNes(nes)),
		tag && { kind: 'tag', is: tag },
		language && { kind: 'language', is: language },
		joinedWithin && { kind: 'joined', withinDays: whole('--joined-within', joinedWithin) },
		orderedWithin && { kind: 'ordered-within', days: whole('--ordered-within', orderedWithin) },
		notOrderedFor && { kind: 'not-ordered-for', days: whole('--not-ordered-for', notOrderedFor) },
		pointsAtLeast && { kind: 'points-at-least', points: whole('--points-at-least', pointsAtLeast) },
		flags.segment && parseJson(flags.segment),
	].filter(Boolean)
}

/** The segment of the flags; without any it is everybody. */
export async function segmentFromFlags(flags: SegmentFlags, context: SegmentContext): Promise<Segment> {
	const { segmentSchema } = await import('../segments/index.ts')
	const conditions = await listConditions(flags, context)
	const read = segmentSchema.safeParse(conditions.length === 1 ? conditions[0] : { and: conditions })
	if (read.success) return read.data
	const issue = read.error.issues[0]
	throw new CommandFault(`the segment cannot be read: ${issue?.path.join('.')} ${issue?.message}`.trim())
}
