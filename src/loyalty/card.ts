import { type Day, dayOf } from '../domain/calendar.ts'
import { memberNumber } from '../domain/member-number.ts'
import { nesTagOf } from '../domain/nes-codes.ts'
import { balances, type Ledger, settle } from '../domain/points.ts'
import { type LocaleText, type Tier, tierOf } from '../domain/program.ts'
import type { StoreSettings } from '../domain/settings.ts'
import { findProgress, type Progress, reviewPeriodEnd } from '../domain/tier-review.ts'
import type { TierCase } from '../domain/tiers.ts'
import { isWaiting } from '../domain/waiting.ts'
import type { Db } from '../store/db.ts'
import { listOpenLots } from '../store/entries.ts'
import { findMember, type Member } from '../store/members.ts'
import { getProgramAt } from '../store/programs.ts'
import { getSettings } from '../store/settings.ts'
import { loadTierCase } from './judge-tier.ts'
import { lotsFrom } from './ledger.ts'
import { nesColumns, nesSettingsOf } from './member-stats.ts'

export interface TierProgress {
	/** Spend that counts towards the next tier, in minor units, as that tier counts it. */
	spendMinor: number
	/** The next tier that orders can reach; null at the top. thresholdMinor is null where it does not ask for spend. */
	next: { id: number; name: string; names: LocaleText; thresholdMinor: number | null } | null
	/** What is missing to the next tier; 0 at the top and where it does not ask for spend. */
	gapMinor: number
	/** Orders missing to the next tier, where it asks for orders. */
	gapOrders: number | null
	/** 0–100, rounded down. */
	share: number
	renewal: {
		endsOn: Day
		/** What is missing to renew, in minor units; 0 once secured. */
		needMinor: number
		secured: boolean
		/** The last day on which a purchase still renews, once the period has ended. */
		graceUntil: Day | null
	} | null
}

export interface Card {
	memberId: number
	publicId: string
	/** M00042 */
	number: string
	name: string
	status: string
	joinedOn: Day | null
	usable: number
	pending: number
	/** The next pending points to become usable by themselves; null when all of them wait for a condition. */
	pendingNext: { points: number; on: Day } | null
	debt: number
	/** What a redemption may cost now: 0 while there is debt. */
	spendable: number
	/** The usable points that expire first. */
	expiring: { points: number; on: Day } | null
	/** The name is in the member's language, names in all. */
	tier: { id: number; name: string; names: LocaleText; progress: TierProgress }
	orders: { count: number; purchaseDays: number; firstOn: Day | null; lastOn: Day | null }
	spendMinor: number
	nes: { tag: string; changesOn: Day | null }
}

type Locale = StoreSettings['locale']

function localeOf(member: Member, settings: StoreSettings): Locale {
	const { locale } = member
	return locale === 'zh-HK' || locale === 'zh-Hant' || locale === 'en' ? locale : settings.locale
}

/** The case after all period ends up to its day, written or not. */
export function reviewedCase(tierCase: TierCase, now: number): TierCase {
	let reviewed = tierCase
	// as in the nightly review: one step a period
	for (let step = 0; step < 200; step++) {
		const end = reviewPeriodEnd(reviewed, now)
		if (end.action === 'keep' || end.action === 'grace') return reviewed
		reviewed = { ...reviewed, periods: [...reviewed.periods, end.period] }
	}
	return reviewed
}

function showProgress(progress: Progress, today: Day, nameTier: (id: number) => Named): TierProgress {
	const { next, renewal } = progress
	return {
		spendMinor: next?.countedMinor ?? 0,
		next: next && { ...nameTier(next.tierId), thresholdMinor: next.thresholdMinor },
		gapMinor: next?.spendMinor ?? 0,
		gapOrders: next?.orders ?? null,
		share: next?.percent ?? 0,
		renewal: renewal && {
			endsOn: renewal.endsOn,
			needMinor: renewal.secured ? 0 : (renewal.spendMinor ?? 0),
			secured: renewal.secured,
			graceUntil: today > renewal.endsOn ? renewal.graceUntil : null,
		},
	}
}

type Named = Pick<Tier, 'id'> & { name: string; names: LocaleText }

async function showTier(db: Db, member: Member, moment: { now: number; today: Day; locale: Locale }) {
	const { rules } = await getProgramAt(db, moment.now)
	const { tierCase } = await loadTierCase(db, { memberId: member.id, rules, today: moment.today })
	const nameTier = (id: number): Named => {
		const tier = tierOf(rules, id)
		return { id: tier.id, name: tier.name[moment.locale], names: tier.name }
	}
	const progress = findProgress(reviewedCase(tierCase, moment.now))
	return { ...nameTier(progress.tierId), progress: showProgress(progress, moment.today, nameTier) }
}

function showPoints(ledger: Ledger, today: Day) {
	const { lots } = settle(ledger, today).ledger
	const held = lots.filter((lot) => !lot.released && lot.remaining > 0 && !isWaiting(lot.availableOn))
	const on = held.length === 0 ? null : Math.min(...held.map((lot) => lot.availableOn))
	const next = held.filter((lot) => lot.availableOn === on)
	return {
		...balances(ledger, today),
		pendingNext: on === null ? null : { points: next.reduce((sum, lot) => sum + lot.remaining, 0), on },
	}
}

/** A member's card as it stands at `now` (ms UTC), exactly, without writing anything; null for an unknown member. */
export async function getCard(db: Db, memberId: number, now: number): Promise<Card | null> {
	const member = await findMember(db, memberId)
	if (!member) return null
	const settings = await getSettings(db)
	const today = dayOf(now, settings.timeZone)
	const lots = lotsFrom(await listOpenLots(db, memberId))
	const nes = nesColumns(member, today, nesSettingsOf(settings))
	return {
		memberId,
		publicId: member.public_id,
		number: memberNumber(member.id),
		name: member.name,
		status: member.status,
		joinedOn: member.joined_on,
		...showPoints({ lots, debt: member.debt, nextSeq: member.next_seq }, today),
		tier: await showTier(db, member, { now, today, locale: localeOf(member, settings) }),
		orders: {
			count: member.order_count,
			purchaseDays: member.purchase_days,
			firstOn: member.first_order_on,
			lastOn: member.last_order_on,
		},
		spendMinor: member.spend_minor,
		nes: { tag: nesTagOf(nes.nes), changesOn: nes.nes_changes_on },
	}
}
