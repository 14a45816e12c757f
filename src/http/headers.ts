import type { MiddlewareHandler } from 'hono'
import type { AppEnv } from './context.ts'

const policy = (...frames: string[]) =>
	[
		"default-src 'none'",
		"script-src 'self'",
		"style-src 'self'",
		"img-src 'self' data:",
		"media-src 'self'",
		"connect-src 'self'",
		"manifest-src 'self'",
		"form-action 'self'",
		"base-uri 'none'",
		...frames,
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
	'content-security-policy': policy("frame-ancestors 'none'"),
	'x-frame-options': 'DENY',
	'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=()',
}

/** The demo's page, and the console of the demo shop that it shows beside the phone. */
const ofDemo: Record<string, string> = {
	'content-security-policy': policy("frame-src 'self'", "frame-ancestors 'none'"),
}
const ofDemoConsole: Record<string, string> = {
	'content-security-policy': policy("frame-ancestors 'self'"),
	'x-frame-options': 'SAMEORIGIN',
}

function framesOf(path: string): Record<string, string> {
	if (path === '/demo') return ofDemo
	return /^\/demo\/(console|poster|login|logout)(\/|$)/.test(path) ? ofDemoConsole : {}
}

const YEAR_SECONDS = 31_536_000

interface HeaderOptions {
	https: boolean
}

const transport = ({ https }: HeaderOptions) =>
	https ? { 'strict-transport-security': `max-age=${YEAR_SECONDS}` } : undefined

/** The paths whose answers are never pages: their headers are set before the answer, which keeps it a cheap one. */
export const API_PATHS = '/api/v1/'

/** Headers of the answers of the API. */
export function apiHeaders(options: HeaderOptions): MiddlewareHandler<AppEnv> {
	const wanted = Object.entries({ ...common, ...transport(options), 'cache-control': 'no-store' })
	return async (c, next) => {
		for (const [name, value] of wanted) c.header(name, value)
		c.header('x-request-id', c.get('requestId'))
		await next()
	}
}

/** Headers of all other answers: nothing of third parties, nothing framed, nothing kept unless the part says so. */
export function pageHeaders(options: HeaderOptions): MiddlewareHandler<AppEnv> {
	const wanted = Object.entries({ ...ofPages, ...transport(options) })
	return async (c, next) => {
		await next()
		if (c.req.path.startsWith(API_PATHS)) return
		const { headers } = c.res
		for (const [name, value] of wanted) headers.set(name, value)
		for (const [name, value] of Object.entries(framesOf(c.req.path))) headers.set(name, value)
		if (!headers.has('cache-control')) headers.set('cache-control', 'no-store')
		headers.set('x-request-id', c.get('requestId'))
	}
}
