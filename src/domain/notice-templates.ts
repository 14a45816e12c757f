import type { NoticeKind } from './notice.ts'

/** Languages that templates are shipped in, as WhatsApp writes them; both kinds of Chinese readers get the first. */
export const templateLanguages = ['zh_HK', 'en'] as const

export type TemplateLanguage = (typeof templateLanguages)[number]

interface Gap {
	/** What stands there when WhatsApp looks at the template. */
	example: Record<TemplateLanguage, string>
}

const both = (example: string): Gap => ({ example: { zh_HK: example, en: example } })
const date: Gap = { example: { zh_HK: '2026年8月15日', en: '15 Aug 2026' } }
const amount = both('HK$880.00')
const points = both('88')
const balance = both('138')
const order = both('A-1024')
const tier: Gap = { example: { zh_HK: '銀卡', en: 'Silver' } }
const reward: Gap = { example: { zh_HK: 'HK$10 現金券', en: 'HK$10 off' } }
const last4 = both('JKM7')
const reason: Gap = { example: { zh_HK: '入錯數', en: 'typed twice' } }
const friend = both('C*** W.')

export interface NoticeTemplate {
	/** Part of the name: WhatsApp reviews a changed text anew, and the old one works until then. */
	version: number
	/** In the order in which they stand in every language, as WhatsApp numbers them. */
	gaps: Readonly<Record<string, Gap>>
	text: Record<TemplateLanguage, string>
}

