import { dayOf } from '../domain/calendar.ts'
import { createReferralCode } from '../domain/codes.ts'
import { nextSettleDay } from '../domain/points.ts'
import type { Keyring } from '../lib/keys.ts'
import { tierPointer } from '../loyalty/judge-tier.ts'
import { sumLots } from '../loyalty/ledger.ts'
import { figureColumns } from '../loyalty/member-stats.ts'
import { hashAddress, PROMOTIONS } from '../loyalty/set-consent.ts'
import type { NewRow, Row } from '../store/schema.ts'
import type { Chance } from './chance.ts'
import type { Lived, World } from './seed-life.ts'
import { knownAt, type MemberPlan } from './seed-plan.ts'

/** Version of the words they agreed to, as the conversation names it. */
const WORDING = 'join-1'
const CHANNEL = 'simulator'
const MINUTE_MS = 60_000

/** The chat of a member in the demo. */
export function addressOf(plan: Pick<MemberPlan, 'id' | 'persona'>): string {
	return plan.persona ? `demo-${plan.persona}` : `demo-${String(plan.id).padStart(4, '0')}`
}

/** Draws referral codes, none twice. */
export function createCodeBook(chance: Chance): () => string {
	const given = new Set<string>()
	return () => {
		let code = createReferralCode(chance.bytes)
		while (given.has(code)) code = createReferralCode(chance.bytes)
		given.add(code)
		return code
	}
}

function figuresOf(orders: readonly Row<'orders'>[]) {
	const counted = orders.filter((order) => order.net_minor > 0)
	if (counted.length === 0) return figureColumns(undefined)
	const days = counted.map((order) => order.paid_on ?? 0)
	return figureColumns({
		orders: counted.length,
		purchaseDays: new Set(days).size,
		firstOn: Math.min(...days),
		lastOn: Math.max(...days),
		spendMinor: counted.reduce((sum, order) => sum + order.net_minor, 0),
	})
}

/** A member's row as all she did leaves it; the NES columns follow once the shop's own cycle is known. */
export function memberRow(world: World, lived: Lived, code: string): Row<'members'> {
	const { plan, profile, life } = lived
	const createdAt = knownAt(world.frame, plan)
	const { joinedAt } = plan
	const { birthday } = profile
	return {
		id: plan.id,
		public_id: world.newId('mem', createdAt),
		status: joinedAt === null ? 'imported' : 'active',
		name: plan.name,
		locale: joinedAt === null ? null : plan.locale,
		email: null,
		birthday_month: birthday?.month ?? null,
		birthday_day: birthday?.day ?? null,
		birthday_set_at: birthday ? (joinedAt ?? createdAt) + MINUTE_MS : null,
		external_ref: plan.isImported ? `pos:C${String(plan.id).padStart(4, '0')}` : null,
		created_at: createdAt,
		joined_at: joinedAt,
		joined_on: joinedAt === null ? null : dayOf(joinedAt, world.frame.zone),
		join_source: plan.joinSource,
		left_at: null,
		merged_into: null,
		referral_code: code,
		random_bucket: 0,
		redeem_locked_until: null,
		next_seq: life.ledger.nextSeq,
		...sumLots(life.ledger.lots),
		debt: life.ledger.debt,
		settle_on: nextSettleDay(life.ledger),
		...figuresOf(lived.orders),
		...tierPointer(world.program.rules, life.tiers.periods.at(-1)),
		nes: 0,
		nes_cycle_tenths: null,
		nes_changes_on: null,
	}
}

/** Her chat, if she has written in; `touch` is the code she came by. */
export function addressRow(lived: Lived, touch: { code: string; at: number } | undefined): Row<'addresses'> | null {
	const { plan, profile, redemptions } = lived
	const { joinedAt } = plan
	if (joinedAt === null) return null
	const wants = profile.promotions === 'granted' && profile.withdrawnAt === null
	return {
		id: plan.id,
		channel: CHANNEL,
		address: addressOf(plan),
		member_id: plan.id,
		name: plan.name,
		username: null,
		locale: plan.locale,
		reachable: profile.isReachable ? 1 : 0,
		first_seen_at: touch?.at ?? joinedAt,
		linked_at: joinedAt,
		last_inbound_at: Math.max(joinedAt, ...redemptions.map((one) => one.at), profile.withdrawnAt ?? 0),
		referral_code: touch?.code ?? null,
		referral_at: touch?.at ?? null,
		promotions: wants ? 1 : 0,
		promotions_at: profile.withdrawnAt ?? joinedAt,
	}
}

/** What she said about offers, a line each time. */
export function consentRows({ plan, profile }: Lived, keys: Keyring): NewRow<'consents'>[] {
	const { joinedAt, locale } = plan
	if (joinedAt === null) return []
	const line = {
		member_id: plan.id,
		address_id: plan.id,
		channel: CHANNEL,
		purpose: PROMOTIONS,
		language: locale,
		message_id: null,
	}
	const joined = {
		...line,
		state: profile.promotions,
		text_version: WORDING,
		source: 'chat',
		original: null,
		at: joinedAt,
	}
	const { withdrawnAt } = profile
	if (withdrawnAt === null) return [joined]
	const original = keys.encrypt(locale === 'en' ? 'stop' : '退訂')
	return [joined, { ...line, state: 'withdrawn', text_version: '', source: 'chat', original, at: withdrawnAt }]
}

/** Her number, and the marks that keep an opt-out from being forgotten. */
export function phoneRows(world: World, { plan, profile }: Lived, keys: Keyring) {
	const { phone, withdrawnAt } = profile
	const hash = phone && keys.hash('phone', phone.number)
	const phones: Row<'member_phones'>[] = []
	if (phone && hash !== null)
		phones.push({
			phone_hash: hash,
			member_id: plan.id,
			phone_encrypted: keys.encrypt(phone.number),
			verified_at: phone.verifiedAt,
			added_at: plan.isImported ? knownAt(world.frame, plan) : (phone.verifiedAt ?? 0),
		})
	const address = hashAddress({ keys }, { channel: CHANNEL, address: addressOf(plan) })
	const marked = withdrawnAt === null ? [] : [address, ...(hash === null ? [] : [hash])]
	const marks = marked.map(
		(phone_hash): Row<'phone_marks'> => ({
			phone_hash,
			kind: 'opted-out',
			at: withdrawnAt ?? 0,
			until: null,
			note: null,
		}),
	)
	return { phones, marks }
}
