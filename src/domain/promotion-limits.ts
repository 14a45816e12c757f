import { z } from 'zod'

/**
 * How many promotions an unofficial WhatsApp client may send. WhatsApp bars numbers that write much to people who do not
 * answer, most of all new ones; each default stays far below what was reported to end in a ban.
 */
export const promotionLimits = z.object({
	/** The merchant has read what an unofficial client risks; without it no promotion goes out. */
	accepted: z.boolean().default(false),
	perHour: z.int().min(1).max(300).default(60),
	perDay: z.int().min(1).max(1000).default(150),
	/** Allowed on the first day after linking. */
	firstDay: z.int().min(1).max(200).default(10),
	/** Added with each further day, until perDay. */
	growthPerDay: z.int().min(0).max(100).default(5),
	/** Promotions of the last 7 days that nobody answered. */
	unanswered: z.int().min(1).max(1000).default(100),
	/** Between two promotions, drawn anew each time. */
	leastGapMs: z.int().min(1000).max(600_000).default(8_000),
	mostGapMs: z.int().min(1000).max(600_000).default(20_000),
	/** Refused out of the last 20: then nothing more goes out until the merchant says so. */
	refusedOf20: z.int().min(1).max(20).default(3),
})

export type PromotionLimits = z.infer<typeof promotionLimits>

/** The limits of a shop that has set nothing. */
export const safeLimits: PromotionLimits = promotionLimits.parse({})