/** The approved words of each notice outside the window; gaps never begin, end or touch, which WhatsApp refuses. */
export const noticeTemplates = {
	earned: {
		version: 1,
		gaps: { order, amount, points, date, balance },
		text: {
			zh_HK:
				'訂單 {order}（{amount}）賺到 {points} 分，{date} 起可用。你而家有 {balance} 分可用。回覆「積分」睇會員卡。',
			en: 'Order {order} ({amount}) earned you {points} points, usable from {date}. You can use {balance} points now. Reply POINTS for your member card.',
		},
	},
	clawback: {
		version: 1,
		gaps: { order, points, balance },
		text: {
			zh_HK: '訂單 {order} 已退貨，收返 {points} 分。你而家有 {balance} 分可用。回覆「紀錄」睇明細。',
			en: 'Order {order} was returned, so {points} points were taken back. You can use {balance} points now. Reply HISTORY for details.',
		},
	},
	adjusted: {
		version: 1,
		gaps: { change: both('+20'), reason, balance },
		text: {
			zh_HK: '店員更正咗你嘅積分：{change}（原因：{reason}）。你而家有 {balance} 分可用。回覆「紀錄」睇明細。',
			en: 'The shop corrected your points by {change} (reason: {reason}). You can use {balance} points now. Reply HISTORY for details.',
		},
	},
	'debt-forgiven': {
		version: 1,
		gaps: { points, reason },
		text: {
			zh_HK: '你要補返嘅 {points} 分，店方已經豁免（原因：{reason}）。回覆「積分」睇會員卡。',
			en: 'The {points} points you owed were cancelled by the shop (reason: {reason}). Reply POINTS for your member card.',
		},
	},
	'tier-up': {
		version: 1,
		gaps: { tier, date },
		text: {
			zh_HK: '你嘅會員級別已經升為 {tier}，有效至 {date}。回覆「等級」睇你嘅會員權益。',
			en: 'Your member tier is now {tier}, valid until {date}. Reply TIER to see what comes with it.',
		},
	},
	'tier-secured': {
		version: 1,
		gaps: { tier, date },
		text: {
			zh_HK: '你已經保住 {tier} 會員級別，下一期有效至 {date}。回覆「等級」睇詳情。',
			en: 'You have kept your member tier {tier} for the next period, until {date}. Reply TIER for details.',
		},
	},
	'tier-renewed': {
		version: 1,
		gaps: { tier, date },
		text: {
			zh_HK: '你嘅 {tier} 會員級別已經續期，有效至 {date}。回覆「等級」睇詳情。',
			en: 'Your member tier {tier} was renewed and is valid until {date}. Reply TIER for details.',
		},
	},
	'tier-grace': {
		version: 1,
		gaps: { tier, amount, date },
		text: {
			zh_HK: '你嘅 {tier} 會員級別已經到期，仲爭 {amount}，寬限至 {date}。回覆「等級」睇詳情。',
			en: 'Your member tier {tier} has ended, {amount} short. It can still be kept until {date}. Reply TIER for details.',
		},
	},
	'tier-down': {
		version: 1,
		gaps: { from: { example: { zh_HK: '金卡', en: 'Gold' } }, tier, amount },
		text: {
			zh_HK: '你嘅會員級別由 {from} 轉為 {tier}，爭 {amount} 未夠數。你嘅積分唔受影響。',
			en: 'Your member tier changed from {from} to {tier}, {amount} short. Your points are not affected.',
		},
	},
	'tier-taken-back': {
		version: 1,
		gaps: { order, tier },
		text: {
			zh_HK: '訂單 {order} 退貨之後，你嘅會員級別返返去 {tier}。你嘅積分紀錄已經更新。',
			en: 'After the return of order {order} your member tier is {tier} again. Your history was updated.',
		},
	},
	'points-expiring': {
		version: 1,
		gaps: { points, date },
		text: {
			zh_HK: '你嘅會員戶口有 {points} 分會喺 {date} 到期。回覆「積分」睇會員卡。',
			en: 'In your member account {points} points expire on {date}. Reply POINTS for your member card.',
		},
	},
	'points-dated': {
		version: 1,
		gaps: { points, date },
		text: {
			zh_HK: '積分而家開始有到期日：你會員戶口入面嘅 {points} 分可以用到 {date}。回覆「積分」睇會員卡。',
			en: 'Points now have a last day: the {points} points in your member account are good until {date}. Reply POINTS for your member card.',
		},
	},
	'coupon-issued': {
		version: 1,
		gaps: { reward, date },
		text: {
			zh_HK: '你嘅會員戶口已經加入優惠券「{reward}」，有效至 {date}。回覆「優惠券」睇券碼。',
			en: 'The coupon “{reward}” was added to your member account, valid until {date}. Reply COUPON to see its code.',
		},
	},
	'coupon-expiring': {
		version: 1,
		gaps: { reward, date },
		text: {
			zh_HK: '你會員戶口入面嘅優惠券「{reward}」會喺 {date} 到期。回覆「優惠券」睇券碼。',
			en: 'The coupon “{reward}” in your member account expires on {date}. Reply COUPON to see its code.',
		},
	},
	'coupon-used': {
		version: 1,
		gaps: { reward, last4, time: { example: { zh_HK: '8月15日 18:30', en: '15 Aug, 18:30' } }, place: both('Central') },
		text: {
			zh_HK: '你嘅優惠券「{reward}」（尾號 {last4}）已於 {time} 使用，地點：{place}。如果唔係你，請即刻回覆「真人」。',
			en: 'Your coupon “{reward}” (ending {last4}) was used on {time}, place: {place}. If it was not you, reply STAFF now.',
		},
	},
	'coupon-restored': {
		version: 1,
		gaps: { reward, date },
		text: {
			zh_HK: '用咗優惠券「{reward}」嗰張單已退貨，張券可以再用，有效至 {date}。回覆「優惠券」睇券碼。',
			en: 'The order that used the coupon “{reward}” was returned: it can be used again until {date}. Reply COUPON to see its code.',
		},
	},
	'coupon-void': {
		version: 1,
		gaps: { reward, last4, reason },
		text: {
			zh_HK: '你嘅優惠券「{reward}」（尾號 {last4}）已經收回（原因：{reason}）。有問題請回覆「真人」。',
			en: 'Your coupon “{reward}” (ending {last4}) was withdrawn (reason: {reason}). Reply STAFF with any question.',
		},
	},
	'redemption-voided': {
		version: 1,
		gaps: { reward, last4, points, balance },
		text: {
			zh_HK: '你換領嘅「{reward}」（尾號 {last4}）已經取消，退返 {points} 分。你而家有 {balance} 分可用。',
			en: 'Your redemption of “{reward}” (ending {last4}) was cancelled and {points} points came back. You can use {balance} points now.',
		},
	},
	'join-reward': {
		version: 1,
		gaps: { points, balance },
		text: {
			zh_HK: '你嘅入會積分 {points} 分已經生效。你而家有 {balance} 分可用。回覆「積分」睇會員卡。',
			en: 'The {points} points for joining are in your account. You can use {balance} points now. Reply POINTS for your member card.',
		},
	},
	'join-waits': {
		version: 1,
		gaps: { points, balance },
		text: {
			zh_HK:
				'訂單已退貨或取消，所以入會積分 {points} 分要等你確認電話或者下次購物先生效。你而家有 {balance} 分可用。回覆「紀錄」睇明細。',
			en: 'The order was returned or cancelled, so the {points} points for joining wait for your phone number or next purchase. You can use {balance} points now. Reply HISTORY for details.',
		},
	},
	'referral-joined': {
		version: 1,
		gaps: { friend },
		text: {
			zh_HK: '你推薦嘅朋友 {friend} 已經入會。回覆「推薦」睇推薦進度。',
			en: 'Your friend {friend} has joined with your code. Reply REFER to see how it goes on.',
		},
	},
	'referral-rewarded': {
		version: 1,
		gaps: { friend, points },
		text: {
			zh_HK: '推薦紀錄更新：{friend} 嗰次推薦為你帶來 {points} 分。回覆「積分」睇會員卡。',
			en: 'Your referral was completed: for {friend} you received {points} points. Reply POINTS for your member card.',
		},
	},
	'referral-reversed': {
		version: 1,
		gaps: { friend, points },
		text: {
			zh_HK: '推薦紀錄更新：{friend} 有訂單退貨，所以收返 {points} 分。回覆「紀錄」睇明細。',
			en: 'Your referral changed: {friend} returned an order, so {points} points were taken back. Reply HISTORY for details.',
		},
	},
	'referral-lapsed': {
		version: 1,
		gaps: { friend, date, points },
		text: {
			zh_HK:
				'推薦紀錄更新：{friend} 喺 {date} 或之前未有購物，所以嗰次推薦嘅 {points} 分已經失效。回覆「推薦」睇推薦進度。',
			en: 'Your referral changed: {friend} bought nothing until {date}, so the {points} points that waited for it have lapsed. Reply REFER to see how your others go on.',
		},
	},
} as const satisfies Record<NoticeKind, NoticeTemplate>

