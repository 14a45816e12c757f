import type { MiddlewareHandler } from 'hono'
import { hasOwner } from '../../store/staff.ts'
import type { AppEnv, AppNeeds } from '../context.ts'
import { readSession } from './session.ts'

/** The demo is for everybody until the shop is set up, and for its signed-in owner afterwards; others sign in first. */
export function keepOwnersDemo(needs: AppNeeds): MiddlewareHandler<AppEnv> {
	return async (c, next) => {
		if (!(await hasOwner(needs.store.db))) return next()
		const signedIn = await readSession(c, needs)
		return signedIn?.role === 'owner' ? next() : c.redirect('/login', 303)
	}
}
