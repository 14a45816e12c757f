import { type ProgramRules, programRules } from '../domain/program.ts'
import { bothLocales } from '../domain/program-words.ts'
import { type StoreSettings, storeSettings } from '../domain/settings.ts'
import type { RewardInput } from '../loyalty/create-reward.ts'

// a bakery that nobody should look for: the names are invented, the web address is of a domain kept for examples

const HKD = 100

/** Where its links lead to: nowhere, which is what .example is for. */
export const DEMO_URL = 'https://sunday-bakery.example'

export const demoSettings: StoreSettings = storeSettings.parse({
	shopName: '星期日烘焙 Sunday Bakery',
	timeZone: 'Asia/Hong_Kong',
	currency: 'HKD',
	locale: 'zh-HK',
	contact: 'hello@sunday-bakery.example',
	address: '上環店：示範街 7 號地下｜觀塘店：示範道 21 號（Demo Street 7, Sheung Wan）',
	hours: '星期二至日 8:00–20:00，星期一休息（Tue–Sun 8am–8pm, closed Monday）',
	url: DEMO_URL,
})

const tierOf = (id: number, [chinese, english]: [string, string]) => ({ id, name: bothLocales(chinese, english) })

/** A point a dollar, more from Gold on; four tiers by the spend of twelve months, one big order lifts straight to Gold. */
export const demoProgram: ProgramRules = programRules.parse({
	currency: 'HKD',
	earning: { by: 'amount', unitMinor: HKD, pointsPerUnit: 1 },
	welcome: { points: 100 },
	birthday: { points: 88 },
	referral: { friend: { onJoin: 100 }, referrer: { onJoin: 100 } },
	tiers: [
		{ ...tierOf(0, ['會員', 'Member']), upgrade: null, validMonths: null },
		{
			...tierOf(1, ['銀卡', 'Silver']),
			upgrade: { spendMinor: 1_200 * HKD },
			renew: { spendMinor: 800 * HKD },
			benefits: { text: bothLocales('生日月份送杯咖啡', 'A coffee in your birthday month') },
		},
		{
			...tierOf(2, ['金卡', 'Gold']),
			upgrade: { spendMinor: 4_000 * HKD, singleOrderMinor: 2_000 * HKD },
			renew: { spendMinor: 3_000 * HKD },
			benefits: { unitMinor: 5 * HKD, pointsPerUnit: 6, text: bothLocales('每 $5 儲 6 分', '6 points for every $5') },
		},
		{
			...tierOf(3, ['鑽石卡', 'Diamond']),
			upgrade: { spendMinor: 12_000 * HKD },
			renew: { spendMinor: 9_000 * HKD },
			benefits: { unitMinor: 2 * HKD, pointsPerUnit: 3, text: bothLocales('每 $2 儲 3 分', '3 points for every $2') },
		},
	],
})

const days = (count: number) => ({ mode: 'days', days: count })

/** Six rungs whose value per point rises; the delivery is the shop's own codes, everything else is for the counter. */
export const demoRewards: readonly (RewardInput & { costPoints: number })[] = [
	{
		kind: 'amount-off',
		terms: { amountMinor: 20 * HKD, minimumMinor: 80 * HKD, validity: days(60) },
		costPoints: 400,
	},
	{
		kind: 'gift',
		terms: {
			product: bothLocales('手沖咖啡一杯', 'hand-drip coffee'),
			worthMinor: 34 * HKD,
			validity: days(60),
		},
		costPoints: 650,
	},
	{
		kind: 'free-shipping',
		terms: { worthMinor: 50 * HKD, minimumMinor: 150 * HKD, validity: days(90) },
		costPoints: 900,
		usableAt: 'online',
		codeSource: 'pool',
	},
	{
		kind: 'amount-off',
		terms: { amountMinor: 60 * HKD, minimumMinor: 120 * HKD, validity: days(90) },
		costPoints: 1_050,
	},
	{
		kind: 'gift',
		terms: {
			product: bothLocales('六吋生日蛋糕一個', 'six-inch birthday cake'),
			worthMinor: 268 * HKD,
			validity: days(120),
			note: bothLocales('三日前預訂', 'Please order three days ahead'),
		},
		costPoints: 4_200,
	},
	{
		kind: 'experience',
		terms: {
			event: bothLocales('酸種麵包工作坊', 'Sourdough workshop'),
			worthMinor: 420 * HKD,
			validity: days(180),
		},
		costPoints: 6_000,
		perMemberLimit: 1,
		tierId: 2,
	},
]

/** Codes of the web shop's own free delivery, as its export would list them. */
export const DEMO_POOL_SIZE = 150

/** What is still in stock today, by the place of the reward. */
export const demoStock: readonly (number | null)[] = [null, null, null, null, 14, 6]
