import type { MiddlewareHandler } from 'hono'
import { bodyLimit as streamLimit } from 'hono/body-limit'
import type { AppContext, AppEnv } from './context.ts'

/** 1 MB, more than any order, form or update of a platform. */
export const MAX_BODY_BYTES = 1_048_576

/** Platforms bring what was refused again and again. Meta puts up to a thousand messages into one body. */
const WIDER: ReadonlyMap<string, number> = new Map([
	['/webhooks/telegram', 4 * MAX_BODY_BYTES],
	['/webhooks/whatsapp', 3 * MAX_BODY_BYTES],
])

/** A form with a picture as a phone takes it: too large a one is named there, with everything typed kept. */
const WITH_PICTURE = /^(\/demo)?\/console\/broadcasts(\/brd_\w+)?$/

const widestOf = (path: string) => (WITH_PICTURE.test(path) ? 12 * MAX_BODY_BYTES : WIDER.get(path))

/** Refuses larger bodies. A declared length is compared without touching the body, an undeclared one while reading. */
export function limitBody(refuse: (c: AppContext) => Response | Promise<Response>): MiddlewareHandler<AppEnv> {
	const measure = (maxSize: number) => streamLimit({ maxSize, onError: (c) => refuse(c as AppContext) })
	const undeclared = measure(MAX_BODY_BYTES)
	return async (c, next) => {
		if (c.req.method === 'GET' || c.req.method === 'HEAD') return next()
		const most = widestOf(c.req.path)
		const length = c.req.header('content-length')
		if (length === undefined || c.req.header('transfer-encoding') !== undefined)
			return (most === undefined ? undeclared : measure(most))(c, next)
		return Number(length) <= (most ?? MAX_BODY_BYTES) ? next() : refuse(c)
	}
}