/** The gaps of a kind of notice by name. */
export type NoticeGaps<K extends NoticeKind> = keyof (typeof noticeTemplates)[K]['gaps']

/** What stands for all notices of a day, where the merchant chose one message a day. */
export const digestTemplate = {
	name: 'suki_digest_v1',
	example: '3',
	text: {
		zh_HK: '你嘅會員戶口有 {{1}} 項更新。回覆「紀錄」就可以睇。',
		en: 'There are {{1}} updates on your member account. Reply HISTORY to see them.',
	},
} as const satisfies { name: string; example: string; text: Record<TemplateLanguage, string> }

/** What the template of a kind is called at WhatsApp: suki_tier_up_v1. */
export function noticeTemplateName(kind: NoticeKind): string {
	return `suki_${kind.replaceAll('-', '_')}_v${noticeTemplates[kind].version}`
}

/** A template to be approved: its text with numbered gaps, and what stands in them for instance. */
export interface TemplateDefinition {
	name: string
	language: string
	category: 'UTILITY' | 'MARKETING'
	text: string
	examples: string[]
}

/** All shipped templates in all their languages. */
export function listNoticeTemplates(): TemplateDefinition[] {
	const { name: digest, example, text: words } = digestTemplate
	const digests = templateLanguages.map((language) => {
		return { name: digest, language, category: 'UTILITY' as const, text: words[language], examples: [example] }
	})
	const notices = (Object.entries(noticeTemplates) as [NoticeKind, NoticeTemplate][]).flatMap(
		([kind, { gaps, text }]) =>
			templateLanguages.map((language) => {
				const names = Object.keys(gaps)
				const numbered = text[language].replace(/\{(\w+)\}/g, (_gap, name: string) => `{{${names.indexOf(name) + 1}}}`)
				const examples = Object.values(gaps).map(({ example }) => example[language])
				return { name: noticeTemplateName(kind), language, category: 'UTILITY' as const, text: numbered, examples }
			}),
	)
	return [...notices, ...digests]
}
