import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import { formatDay } from '../../domain/calendar.ts'
import { type Card, getCard } from '../../loyalty/card.ts'
import { type HistoryLine, listHistory } from '../../loyalty/history.ts'
import { type Address, findAddress, listAddresses } from '../../store/addresses.ts'
import type { Db } from '../../store/db.ts'
import { findPhone } from '../../store/member-phones.ts'
import { findLivingMember, findMemberByPublicId, type Member } from '../../store/members.ts'
import { getSettings } from '../../store/settings.ts'
import type { AppContext, AppEnv, AppNeeds } from '../context.ts'
import { problem } from '../problems.ts'
import { requireScope } from './auth.ts'
import { dateText, instantText, line, publicId, writeInstant } from './fields.ts'
import { hashPhone } from './phone.ts'
import { responses, security } from './routes.ts'

const memberSchema = z
	.object({
		id: publicId('mem'),
		number: z.string().openapi({ example: 'M00042' }),
		name: z.string(),
		status: z.string(),
		joinedOn: dateText.nullable(),
		tier: z.object({ id: z.int(), name: z.string(), endsOn: dateText.nullable() }),
		usable: z.int(),
		pending: z.int(),
		debt: z.int(),
		expiring: z.object({ points: z.int(), on: dateText }).nullable(),
		orders: z.int().openapi({ description: 'Qualifying orders' }),
		lastOrderOn: dateText.nullable(),
		spendMinor: z.int(),
		nes: z.string().openapi({ description: 'prospect, N, E0, S1, S2 or S3' }),
		nesChangesOn: dateText.nullable(),
		addresses: z.array(
			z.object({ channel: z.string(), address: z.string(), reachable: z.boolean(), promotions: z.boolean() }),
		),
	})
	.openapi('Member')

export const entrySchema = z
	.object({
		seq: z.int(),
		kind: z.string(),
		points: z.int(),
		on: dateText,
		at: instantText,
		availableOn: dateText.nullable(),
		expiresOn: dateText.nullable(),
		debtDelta: z.int(),
		facts: z.record(z.string(), z.unknown()),
	})
	.openapi('Entry')

const entriesSchema = z
	.object({ entries: z.array(entrySchema), next: z.string().nullable().openapi({ description: 'The next cursor' }) })
	.openapi('Entries')

const dayOrNull = (day: number | null) => (day === null ? null : formatDay(day))

function showMember(card: Card, addresses: readonly Address[]): z.input<typeof memberSchema> {
	return {
		id: card.publicId,
		number: card.number,
		name: card.name,
		status: card.status,
		joinedOn: dayOrNull(card.joinedOn),
		tier: {
			id: card.tier.id,
			name: card.tier.name,
			endsOn: dayOrNull(card.tier.progress.renewal?.endsOn ?? null),
		},
		usable: card.usable,
		pending: card.pending,
		debt: card.debt,
		expiring: card.expiring && { points: card.expiring.points, on: formatDay(card.expiring.on) },
		orders: card.orders.count,
		lastOrderOn: dayOrNull(card.orders.lastOn),
		spendMinor: card.spendMinor,
		nes: card.nes.tag,
		nesChangesOn: dayOrNull(card.nes.changesOn),
		addresses: addresses.map(({ channel, address, reachable, promotions }) => ({
			channel,
			address,
			reachable: reachable === 1,
			promotions: promotions === 1,
		})),
	}
}

/** A line of the ledger, wherever the API shows one. */
export function showLine(entry: HistoryLine): z.input<typeof entrySchema> {
	return {
		seq: entry.seq,
		kind: entry.kind,
		points: entry.points,
		on: formatDay(entry.on),
		at: writeInstant(entry.at),
		availableOn: dayOrNull(entry.availableOn),
		expiresOn: dayOrNull(entry.expiresOn),
		debtDelta: entry.debtDelta,
		facts: entry.facts,
	}
}

