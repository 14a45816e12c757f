import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import { tellNotices } from '../../conversation/notices.ts'
import { formatDay } from '../../domain/calendar.ts'
import type { OrderReport } from '../../domain/order.ts'
import { tierOf } from '../../domain/program.ts'
import { done, type Refusal, type Result, refuse } from '../../domain/result.ts'
import { explainEntries } from '../../loyalty/history.ts'
import { reportOrder } from '../../loyalty/report-order.ts'
import { isStub, type ReturnOutcome, type ReturnRefusal, reportReturn } from '../../loyalty/report-return.ts'
import type { Db } from '../../store/db.ts'
import { findMember } from '../../store/members.ts'
import { findOrderBySource } from '../../store/orders.ts'
import { getProgramAt } from '../../store/programs.ts'
import type { Row } from '../../store/schema.ts'
import { getSettings } from '../../store/settings.ts'
import type { Work } from '../../store/transact.ts'
import type { AppEnv, AppNeeds } from '../context.ts'
import { type ProblemKind, problem } from '../problems.ts'
import { requireScope } from './auth.ts'
import { externalId, sourceName, writeInstant } from './fields.ts'
import { type Answer, answerOnce } from './idempotency.ts'
import { findMemberOf, showLine } from './members.ts'
import { orderOutcome, orderReport, orderSchema, returnReport } from './order-schemas.ts'
import { hashPhone } from './phone.ts'
import { idempotencyHeader, responses, security } from './routes.ts'

type Report = z.output<typeof orderReport>
type Shown = z.input<typeof orderOutcome>

const instantOrNull = (at: number | null) => (at === null ? null : writeInstant(at))
const dayOrNull = (day: number | null) => (day === null ? null : formatDay(day))

async function showOrder(db: Db, source: string, order: Row<'orders'>): Promise<z.input<typeof orderSchema>> {
	const member = order.member_id === null ? undefined : await findMember(db, order.member_id)
	return {
		source,
		externalId: order.external_id,
		memberId: member?.public_id ?? null,
		placedAt: writeInstant(order.placed_at),
		paidAt: instantOrNull(order.paid_at),
		cancelledAt: instantOrNull(order.cancelled_at),
		versionAt: writeInstant(order.version_at),
		currency: order.currency ?? (await getSettings(db)).currency,
		eligibleMinor: order.eligible_minor,
		totalMinor: order.total_minor,
		refundedMinor: Math.min(order.eligible_minor, Math.max(order.refunded_minor, order.returned_minor)),
		netMinor: order.net_minor,
		history: order.history === 1,
		held: order.held,
	}
}

async function showOutcome(work: Work, source: string, outcome: ReturnOutcome): Promise<Shown> {
	const { state, order, entries, tier } = outcome
	const rules = tier ? (await getProgramAt(work.tx, work.now)).rules : undefined
	const { locale } = await getSettings(work.tx)
	return {
		state,
		order: order && !isStub(order) ? await showOrder(work.tx, source, order) : null,
		entries: (await explainEntries(work.tx, entries)).map(showLine),
		tier:
			tier && rules ? { id: tier.id, name: tierOf(rules, tier.id).name[locale], endsOn: dayOrNull(tier.endsOn) } : null,
	}
}

type Customer = { memberId?: number; phoneHash?: string }

/** Who the order belongs to, by our id or by the phone. */
async function findCustomer(
	work: Work,
	report: Report,
): Promise<Result<Customer, Refusal<'customer-unknown' | 'phone-invalid'>>> {
	if (report.memberId !== undefined) {
		const member = await findMemberOf(work.tx, report.memberId)
		return member ? done({ memberId: member.id }) : refuse('customer-unknown')
	}
	if (report.phone === undefined) return done({})
	const phoneHash = hashPhone(report.phone, await getSettings(work.tx), work.keys)
	return phoneHash === undefined ? refuse('phone-invalid') : done({ phoneHash })
}

/** The report as loyalty takes it; without versionAt the state is as old as the order's latest date. */
function completeReport(report: Report, customer: Customer): OrderReport {
	const {
		memberId: _,
		phone: __,
		versionAt,
		totalMinor,
		customerRef,
		lines,
		couponCodes,
		branch,
		test,
		...rest
	} = report
	return {
		...rest,
		...customer,
		...(customerRef === undefined ? {} : { customerRef }),
		...(couponCodes === undefined ? {} : { couponCodes }),
		...(branch === undefined ? {} : { branch }),
		...(test === undefined ? {} : { test }),
		...(lines === undefined
			? {}
			: {
					lines: lines.map(({ name, category, ...line }) => ({
						...line,
						...(name === undefined ? {} : { name }),
						...(category === undefined ? {} : { category }),
					})),
				}),
		totalMinor: totalMinor ?? report.eligibleMinor,
		versionAt: versionAt ?? Math.max(report.placedAt, report.paidAt ?? 0, report.cancelledAt ?? 0),
	}
}

