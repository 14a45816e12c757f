import { claimKey, deleteClaim, findKey, setAnswer } from '../../store/idempotency.ts'
import type { Work } from '../../store/transact.ts'
import type { AppNeeds } from '../context.ts'
import type { Form, Wrong } from './form.ts'
import type { Visit } from './visit.ts'

const NONCE_BYTES = 16

/** A nonce for a form that must not act twice. */
export function newNonce(needs: AppNeeds): string {
	return Buffer.from(needs.random(NONCE_BYTES)).toString('base64url')
}

/** What became of a form: done now, done before and leading there, or refused with what is wrong and nothing done. */
export type Outcome<T> =
	| { state: 'done'; value: T }
	| { state: 'again'; place: string }
	| { state: 'wrong'; wrong: Wrong }

/**
 * Does what a form asks, once. The work answers the address of the next page, kept for a second submit, and a value that
 * is not kept; or what is wrong, after which the same form may be sent again.
 */
export async function tryOnce<T>(
	visit: Visit,
	form: Form,
	run: (work: Work) => Promise<{ place: string; value: T } | Wrong>,
): Promise<Outcome<T>> {
	const { needs, staff } = visit
	const key = form.text('_once').slice(0, 64)
	const scope = `console:${staff.staffId}`
	return await needs.store.transact(async (work): Promise<Outcome<T>> => {
		const claim = { scope, key, inputHash: '', now: work.now }
		if (!(await claimKey(work.tx, claim)))
			return { state: 'again', place: (await findKey(work.tx, scope, key))?.answer ?? '/console' }
		const result = await run(work)
		if (result instanceof Map) {
			await deleteClaim(work.tx, claim)
			return { state: 'wrong', wrong: result }
		}
		await setAnswer(work.tx, claim, { status: 303, answer: result.place })
		return { state: 'done', value: result.value }
	})
}

/** The same for a form that leads to a page: there, a second time too; or what is wrong. */
export async function actOnceUnless(
	visit: Visit,
	form: Form,
	run: (work: Work) => Promise<string | Wrong>,
): Promise<Response | Wrong> {
	const outcome = await tryOnce(visit, form, async (work) => {
		const result = await run(work)
		return typeof result === 'string' ? { place: result, value: result } : result
	})
	if (outcome.state === 'wrong') return outcome.wrong
	visit.needs.wake?.()
	return visit.c.redirect(outcome.state === 'done' ? outcome.value : outcome.place, 303)
}

/**
 * Does what a form asks, once: a second submit of the same form leads where the first one led. The work answers the
 * address of the next page.
 */
export async function actOnce(visit: Visit, form: Form, run: (work: Work) => Promise<string>): Promise<Response> {
	return (await actOnceUnless(visit, form, run)) as Response
}
