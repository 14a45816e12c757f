import type { Context } from 'hono'
import type { AppEnv } from './context.ts'

/** Every way the API says no: its status and its title. The name is the last part of the problem's type. */
export const problemKinds = {
	'invalid-request': [400, 'The request has parts that are missing, wrong or unknown'],
	'malformed-json': [400, 'The body is not JSON'],
	'key-missing': [401, 'No API key was given'],
	'key-unknown': [401, 'The API key is unknown or was revoked'],
	'scope-missing': [403, 'The API key may not do this'],
	'not-found': [404, 'There is nothing at this address'],
	'member-unknown': [404, 'No member is known by this'],
	'order-unknown': [404, 'No order of this source has this id'],
	'coupon-unknown': [404, 'No coupon of this shop has this code'],
	'method-not-allowed': [405, 'This address does not take this method'],
	'coupon-used': [409, 'The coupon was used before'],
	'coupon-expired': [409, 'The coupon has expired'],
	'coupon-void': [409, 'The coupon was made void'],
	'coupon-arranging': [409, 'The coupon is still being made by the shop'],
	'return-differs': [409, 'This return was reported before with another amount'],
	'request-running': [409, 'The same request is still running'],
	'too-large': [413, 'The body is larger than this address takes'],
	'wrong-media-type': [415, 'The body must be application/json'],
	'key-reused': [422, 'This Idempotency-Key was used for another request'],
	'customer-unknown': [422, 'The order names a member who does not exist'],
	'phone-invalid': [422, 'The phone number is none'],
	'too-many-tries': [429, 'Too many wrong codes'],
	fault: [500, 'Something broke on our side'],
	'store-away': [503, 'The database does not answer or has no room: send the same request again later'],
} as const satisfies Record<string, readonly [status: number, title: string]>

export type ProblemKind = keyof typeof problemKinds

export type ProblemStatus = (typeof problemKinds)[ProblemKind][0]

/** One part of a request that is wrong. */
export interface ProblemPart {
	/** Such as body.lines[0].quantity, query.limit, path.id. */
	path: string
	message: string
}

/** RFC 9457, with the parts that were wrong and the facts of a refusal beside the standard members. */
export interface ProblemBody {
	type: string
	title: string
	status: number
	detail?: string
	requestId: string
	errors?: ProblemPart[]
	[fact: string]: unknown
}

export interface ProblemDetails {
	detail?: string
	errors?: ProblemPart[]
	/** Members of their own beside the standard ones. */
	facts?: Record<string, unknown>
}

/** The body of a problem; facts never replace a standard member. */
export function describeProblem(kind: ProblemKind, requestId: string, details: ProblemDetails = {}): ProblemBody {
	const [status, title] = problemKinds[kind]
	const { detail, errors, facts } = details
	return {
		...facts,
		type: `/api/reference#${kind}`,
		title,
		status,
		...(detail === undefined ? {} : { detail }),
		requestId,
		...(errors === undefined ? {} : { errors }),
	}
}

export const PROBLEM_JSON = 'application/problem+json'

/** Answers with a problem. */
export function problem(
	c: Context<AppEnv>,
	kind: ProblemKind,
	details: ProblemDetails & { headers?: Record<string, string> } = {},
): Response {
	const [status] = problemKinds[kind]
	const body = JSON.stringify(describeProblem(kind, c.get('requestId'), details))
	return c.body(body, status, { ...details.headers, 'content-type': PROBLEM_JSON })
}