/** A till whose clock is a little fast is no reason to refuse; a state from next year would never be replaced. */
const AHEAD_MS = 24 * 3_600_000

function findFuture(report: Report, now: number): { path: string; message: string }[] {
	return (['placedAt', 'paidAt', 'cancelledAt', 'versionAt'] as const)
		.filter((name) => (report[name] ?? 0) > now + AHEAD_MS)
		.map((name) => ({ path: `body.${name}`, message: 'lies more than a day in the future' }))
}

async function takeOrder(work: Work, report: Report, by: string): Promise<Answer> {
	const errors = findFuture(report, work.now)
	if (errors.length > 0) return { kind: 'invalid-request', details: { errors } }
	const customer = await findCustomer(work, report)
	if (!customer.ok) return { kind: customer.reason }
	const outcome = await reportOrder(work, completeReport(report, customer.value), { by })
	await tellNotices(work, outcome.notices)
	const status = outcome.state === 'held' ? 202 : outcome.isNew ? 201 : 200
	return { status, body: await showOutcome(work, report.source, outcome) }
}

const returnProblems: Record<ReturnRefusal['reason'], ProblemKind> = { 'return-differs': 'return-differs' }

async function takeReturn(work: Work, report: Parameters<typeof reportReturn>[1]): Promise<Answer> {
	const result = await reportReturn(work, report)
	if (!result.ok) return { kind: returnProblems[result.reason], details: { facts: result.facts } }
	const outcome = result.value
	await tellNotices(work, outcome.notices)
	const waits = outcome.state === 'pending-return' || outcome.state === 'held'
	return { status: waits ? 202 : 200, body: await showOutcome(work, report.source, outcome) }
}

const postOrder = createRoute({
	method: 'post',
	path: '/orders',
	summary: 'Report the newest full state of an order',
	request: {
		headers: idempotencyHeader,
		body: { content: { 'application/json': { schema: orderReport } }, required: true },
	},
	responses: responses(
		{
			200: { description: 'A later or known state', schema: orderOutcome },
			201: { description: 'A new order', schema: orderOutcome },
			202: { description: 'Stored; somebody of the shop decides', schema: orderOutcome },
		},
		[
			'invalid-request',
			'malformed-json',
			'too-large',
			'wrong-media-type',
			'customer-unknown',
			'phone-invalid',
			'request-running',
			'key-reused',
		],
	),
	...security('orders:write'),
})

const orderParams = z.object({ source: sourceName, externalId })

const readOrder = createRoute({
	method: 'get',
	path: '/orders/{source}/{externalId}',
	summary: 'An order as it stands now',
	request: { params: orderParams },
	responses: responses({ 200: { description: 'The order', schema: orderSchema } }, [
		'invalid-request',
		'order-unknown',
	]),
	...security('orders:read'),
})

const postReturn = createRoute({
	method: 'post',
	path: '/orders/{source}/{externalId}/returns',
	summary: 'Report one return of an order, before or after the order itself',
	request: {
		headers: idempotencyHeader,
		params: orderParams,
		body: { content: { 'application/json': { schema: returnReport } }, required: true },
	},
	responses: responses(
		{
			200: { description: 'Counted', schema: orderOutcome },
			202: {
				description: 'Stored until its order is reported, or until somebody of the shop decides',
				schema: orderOutcome,
			},
		},
		[
			'invalid-request',
			'malformed-json',
			'too-large',
			'wrong-media-type',
			'return-differs',
			'request-running',
			'key-reused',
		],
	),
	...security('orders:write'),
})

/** POST /orders, GET /orders/{source}/{externalId} and POST /orders/{source}/{externalId}/returns. */
export function addOrderRoutes(api: OpenAPIHono<AppEnv>, needs: AppNeeds): void {
	const middleware = requireScope(needs.store, 'orders:write')

	api.openapi({ ...postOrder, middleware }, async (c) => {
		const report = c.req.valid('json')
		const by = c.get('apiKey').public_id
		return await answerOnce(c, needs, { input: report, run: (work) => takeOrder(work, report, by) })
	})

	api.openapi({ ...readOrder, middleware: requireScope(needs.store, 'orders:read') }, async (c) => {
		const params = c.req.valid('param')
		const order = await findOrderBySource(needs.store.db, params.source, params.externalId)
		if (!order || isStub(order)) return problem(c, 'order-unknown')
		return c.json(await showOrder(needs.store.db, params.source, order), 200)
	})

	api.openapi({ ...postReturn, middleware }, async (c) => {
		const report = { ...c.req.valid('param'), ...c.req.valid('json') }
		return await answerOnce(c, needs, { input: report, run: (work) => takeReturn(work, report) })
	})
}
