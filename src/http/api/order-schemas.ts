import { z } from '@hono/zod-openapi'
import { isCurrency } from '../../domain/money.ts'
import { externalId, instant, instantText, line, minor, publicId, sourceName } from './fields.ts'
import { entrySchema } from './members.ts'

const MAX_LINES = 500
const MAX_CODES = 20

const orderLine = z.strictObject({
	productId: line(80),
	name: line(200).optional(),
	category: line(80).optional(),
	quantity: z.int().min(1).max(1_000_000),
	eligibleMinor: minor,
})

/** The newest full state of one order (loyalty §1); what is not known to us is refused by its name. */
export const orderReport = z
	.strictObject({
		source: sourceName,
		externalId,
		memberId: publicId('mem').optional(),
		phone: line(40)
			.optional()
			.openapi({ description: 'E.164, or local in the country of the shop', example: '+85291234567' }),
		customerRef: line(80).optional().openapi({ description: 'The customer id of the source' }),
		placedAt: instant,
		paidAt: instant.nullable().default(null).openapi({ description: 'Absent or null: not paid yet' }),
		cancelledAt: instant.nullable().default(null),
		currency: z.string().refine(isCurrency, 'must be an ISO 4217 code such as HKD').openapi({ example: 'HKD' }),
		eligibleMinor: minor.openapi({
			description: 'Goods after all discounts, without shipping, tax shown apart, tips and what was paid in points',
		}),
		totalMinor: minor.optional().openapi({ description: 'Absent: the same as eligibleMinor' }),
		refundedEligibleMinor: minor.default(0).openapi({ description: 'All refunds so far, of the eligible part' }),
		lines: z.array(orderLine).max(MAX_LINES).optional(),
		couponCodes: z.array(line(80)).max(MAX_CODES).optional(),
		branch: line(60).optional(),
		test: z.boolean().optional().openapi({ description: 'A trial: answered, never stored' }),
		versionAt: instant
			.optional()
			.openapi({ description: 'When this state came about; the newest wins. Absent: the latest date of the order' }),
	})
	.refine((order) => order.memberId === undefined || order.phone === undefined, {
		path: ['phone'],
		message: 'give memberId or phone, not both',
	})
	.openapi('OrderReport')

export const returnReport = z
	.strictObject({
		returnId: externalId,
		amountMinor: minor.min(1),
		returnedAt: instant,
	})
	.openapi('ReturnReport')

/** An order as it stands. */
export const orderSchema = z
	.object({
		source: z.string(),
		externalId: z.string(),
		memberId: z.string().nullable(),
		placedAt: instantText,
		paidAt: instantText.nullable(),
		cancelledAt: instantText.nullable(),
		versionAt: instantText,
		currency: z.string(),
		eligibleMinor: z.int(),
		totalMinor: z.int(),
		refundedMinor: z.int(),
		netMinor: z.int(),
		history: z.boolean(),
		held: z.string().nullable(),
	})
	.openapi('Order')

export const orderOutcome = z
	.object({
		state: z.enum(['imported', 'unchanged', 'held', 'guest', 'test', 'pending-return']).openapi({
			description:
				'imported: taken in · unchanged: known already · held: somebody of the shop decides · guest: of no member yet · ' +
				'test: not stored · pending-return: waits for its order',
		}),
		order: orderSchema.nullable(),
		entries: z.array(entrySchema),
		tier: z.object({ id: z.int(), name: z.string(), endsOn: z.string().nullable() }).nullable(),
	})
	.openapi('OrderOutcome')
