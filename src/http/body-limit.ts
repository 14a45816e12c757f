import type { MiddlewareHandler } from 'hono'
import { bodyLimit as streamLimit } from 'hono/body-limit'
import type { AppContext, AppEnv } from './context.ts'

/** 1 MB, more than any order, form or update of a platform. */
export const MAX_BODY_BYTES = 1_048_576

/** Refuses larger bodies. A declared length is compared without touching the body, an undeclared one while reading. */
export function limitBody(refuse: (c: AppContext) => Response | Promise<Response>): MiddlewareHandler<AppEnv> {
	const undeclared = streamLimit({ maxSize: MAX_BODY_BYTES, onError: (c) => refuse(c as AppContext) })
	return async (c, next) => {
		if (c.req.method === 'GET' || c.req.method === 'HEAD') return next()
		const length = c.req.header('content-length')
		if (length === undefined || c.req.header('transfer-encoding') !== undefined) return undeclared(c, next)
		return Number(length) <= MAX_BODY_BYTES ? next() : refuse(c)
	}
}
