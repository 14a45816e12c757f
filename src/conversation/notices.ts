import { formatMoney } from '../domain/money.ts'
import type { Notice, NoticeFacts, NoticeKind } from '../domain/notice.ts'
import { noticeWay } from '../domain/notice-ways.ts'
import type { ProgramRules } from '../domain/program.ts'
import type { StoreSettings } from '../domain/settings.ts'
import type { Locale } from '../messaging/channel.ts'
import { queueReply } from '../messaging/outbox.ts'
import { type Address, listAddresses } from '../store/addresses.ts'
import { findMember } from '../store/members.ts'
import { getProgramAt } from '../store/programs.ts'
import { getSettings } from '../store/settings.ts'
import type { Work } from '../store/transact.ts'
import { formatDate, formatMoment } from './locales/format.ts'
import { localeNames, say, sayPlain } from './locales/index.ts'
import { noticeTemplate } from './notice-template.ts'
import { lines } from './turn.ts'

/** What a sentence of a notice is made with. */
export interface Telling {
	locale: Locale
	settings: StoreSettings
	rules: ProgramRules
	now: number
}

type Sentences = { [K in NoticeKind]: (facts: NoticeFacts[K], telling: Telling) => string }

const tierName = ({ rules, locale }: Telling, id: number) =>
	(rules.tiers.find((tier) => tier.id === id) ?? rules.tiers[0])?.name[locale] ?? ''

const money = ({ settings, locale }: Telling, minor: number) => formatMoney(minor, settings.currency, locale)

const pointsText = ({ locale }: Telling, points: number) => sayPlain(locale, 'piece.points', { points })

function earnedText(facts: NoticeFacts['earned'], telling: Telling): string {
	const { locale } = telling
	const base = { points: facts.points, order: facts.externalId, amount: money(telling, facts.netMinor) }
	const main =
		facts.availableOn === null
			? say(locale, 'notice.earned', { ...base, balance: facts.usable })
			: say(locale, 'notice.earned_pending', {
					...base,
					balance: facts.usable,
					date: formatDate(locale, facts.availableOn),
				})
	return lines(main, facts.debtPaid > 0 && say(locale, 'notice.earned_debt', { points: facts.debtPaid }))
}

function clawbackText(facts: NoticeFacts['clawback'], telling: Telling): string {
	const { locale } = telling
	return lines(
		say(locale, 'notice.clawback', {
			order: facts.externalId,
			amount: money(telling, facts.netMinor),
			points: facts.points,
			balance: facts.usable,
		}),
		facts.debtAdded > 0 && say(locale, 'notice.clawback_debt', { debt: facts.debtAdded }),
	)
}

function until(telling: Telling, day: number | null): string {
	return day === null ? sayPlain(telling.locale, 'piece.no_end') : formatDate(telling.locale, day)
}

