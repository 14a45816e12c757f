import type { LocaleText } from '../domain/program-words.ts'
import type { Db } from '../store/db.ts'
import { type MemberCondition, members, type SegmentContext } from './criterion.ts'
import { criterionOf, isNot, isOr, partsOf, type Segment } from './segment.ts'

/** Why one member is in or out: the tree of the segment, each part with whether it holds. */
export interface Verdict {
	holds: boolean
	join: 'and' | 'or' | 'not' | null
	/** The condition in words; null for a group. */
	text: LocaleText | null
	parts: Verdict[]
}

function conditionsOf(segment: Segment, context: SegmentContext): MemberCondition[] {
	if ('kind' in segment) return [criterionOf(segment).where(segment, context)]
	return partsOf(segment).flatMap((part) => conditionsOf(part, context))
}

function judge(segment: Segment, context: SegmentContext, answers: boolean[]): Verdict {
	if ('kind' in segment) {
		const text = criterionOf(segment).describe(segment, context)
		return { holds: answers.shift() ?? false, join: null, text, parts: [] }
	}
	const parts = partsOf(segment).map((part) => judge(part, context, answers))
	if (isNot(segment)) return { holds: !parts[0]?.holds, join: 'not', text: null, parts }
	if (isOr(segment)) return { holds: parts.some((part) => part.holds), join: 'or', text: null, parts }
	return { holds: parts.every((part) => part.holds), join: 'and', text: null, parts }
}

/** Asks the database every condition for one member; undefined when there is no such member. */
export async function explainSegment(
	db: Db,
	segment: Segment,
	{ context, memberId }: { context: SegmentContext; memberId: number },
): Promise<Verdict | undefined> {
	const conditions = conditionsOf(segment, context)
	const row = await db
		.selectFrom('members')
		.select('members.id')
		.select(
			conditions.map((condition, at) =>
				members.case().when(condition).then(1).else(0).end().$castTo<number>().as(`c${at}`),
			),
		)
		.where('members.id', '=', memberId)
		.where('members.status', 'in', ['active', 'imported'])
		.executeTakeFirst()
	if (!row) return undefined
	const answers = conditions.map((_, at) => (row as unknown as Record<string, number>)[`c${at}`] === 1)
	return judge(segment, context, answers)
}
