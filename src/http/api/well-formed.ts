import type { MiddlewareHandler } from 'hono'
import type { AppEnv } from '../context.ts'
import { problem } from '../problems.ts'

/** What a decoder puts in the place of bytes that are no UTF-8; no id and no name has it. */
const REPLACEMENT = '\uFFFD'

function isDecodable(pathname: string): boolean {
	try {
		decodeURIComponent(pathname)
		return true
	} catch {
		return false
	}
}

/** Refuses addresses and bodies that are not UTF-8: what cannot be read must not be stored under another name. */
export const requireUtf8: MiddlewareHandler<AppEnv> = async (c, next) => {
	if (c.req.url.includes('%') && !isDecodable(new URL(c.req.url).pathname))
		return problem(c, 'invalid-request', { errors: [{ path: 'path', message: 'must be UTF-8, percent-encoded' }] })
	// the text is kept: reading it as JSON afterwards decodes nothing again
	if (c.req.method === 'POST' && (await c.req.text()).includes(REPLACEMENT))
		return problem(c, 'malformed-json', { detail: 'The body is not UTF-8' })
	return next()
}
