import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import { tellNotices } from '../../conversation/notices.ts'
import { formatDay } from '../../domain/calendar.ts'
import { askDoor, type Guesser, noteWrongTry } from '../../loyalty/guess-guard.ts'
import { type CouponRefusal, type CouponSeen, useCoupon } from '../../loyalty/use-coupon.ts'
import { getMember } from '../../store/members.ts'
import type { Work } from '../../store/transact.ts'
import type { AppEnv, AppNeeds } from '../context.ts'
import type { ProblemKind } from '../problems.ts'
import { requireScope } from './auth.ts'
import { dateText, instantText, line, writeInstant } from './fields.ts'
import { type Answer, answerOnce } from './idempotency.ts'
import { idempotencyHeader, responses, security } from './routes.ts'

const useRequest = z
	.strictObject({
		code: z.string().min(1).max(100).openapi({ example: 'K7QM-4T9X-21ZB', description: 'As typed or scanned' }),
		place: line(60).openapi({ description: 'Where it is used, as later told to whoever tries again' }),
	})
	.openapi('CouponUse')

const usedCoupon = z
	.object({
		id: z.string(),
		last4: z.string(),
		memberId: z.string().nullable(),
		reward: z.object({ title: z.string(), kind: z.string(), terms: z.unknown() }),
		expiresOn: dateText.nullable(),
		usedAt: instantText,
		place: z.string(),
	})
	.openapi('UsedCoupon')

const kindOf: Record<CouponRefusal['reason'], ProblemKind> = {
	unknown: 'coupon-unknown',
	used: 'coupon-used',
	expired: 'coupon-expired',
	void: 'coupon-void',
	arranging: 'coupon-arranging',
}

async function showCoupon(work: Work, coupon: CouponSeen) {
	const member = coupon.memberId === null ? undefined : await getMember(work.tx, coupon.memberId)
	return {
		id: coupon.publicId,
		last4: coupon.last4,
		memberId: member?.public_id ?? null,
		reward: { title: coupon.title, kind: coupon.kind, terms: coupon.terms },
		expiresOn: coupon.expiresOn === null ? null : formatDay(coupon.expiresOn),
	}
}

function describe(refusal: CouponRefusal): Record<string, unknown> {
	if (refusal.reason === 'used') return { usedAt: writeInstant(refusal.facts.usedAt), place: refusal.facts.place }
	if (refusal.reason === 'expired') return { expiredOn: formatDay(refusal.facts.on) }
	return {}
}

/** Tries a code; wrong ones are counted against the key, in the same transaction that tried them. */
async function tryCode(
	work: Work,
	guesser: Guesser,
	use: { code: string; place: string; by: string },
): Promise<Answer> {
	const waitMs = await askDoor(work.tx, guesser, work.now)
	if (waitMs > 0) {
		const seconds = String(Math.ceil(waitMs / 1000))
		return { kind: 'too-many-tries', headers: { 'retry-after': seconds } }
	}
	const result = await useCoupon(work, use)
	if (!result.ok) {
		if (result.reason === 'unknown') await noteWrongTry(work.tx, guesser, work.now)
		return { kind: kindOf[result.reason], details: { facts: describe(result) } }
	}
	const { notices, usedAt, place, ...coupon } = result.value
	await tellNotices(work, notices)
	const shown = await showCoupon(work, coupon)
	const body: z.input<typeof usedCoupon> = { ...shown, usedAt: writeInstant(usedAt), place }
	return { status: 200, body }
}

const postUse = createRoute({
	method: 'post',
	path: '/coupons/use',
	summary: 'Use a coupon up, once',
	request: {
		headers: idempotencyHeader,
		body: { content: { 'application/json': { schema: useRequest } }, required: true },
	},
	responses: responses({ 200: { description: 'Used just now', schema: usedCoupon } }, [
		'invalid-request',
		'malformed-json',
		'too-large',
		'wrong-media-type',
		'coupon-unknown',
		'coupon-used',
		'coupon-expired',
		'coupon-void',
		'coupon-arranging',
		'request-running',
		'key-reused',
		'too-many-tries',
	]),
	...security('coupons:use'),
})

/** POST /coupons/use: the code stands in the body, never in an address. */
export function addCouponRoutes(api: OpenAPIHono<AppEnv>, needs: AppNeeds): void {
	const middleware = requireScope(needs.store, 'coupons:use')
	api.openapi({ ...postUse, middleware }, async (c) => {
		const input = c.req.valid('json')
		const key = c.get('apiKey').public_id
		const guesser = { scope: 'coupon-code', key }
		return await answerOnce(c, needs, { input, run: (work) => tryCode(work, guesser, { ...input, by: key }) })
	})
}
