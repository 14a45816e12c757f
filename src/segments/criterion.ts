import { type Expression, expressionBuilder, type SqlBool } from 'kysely'
import { z } from 'zod'
import type { Day } from '../domain/calendar.ts'
import type { Tier } from '../domain/program.ts'
import type { LocaleText } from '../domain/program-words.ts'
import type { Schema } from '../store/schema.ts'

/** What a segment is measured against: the day, and the shop's tiers, base first. */
export interface SegmentContext {
	today: Day
	tiers: readonly Tier[]
	/** Money in sentences; without it amounts are written in minor units. */
	currency?: string
}

/** A condition on members.*; it can stand in every query that has members under that name. */
export type MemberCondition = Expression<SqlBool>

export interface Criterion<V> {
	kind: string
	schema: z.ZodType<V>
	where(value: V, context: SegmentContext): MemberCondition
	/** Says itself as the end of a sentence that begins "members …". */
	describe(value: V, context: SegmentContext): LocaleText
}

/** A criterion whatever its values are: they have passed its own schema before they come here. */
export interface AnyCriterion {
	kind: string
	schema: z.ZodType<{ kind: string }>
	where(value: unknown, context: SegmentContext): MemberCondition
	describe(value: unknown, context: SegmentContext): LocaleText
}

/** Columns and subqueries of one member. */
export const members = expressionBuilder<Schema, 'members'>()

/** Makes a criterion of its kind, the shape of its values besides the kind, and what they mean. */
export function defineCriterion<const K extends string, S extends z.ZodRawShape>(
	kind: K,
	shape: S,
	meaning: Pick<Criterion<z.infer<z.ZodObject<S>>>, 'where' | 'describe'>,
): AnyCriterion {
	const schema = z.strictObject({ kind: z.literal(kind), ...shape })
	const read = (value: unknown) => schema.parse(value) as z.infer<z.ZodObject<S>>
	return {
		kind,
		schema: schema as unknown as z.ZodType<{ kind: string }>,
		where: (value, context) => meaning.where(read(value), context),
		describe: (value, context) => meaning.describe(read(value), context),
	}
}

/** The Chinese that differs between Hong Kong and Taiwan is written twice, all other once. */
export function inWords(chinese: string, english: string, taiwan = chinese): LocaleText {
	return { 'zh-HK': chinese, 'zh-Hant': taiwan, en: english }
}

/** A number of days as criteria take it: up to ten years. */
export const dayCount = z.int().min(0).max(3650)
