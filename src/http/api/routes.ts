import { type RouteConfig, z } from '@hono/zod-openapi'
import { type ProblemKind, problemKinds } from '../problems.ts'
import { problemSchema } from './problem-schema.ts'
import type { Scope } from './scopes.ts'

type Responses = RouteConfig['responses']

const ALWAYS: readonly ProblemKind[] = ['key-missing', 'scope-missing', 'fault', 'store-away']

/** The answers of a route for the reference: the good ones by status, and the problems it knows of. */
export function responses(
	good: Partial<Record<200 | 201 | 202, { description: string; schema: z.ZodType }>>,
	problems: readonly ProblemKind[],
): Responses {
	const all: Responses = {}
	for (const [status, { description, schema }] of Object.entries(good))
		all[status] = { description, content: { 'application/json': { schema } } }
	for (const kind of [...problems, ...ALWAYS]) {
		const [status, title] = problemKinds[kind]
		const known = all[status]
		const description =
			known && 'description' in known ? `${known.description} · ${title} (${kind})` : `${title} (${kind})`
		all[status] = { description, content: { 'application/problem+json': { schema: problemSchema } } }
	}
	return all
}

/** What the reference says about the key a route wants. */
export function security(scope: Scope): { security: { apiKey: string[] }[] } {
	return { security: [{ apiKey: [scope] }] }
}

/** The header every POST takes; what it may hold is checked where it is used. */
export const idempotencyHeader = z.object({
	'idempotency-key': z
		.string()
		.optional()
		.openapi({ description: 'The same request with the same key gets the first answer again, for 24 hours' }),
})
