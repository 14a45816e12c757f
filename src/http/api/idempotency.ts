import { canonicalJson } from '../../domain/order.ts'
import {
	claimKey,
	deleteClaim,
	deleteStaleKey,
	findKey,
	type IdempotencyKey,
	type KeyClaim,
	setAnswer,
} from '../../store/idempotency.ts'
import type { Work } from '../../store/transact.ts'
import type { AppContext, AppNeeds } from '../context.ts'
import {
	describeProblem,
	PROBLEM_JSON,
	type ProblemDetails,
	type ProblemKind,
	problem,
	problemKinds,
} from '../problems.ts'

const KEPT_MS = 24 * 60 * 60_000
/** Work that has not ended after this belonged to a process that died. */
const LOST_AFTER_MS = 60_000

const TOO_MANY = 429

const VALID_KEY = /^[\x21-\x7e]{1,255}$/

/** What the work of a request answers: a body as JSON, or a problem. */
export type Answer =
	| { status: 200 | 201 | 202; body: unknown }
	| { kind: ProblemKind; details?: ProblemDetails; headers?: Record<string, string> }

interface StoredAnswer {
	status: number
	text: string
	headers: Record<string, string>
}

const JSON_TYPE = { 'content-type': 'application/json' }

function write(answer: Answer, requestId: string): StoredAnswer {
	if ('body' in answer) return { status: answer.status, text: JSON.stringify(answer.body), headers: JSON_TYPE }
	const [status] = problemKinds[answer.kind]
	const text = JSON.stringify(describeProblem(answer.kind, requestId, answer.details))
	return { status, text, headers: { ...answer.headers, 'content-type': PROBLEM_JSON } }
}

function respond(c: AppContext, answer: StoredAnswer, replayed = false): Response {
	const headers = replayed ? { ...answer.headers, 'idempotency-replayed': 'true' } : answer.headers
	return c.body(answer.text, answer.status as 200, headers)
}

/** Claims the key; answers the row of whoever claimed it before. Keys older than a day do not count. */
async function claim(needs: AppNeeds, given: Omit<KeyClaim, 'now'>): Promise<KeyClaim | IdempotencyKey> {
	return await needs.store.transact(async ({ tx, now }) => {
		const wanted = { ...given, now }
		const { scope, key } = given
		await deleteStaleKey(tx, { scope, key, answeredBefore: now - KEPT_MS, begunBefore: now - LOST_AFTER_MS })
		if (await claimKey(tx, wanted)) return wanted
		// the other one may have given up between the two statements: then it counts as running, and the caller tries again
		return (
			(await findKey(tx, scope, key)) ?? {
				scope,
				key,
				input_hash: given.inputHash,
				status: null,
				answer: null,
				at: now,
			}
		)
	})
}

function repeat(c: AppContext, row: IdempotencyKey, inputHash: string): Response {
	if (row.input_hash !== inputHash) return problem(c, 'key-reused')
	if (row.answer === null) return problem(c, 'request-running', { headers: { 'retry-after': '1' } })
	return respond(c, JSON.parse(row.answer) as StoredAnswer, true)
}

/** Does the work and stores its answer in the same transaction: both last, or neither. */
async function runClaimed(needs: AppNeeds, claimed: KeyClaim, run: (work: Work) => Promise<StoredAnswer>) {
	try {
		return await needs.store.transact(async (work) => {
			const answer = await run(work)
			if (answer.status === TOO_MANY) {
				// nothing was tried: the same request may come again later
				await deleteClaim(work.tx, claimed)
				return answer
			}
			const stored = { status: answer.status, answer: JSON.stringify(answer) }
			if (!(await setAnswer(work.tx, claimed, stored)))
				throw new Error('an idempotency claim was lost while its work ran')
			return answer
		})
	} catch (error) {
		await needs.store.transact(({ tx }) => deleteClaim(tx, claimed))
		throw error
	}
}

/**
 * Answers a POST by one transaction. With an Idempotency-Key the same request gets the stored answer for 24 hours,
 * another request with that key 422, and one that comes while the first still runs 409.
 */
export async function answerOnce(
	c: AppContext,
	needs: AppNeeds,
	work: { input: unknown; run: (work: Work) => Promise<Answer> },
): Promise<Response> {
	const requestId = c.get('requestId')
	const run = async (inside: Work) => write(await work.run(inside), requestId)
	const key = c.req.header('idempotency-key')
	if (key === undefined) {
		const answer = await needs.store.transact(run)
		needs.wake?.()
		return respond(c, answer)
	}
	if (!VALID_KEY.test(key)) {
		const errors = [{ path: 'header.Idempotency-Key', message: 'must be 1 to 255 visible ASCII characters' }]
		return problem(c, 'invalid-request', { errors })
	}
	const inputHash = needs.store.keys.hash('input', canonicalJson([c.req.method, c.req.path, work.input]))
	const claimed = await claim(needs, { scope: `api:${c.get('apiKey').id}`, key, inputHash })
	if ('input_hash' in claimed) return repeat(c, claimed, inputHash)
	const answer = await runClaimed(needs, claimed, run)
	needs.wake?.()
	return respond(c, answer)
}
