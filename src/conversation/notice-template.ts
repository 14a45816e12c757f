import { dayOf } from '../domain/calendar.ts'
import { formatMoney } from '../domain/money.ts'
import type { Notice, NoticeFacts, NoticeKind } from '../domain/notice.ts'
import {
	digestTemplate,
	type NoticeGaps,
	noticeTemplateName,
	noticeTemplates,
	type TemplateLanguage,
} from '../domain/notice-templates.ts'
import type { Locale, MessageTemplate } from '../messaging/channel.ts'
import { formatDate, formatMoment } from './locales/format.ts'
import type { Telling } from './notices.ts'

const LANGUAGES: Record<Locale, TemplateLanguage> = { 'zh-HK': 'zh_HK', 'zh-Hant': 'zh_HK', en: 'en' }

/** What stands for the end of something that has none: "valid until …". */
const NO_END: Record<TemplateLanguage, string> = { zh_HK: '另行通知', en: 'further notice' }

type Values = { [K in NoticeKind]: (facts: NoticeFacts[K], telling: Telling) => Record<NoticeGaps<K>, string> }

const count = (points: number) => new Intl.NumberFormat('en').format(points)
const money = ({ settings, locale }: Telling, minor: number) => formatMoney(minor, settings.currency, locale)
const tierName = ({ rules, locale }: Telling, id: number) =>
	rules.tiers.find((tier) => tier.id === id)?.name[locale] ?? ''

function until({ locale }: Telling, day: number | null): string {
	return day === null ? NO_END[LANGUAGES[locale]] : formatDate(locale, day)
}

const reward = ({ title }: { title: string }, telling: Telling, day: number | null) => ({
	reward: title,
	date: until(telling, day),
})

/** The gaps of each kind, filled; the compiler asks for a new one with each new kind and each new gap. */
const values: Values = {
	earned: (facts, telling) => ({
		order: facts.externalId,
		amount: money(telling, facts.netMinor),
		points: count(facts.points),
		date: formatDate(telling.locale, facts.availableOn ?? dayOf(telling.now, telling.settings.timeZone)),
		balance: count(facts.usable),
	}),
	clawback: (facts) => ({ order: facts.externalId, points: count(facts.points), balance: count(facts.usable) }),
	adjusted: (facts) => ({
		change: `${facts.points < 0 ? '−' : '+'}${count(Math.abs(facts.points))}`,
		reason: facts.reason,
		balance: count(facts.usable),
	}),
	'debt-forgiven': (facts) => ({ points: count(facts.points), reason: facts.reason }),
	'tier-up': (facts, telling) => ({ tier: tierName(telling, facts.tier), date: until(telling, facts.endsOn) }),
	'tier-secured': (facts, telling) => ({ tier: tierName(telling, facts.tier), date: until(telling, facts.endsOn) }),
	'tier-renewed': (facts, telling) => ({ tier: tierName(telling, facts.tier), date: until(telling, facts.endsOn) }),
	'tier-grace': (facts, telling) => ({
		tier: tierName(telling, facts.tier),
		amount: money(telling, facts.missingMinor),
		date: until(telling, facts.graceUntil),
	}),
	'tier-down': (facts, telling) => ({
		from: tierName(telling, facts.fromTier),
		tier: tierName(telling, facts.tier),
		amount: money(telling, facts.missingMinor),
	}),
	'tier-taken-back': (facts, telling) => ({ order: facts.externalId, tier: tierName(telling, facts.tier) }),
	'points-expiring': (facts, telling) => ({ points: count(facts.points), date: until(telling, facts.on) }),
	'points-dated': (facts, telling) => ({ points: count(facts.points), date: until(telling, facts.on) }),
	'coupon-issued': (facts, telling) => reward(facts, telling, facts.expiresOn),
	'coupon-expiring': (facts, telling) => reward(facts, telling, facts.on),
	'coupon-used': (facts, { locale, settings }) => ({
		reward: facts.title,
		last4: facts.last4,
		time: formatMoment(locale, facts.usedAt, settings.timeZone),
		place: facts.place,
	}),
	'coupon-restored': (facts, telling) => reward(facts, telling, facts.expiresOn),
	'coupon-void': (facts) => ({ reward: facts.title, last4: facts.last4, reason: facts.reason }),
	'redemption-voided': (facts) => ({
		reward: facts.title,
		last4: facts.last4,
		points: count(facts.points),
		balance: count(facts.usable),
	}),
	'join-reward': (facts) => ({ points: count(facts.points), balance: count(facts.usable) }),
	'join-waits': (facts) => ({ points: count(facts.points), balance: count(facts.usable) }),
	'referral-joined': (facts) => ({ friend: facts.friend }),
	'referral-rewarded': (facts) => ({ friend: facts.friend, points: count(facts.points) }),
	'referral-reversed': (facts) => ({ friend: facts.friend, points: count(facts.points) }),
	'referral-lapsed': (facts, telling) => ({
		friend: facts.friend,
		date: until(telling, facts.until),
		points: count(facts.points),
	}),
}

/** The template that says how many notices wait. */
export function digestMessage(waiting: number, locale: Locale): MessageTemplate {
	return { name: digestTemplate.name, language: LANGUAGES[locale], variables: [count(waiting)] }
}

/** A notice as its approved template, for a member whose window is closed. */
export function noticeTemplate(notice: Notice, telling: Telling): MessageTemplate {
	const fill = values[notice.kind] as (facts: unknown, telling: Telling) => Record<string, string>
	const filled = fill(notice.facts, telling)
	return {
		name: noticeTemplateName(notice.kind),
		language: LANGUAGES[telling.locale],
		variables: Object.keys(noticeTemplates[notice.kind].gaps).map((gap) => filled[gap] ?? ''),
	}
}