async function answerMember(c: AppContext, needs: AppNeeds, memberId: number | null | undefined): Promise<Response> {
	const { db } = needs.store
	const card = memberId ? await getCard(db, memberId, needs.store.now()) : null
	if (!card) return problem(c, 'member-unknown')
	return c.json(showMember(card, await listAddresses(db, card.memberId)))
}

/** The member of a public id, a merged one's successor in her place; undefined for one who left. */
export async function findMemberOf(db: Db, id: string): Promise<Member | undefined> {
	const member = await findMemberByPublicId(db, id)
	if (member?.merged_into) return await findLivingMember(db, member.id)
	return member?.status === 'left' ? undefined : member
}

const memberParams = z.object({ id: publicId('mem') })

const readMember = createRoute({
	method: 'get',
	path: '/members/{id}',
	summary: 'A member with points, tier and orders as they stand now',
	request: { params: memberParams },
	responses: responses({ 200: { description: 'The member', schema: memberSchema } }, [
		'invalid-request',
		'member-unknown',
	]),
	...security('members:read'),
})

const lookUp = createRoute({
	method: 'get',
	path: '/members',
	summary: 'The member of a channel address, or of a phone number',
	request: {
		query: z
			.strictObject({
				channel: line(40).optional().openapi({ example: 'telegram' }),
				address: line(200).optional(),
				phone: line(40)
					.optional()
					.openapi({ description: 'E.164, or local in the country of the shop', example: '+85291234567' }),
			})
			.refine(
				(query) =>
					query.phone === undefined
						? query.channel !== undefined && query.address !== undefined
						: query.channel === undefined && query.address === undefined,
				'give channel and address, or phone',
			),
	},
	responses: responses({ 200: { description: 'The member', schema: memberSchema } }, [
		'invalid-request',
		'member-unknown',
		'phone-invalid',
	]),
	...security('members:read'),
})

const cursor = z
	.string()
	.regex(/^s\d{1,15}$/, 'must be the next of an earlier page')
	.transform((text) => Number(text.slice(1)))

const listEntries = createRoute({
	method: 'get',
	path: '/members/{id}/entries',
	summary: 'The points history of a member, newest first',
	request: {
		params: memberParams,
		query: z.strictObject({
			cursor: cursor.optional().openapi({ type: 'string' }),
			limit: z.coerce.number().int().min(1).max(200).default(50),
		}),
	},
	responses: responses({ 200: { description: 'A page of entries', schema: entriesSchema } }, [
		'invalid-request',
		'member-unknown',
	]),
	...security('members:read'),
})

/** GET /members…: reads only, each with as few statements as the answer needs. */
export function addMemberRoutes(api: OpenAPIHono<AppEnv>, needs: AppNeeds): void {
	const { db } = needs.store
	const middleware = requireScope(needs.store, 'members:read')

	api.openapi({ ...lookUp, middleware }, async (c) => {
		const { phone, channel = '', address = '' } = c.req.valid('query')
		if (phone === undefined) return await answerMember(c, needs, (await findAddress(db, channel, address))?.member_id)
		const hash = hashPhone(phone, await getSettings(db), needs.store.keys)
		if (hash === undefined) return problem(c, 'phone-invalid')
		return await answerMember(c, needs, (await findPhone(db, hash))?.member_id)
	})

	api.openapi({ ...readMember, middleware }, async (c) => {
		const member = await findMemberOf(db, c.req.valid('param').id)
		return await answerMember(c, needs, member?.id)
	})

	api.openapi({ ...listEntries, middleware }, async (c) => {
		const { cursor: before, limit } = c.req.valid('query')
		const member = await findMemberOf(db, c.req.valid('param').id)
		if (!member) return problem(c, 'member-unknown')
		const lines = await listHistory(db, member.id, before === undefined ? { limit } : { limit, before })
		const last = lines.length === limit ? lines.at(-1) : undefined
		return c.json({ entries: lines.map(showLine), next: last ? `s${last.seq}` : null })
	})
}