/** Every kind of notice has its sentence; the compiler asks for a new one with each new kind. */
const sentences: Sentences = {
	earned: earnedText,
	clawback: clawbackText,
	adjusted: (facts, { locale }) =>
		say(locale, 'notice.adjusted', {
			sign: facts.points < 0 ? '−' : '+',
			points: Math.abs(facts.points),
			cause: facts.reason,
			balance: facts.usable,
		}),
	'debt-forgiven': (facts, { locale }) => say(locale, 'notice.forgiven', { points: facts.points, cause: facts.reason }),
	'tier-up': (facts, telling) => {
		const tier = tierName(telling, facts.tier)
		return facts.endsOn === null
			? say(telling.locale, 'notice.tier_up', { tier })
			: say(telling.locale, 'notice.tier_up_until', { tier, date: formatDate(telling.locale, facts.endsOn) })
	},
	'tier-secured': (facts, telling) =>
		say(telling.locale, 'notice.tier_secured', {
			tier: tierName(telling, facts.tier),
			date: formatDate(telling.locale, facts.endsOn),
		}),
	'tier-renewed': (facts, telling) =>
		say(telling.locale, 'notice.tier_renewed', {
			tier: tierName(telling, facts.tier),
			date: until(telling, facts.endsOn),
		}),
	'tier-grace': (facts, telling) =>
		say(telling.locale, 'notice.tier_grace', {
			tier: tierName(telling, facts.tier),
			amount: money(telling, facts.missingMinor),
			date: formatDate(telling.locale, facts.graceUntil),
		}),
	'tier-down': (facts, telling) =>
		say(telling.locale, 'notice.tier_down', {
			from: tierName(telling, facts.fromTier),
			tier: tierName(telling, facts.tier),
			amount: money(telling, facts.missingMinor),
		}),
	'tier-taken-back': (facts, telling) =>
		say(telling.locale, 'notice.tier_returned', { order: facts.externalId, tier: tierName(telling, facts.tier) }),
	'points-expiring': (facts, telling) =>
		say(telling.locale, 'notice.expiring', { points: facts.points, date: formatDate(telling.locale, facts.on) }),
	'points-dated': (facts, telling) =>
		say(telling.locale, 'notice.points_dated', { points: facts.points, date: formatDate(telling.locale, facts.on) }),
	'coupon-issued': (facts, telling) =>
		say(telling.locale, 'notice.coupon_issued', { reward: facts.title, date: until(telling, facts.expiresOn) }),
	'coupon-expiring': (facts, telling) =>
		say(telling.locale, 'notice.coupon_expiring', { reward: facts.title, date: formatDate(telling.locale, facts.on) }),
	'coupon-used': (facts, { locale, settings }) =>
		say(locale, 'notice.coupon_used', {
			reward: facts.title,
			last4: facts.last4,
			time: formatMoment(locale, facts.usedAt, settings.timeZone),
			place: facts.place,
		}),
	'coupon-restored': (facts, telling) =>
		say(telling.locale, 'notice.coupon_restored', { reward: facts.title, date: until(telling, facts.expiresOn) }),
	'coupon-void': (facts, { locale }) =>
		say(locale, 'notice.coupon_void', { reward: facts.title, last4: facts.last4, cause: facts.reason }),
	'redemption-voided': (facts, { locale }) =>
		say(locale, 'notice.coupon_void_points', {
			reward: facts.title,
			last4: facts.last4,
			points: facts.points,
			balance: facts.usable,
		}),
	'join-reward': (facts, { locale }) =>
		say(locale, 'notice.join_reward', { points: facts.points, balance: facts.usable }),
	'join-waits': (facts, { locale }) =>
		lines(
			say(locale, 'notice.join_waits', { points: facts.points, balance: facts.usable }),
			facts.debt > 0 && say(locale, 'notice.clawback_debt', { debt: facts.debt }),
		),
	'referral-joined': (facts, telling) =>
		lines(
			say(telling.locale, 'refer.joined', { friend: facts.friend }),
			facts.points > 0 &&
				facts.pending &&
				say(telling.locale, 'refer.joined_wait', { reward: pointsText(telling, facts.points) }),
		),
	'referral-rewarded': (facts, telling) =>
		say(telling.locale, facts.role === 'referrer' ? 'refer.rewarded' : 'refer.friend_rewarded', {
			friend: facts.friend,
			reward: pointsText(telling, facts.points),
		}),
	'referral-reversed': (facts, telling) =>
		say(telling.locale, 'refer.reversed', { friend: facts.friend, reward: pointsText(telling, facts.points) }),
	'referral-lapsed': (facts, telling) =>
		say(telling.locale, 'refer.lapsed', {
			friend: facts.friend,
			reward: pointsText(telling, facts.points),
			date: formatDate(telling.locale, facts.until),
		}),
}

/** A notice in words, in our light markup. */
export function sayNotice(notice: Notice, telling: Telling): string {
	return (sentences[notice.kind] as (facts: unknown, telling: Telling) => string)(notice.facts, telling)
}

/** Where a notice goes: the reachable address that wrote last. */
function chooseAddress(addresses: readonly Address[]): Address | undefined {
	return addresses
		.filter((address) => address.reachable === 1)
		.toSorted((a, b) => (b.last_inbound_at ?? 0) - (a.last_inbound_at ?? 0))[0]
}

/** A member told by the answer to her own message needs no second word on it. */
export interface TellOptions {
	exceptMember?: number
}

/** Puts notices into words and the outbox, in the transaction of what they are about. */
export async function tellNotices(work: Work, notices: readonly Notice[], options: TellOptions = {}): Promise<void> {
	const told = notices.filter((notice) => notice.memberId !== options.exceptMember)
	if (told.length === 0) return
	const settings = await getSettings(work.tx)
	const { rules } = await getProgramAt(work.tx, work.now)
	for (const notice of told) {
		const member = await findMember(work.tx, notice.memberId)
		const address = member?.status === 'active' ? chooseAddress(await listAddresses(work.tx, member.id)) : undefined
		if (!member || !address) continue
		const asked = member.locale ?? address.locale ?? settings.locale
		const locale = localeNames.find((name) => name === asked) ?? settings.locale
		const telling = { locale, settings, rules, now: work.now }
		const text = sayNotice(notice, telling)
		const way = noticeWay(address.channel, settings.whatsappCloud.notices)
		const template = way === 'template' ? { template: noticeTemplate(notice, telling) } : {}
		const unasked = way === 'at-once' ? {} : { unasked: true as const }
		await queueReply(work, {
			addressId: address.id,
			channel: address.channel,
			kind: `notice:${notice.kind}`,
			reply: { text, ...template, ...unasked, kind: 'service', locale },
		})
	}
}
