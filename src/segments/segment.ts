import { z } from 'zod'
import type { Db } from '../store/db.ts'
import { criteria } from './criteria/index.ts'
import { type AnyCriterion, type MemberCondition, members, type SegmentContext } from './criterion.ts'

/** Conditions joined by and, or, not; an empty and is everybody. */
export type Segment = { and: Segment[] } | { or: Segment[] } | { not: Segment } | CriterionValue

/** One condition; which other keys it has, its kind says. */
export interface CriterionValue {
	kind: string
	[key: string]: unknown
}

/** Deeper or longer than this nobody can read, and the database should not be asked. */
export const MAX_DEPTH = 5
export const MAX_CONDITIONS = 50

export const everybody: Segment = { and: [] }

const kinds = new Map(criteria.map((criterion) => [criterion.kind, criterion]))

/** The criterion of a kind; throws on one that passed no schema. */
export function criterionOf(value: CriterionValue): AnyCriterion {
	const criterion = kinds.get(value.kind)
	if (!criterion) throw new Error(`no criterion is called ${value.kind}`)
	return criterion
}

export function isAnd(segment: Segment): segment is { and: Segment[] } {
	return 'and' in segment
}

export function isOr(segment: Segment): segment is { or: Segment[] } {
	return 'or' in segment
}

export function isNot(segment: Segment): segment is { not: Segment } {
	return 'not' in segment
}

/** The parts of a group; of a condition, none. */
export function partsOf(segment: Segment): readonly Segment[] {
	if (isAnd(segment)) return segment.and
	if (isOr(segment)) return segment.or
	return isNot(segment) ? [segment.not] : []
}

// Measured before the recursive schema looks at it, so that a text of a million brackets costs nothing.
function isSmall(value: unknown, depth = 0, counted = { conditions: 0 }): boolean {
	if (value === null || typeof value !== 'object') return true
	if (depth > MAX_DEPTH || ++counted.conditions > MAX_CONDITIONS * 2) return false
	const { and, or, not } = value as { and?: unknown; or?: unknown; not?: unknown }
	const parts = [and, or].filter(Array.isArray).flat()
	return [...parts, not].every((part) => isSmall(part, depth + 1, counted))
}

const condition = z.discriminatedUnion(
	'kind',
	criteria.map((criterion) => criterion.schema) as unknown as [z.ZodObject<{ kind: z.ZodLiteral<string> }>],
)

const tree: z.ZodType<Segment> = z.lazy(() =>
	z.union([
		z.strictObject({ and: z.array(tree).max(MAX_CONDITIONS) }),
		z.strictObject({ or: z.array(tree).min(1).max(MAX_CONDITIONS) }),
		z.strictObject({ not: tree }),
		condition as unknown as z.ZodType<CriterionValue>,
	]),
)

/** Reads a segment from outside: at most 5 levels and 50 conditions. */
export const segmentSchema: z.ZodType<Segment> = z
	.unknown()
	.refine((value) => isSmall(value), `a segment has at most ${MAX_DEPTH} levels and ${MAX_CONDITIONS} conditions`)
	.pipe(tree)

function compileTree(segment: Segment, context: SegmentContext): MemberCondition {
	if (isAnd(segment)) return members.and(segment.and.map((part) => compileTree(part, context)))
	if (isOr(segment)) return members.or(segment.or.map((part) => compileTree(part, context)))
	// where a column is null the condition does not hold, so its opposite does
	if (isNot(segment)) return members.not(members.fn.coalesce(compileTree(segment.not, context), members.lit(false)))
	return criterionOf(segment).where(segment, context)
}

/**
 * The condition that a member of the shop (joined or imported, not left nor merged) is in the segment. It stands in any
 * query that has the table members under its own name.
 */
export function compileSegment(segment: Segment, context: SegmentContext): MemberCondition {
	return members.and([members('members.status', 'in', ['active', 'imported']), compileTree(segment, context)])
}

/** How many members are in the segment at the moment. */
export async function countSegment(db: Db, segment: Segment, context: SegmentContext): Promise<number> {
	const { n } = await db
		.selectFrom('members')
		.select((eb) => eb.fn.countAll<number>().as('n'))
		.where(compileSegment(segment, context))
		.executeTakeFirstOrThrow()
	return n
}

/** A few members of the segment, by id, to look at. */
export async function listSegment(
	db: Db,
	segment: Segment,
	{ context, afterId = 0, limit }: { context: SegmentContext; afterId?: number; limit: number },
): Promise<{ id: number; public_id: string; name: string }[]> {
	return await db
		.selectFrom('members')
		.select(['members.id', 'members.public_id', 'members.name'])
		.where(compileSegment(segment, context))
		.where('members.id', '>', afterId)
		.orderBy('members.id')
		.limit(limit)
		.execute()
}
