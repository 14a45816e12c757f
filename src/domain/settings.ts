import { z } from 'zod'
import { messagePrices } from './message-price.ts'
import { cloudWays } from './notice-ways.ts'
import { promotionLimits } from './promotion-limits.ts'
import { whatsappAnswers } from './whatsapp-choice.ts'

/** What the merchant says of her shop; every key has a default, so that a fresh store works at once. */
export const storeSettings = z.object({
	shopName: z.string().trim().min(1).max(60).default('我的小店'),
	/** IANA zone of every local date; default Asia/Hong_Kong. */
	timeZone: z.string().default('Asia/Hong_Kong'),
	currency: z.string().length(3).default('HKD'),
	locale: z.enum(['zh-HK', 'zh-Hant', 'en']).default('zh-HK'),
	/** How customers reach the shop; part of every promotion. */
	contact: z.string().max(120).default(''),
	address: z.string().max(200).default(''),
	hours: z.string().max(200).default(''),
	phone: z.string().max(40).default(''),
	url: z.string().max(200).default(''),
	termsUrl: z.string().max(200).default(''),
	/** Country whose phone numbers may be written without a prefix. */
	country: z.string().length(2).default('HK'),
	promotions: z
		.object({
			perDay: z.int().min(0).max(10).default(1),
			per7Days: z.int().min(0).max(50).default(2),
			per30Days: z.int().min(0).max(200).default(4),
			/** Minutes after local midnight between which promotions wait, for example 21:00–09:00. */
			quietFrom: z.int().min(0).max(1439).default(1260),
			quietUntil: z.int().min(0).max(1439).default(540),
			bulkPerSecond: z.number().min(0.1).max(1000).default(28),
		})
		.prefault({}),
	nes: z
		.object({
			mode: z.enum(['shrunk', 'store', 'raw']).default('shrunk'),
			theta: z.array(z.string()).length(3).default(['1', '2', '3']),
			k: z.int().min(0).max(100).default(3),
			defaultCycleDays: z.int().min(1).max(3650).default(60),
			/** The store cycle in force; replaced on the 1st of each month, after an import, and by hand. */
			cycleTenths: z.int().min(1).default(600),
			cycleSetOn: z.int().nullable().default(null),
		})
		.prefault({}),
	/** The channel that shares the merchant's own number. */
	whatsappWeb: z
		.object({
			/** Members and whoever says a word for us, or everybody who writes. */
			answers: z.enum(['members', 'everybody']).default('members'),
			promotions: promotionLimits.prefault({}),
		})
		.prefault({}),
	/** What the shop said at set-up of its WhatsApp number. */
	whatsappAnswers: whatsappAnswers.prefault({}),
	/** The official way to be on WhatsApp. */
	whatsappCloud: z
		.object({
			prices: messagePrices.prefault({}),
			/** How notices reach members who have not written for a day. */
			notices: z.enum(cloudWays).default('template'),
		})
		.prefault({}),
	/** Set when the owner finished the set-up; the demo then answers only to her. */
	setUpAt: z.int().nullable().default(null),
})

export type StoreSettings = z.infer<typeof storeSettings>

/** The settings of a store nobody has touched. */
export function freshSettings(): StoreSettings {
	return storeSettings.parse({})
}
