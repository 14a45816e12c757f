import { type Hook, OpenAPIHono, type z } from '@hono/zod-openapi'
import type { AppEnv, AppNeeds } from '../context.ts'
import { type ProblemPart, problem } from '../problems.ts'
import { addCouponRoutes } from './coupons.ts'
import { addMemberRoutes } from './members.ts'
import { addOrderRoutes } from './orders.ts'
import { scopes } from './scopes.ts'
import { requireUtf8 } from './well-formed.ts'

const MAX_PARTS = 20

const partNames: Record<string, string> = { json: 'body', query: 'query', param: 'path', header: 'header' }

function writePath(target: string, path: readonly PropertyKey[]): string {
	const steps = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
	return `${partNames[target] ?? target}${steps.join('')}`
}

function listParts(target: string, error: z.ZodError): ProblemPart[] {
	const parts = error.issues.flatMap((issue) =>
		issue.code === 'unrecognized_keys'
			? issue.keys.map((key) => ({ path: writePath(target, [...issue.path, key]), message: 'is not known here' }))
			: [{ path: writePath(target, issue.path), message: issue.message }],
	)
	return parts.slice(0, MAX_PARTS)
}

const refuseInvalid: Hook<unknown, AppEnv, string, Response | undefined> = (result, c) =>
	result.success ? undefined : problem(c, 'invalid-request', { errors: listParts(result.target, result.error) })

const VERSION = '1'

/** What OpenAPI says about the API as a whole; the routes say the rest themselves. */
function describeApi(publicUrl: string | undefined) {
	return {
		openapi: '3.1.0',
		info: {
			title: 'Suki API',
			version: VERSION,
			description:
				'Money is an integer of minor units, instants are RFC 3339, points are integers. ' +
				'A POST with an Idempotency-Key can be sent again for 24 hours: the same request gets the same answer. ' +
				'Every refusal is application/problem+json (RFC 9457).',
		},
		servers: [{ url: publicUrl ?? '/' }],
	}
}

/** The REST API under /api/v1 with its description: routes, problems and OpenAPI come from the same schemas. */
export function createApi(needs: AppNeeds): { api: OpenAPIHono<AppEnv>; describe: () => object } {
	const api = new OpenAPIHono<AppEnv>({ defaultHook: refuseInvalid }).basePath('/api/v1')
	api.openAPIRegistry.registerComponent('securitySchemes', 'apiKey', {
		type: 'http',
		scheme: 'bearer',
		description: `A key of suki api-key create. Scopes: ${Object.entries(scopes)
			.map(([name, means]) => `${name} (${means})`)
			.join(', ')}.`,
	})
	api.use('*', requireUtf8)
	addOrderRoutes(api, needs)
	addMemberRoutes(api, needs)
	addCouponRoutes(api, needs)
	let document: object | undefined
	return {
		api,
		describe: () => {
			document ??= api.getOpenAPI31Document(describeApi(needs.config.publicUrl))
			return document
		},
	}
}
