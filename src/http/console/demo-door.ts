import type { MiddlewareHandler } from 'hono'
import { hasOwner } from '../../store/staff.ts'
import type { AppEnv, AppNeeds } from '../context.ts'
import { PROBLEM_JSON } from '../problems.ts'
import { readSession } from './session.ts'

const DEMO_API = '/demo/api/'

const refusal = { status: 401, title: 'owner only', detail: 'the shop is set up: its owner signs in at /login first' }

/**
 * The demo is for everybody until the shop is set up, and for its signed-in owner afterwards; others sign in first.
 * A script is told so by a 401: a way to a page would look to it like an answer.
 */
export function keepOwnersDemo(needs: AppNeeds): MiddlewareHandler<AppEnv> {
	return async (c, next) => {
		if (!(await hasOwner(needs.store.db))) return next()
		const signedIn = await readSession(c, needs)
		if (signedIn?.role === 'owner') return next()
		const isScript = c.req.path.startsWith(DEMO_API)
		return isScript ? c.json(refusal, 401, { 'content-type': PROBLEM_JSON }) : c.redirect('/login', 303)
	}
}
