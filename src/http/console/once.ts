import { claimKey, findKey, setAnswer } from '../../store/idempotency.ts'
import type { Work } from '../../store/transact.ts'
import type { AppNeeds } from '../context.ts'
import type { Form } from './form.ts'
import type { Visit } from './visit.ts'

const NONCE_BYTES = 16

/** A nonce for a form that must not act twice. */
export function newNonce(needs: AppNeeds): string {
	return Buffer.from(needs.random(NONCE_BYTES)).toString('base64url')
}

/**
 * Does what a form asks, once: a second submit of the same form leads where the first one led. The work answers the
 * address of the next page.
 */
export async function actOnce(visit: Visit, form: Form, run: (work: Work) => Promise<string>): Promise<Response> {
	const { c, needs, staff } = visit
	const key = form.text('_once').slice(0, 64)
	const scope = `console:${staff.staffId}`
	const next = await needs.store.transact(async (work) => {
		const claim = { scope, key, inputHash: '', now: work.now }
		if (!(await claimKey(work.tx, claim))) return (await findKey(work.tx, scope, key))?.answer ?? '/console'
		const place = await run(work)
		await setAnswer(work.tx, claim, { status: 303, answer: place })
		return place
	})
	return c.redirect(next, 303)
}
