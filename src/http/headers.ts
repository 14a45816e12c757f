import type { MiddlewareHandler } from 'hono'
import type { AppEnv } from './context.ts'

const POLICY = [
	"default-src 'none'",
	"script-src 'self'",
	"style-src 'self'",
	"img-src 'self' data:",
	"connect-src 'self'",
	"manifest-src 'self'",
	"form-action 'self'",
	"base-uri 'none'",
	"frame-ancestors 'none'",
].join('; ')

const common = {
	'x-content-type-options': 'nosniff',
	// no-referrer would make browsers send our own forms with the origin null
	'referrer-policy': 'same-origin',
	'cross-origin-opener-policy': 'same-origin',
	'cross-origin-resource-policy': 'same-origin',
}

const ofPages = {
	...common,
	'content-security-policy': POLICY,
	'x-frame-options': 'DENY',
	'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=()',
}

const YEAR_SECONDS = 31_536_000

/**
 * Headers of every answer: nothing of third parties, nothing framed, nothing kept unless the part says so. Answers that
 * are not pages carry the short set, which costs the API less.
 */
export function secureHeaders(options: { https: boolean }): MiddlewareHandler<AppEnv> {
	return async (c, next) => {
		await next()
		const { headers } = c.res
		const isJson = headers.get('content-type')?.includes('json') === true
		const wanted = isJson ? common : ofPages
		for (const name in wanted) headers.set(name, wanted[name as keyof typeof common])
		if (options.https) headers.set('strict-transport-security', `max-age=${YEAR_SECONDS}`)
		if (!headers.has('cache-control')) headers.set('cache-control', 'no-store')
		headers.set('x-request-id', c.get('requestId'))
	}
}
