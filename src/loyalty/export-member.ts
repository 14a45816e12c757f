import { formatDay } from '../domain/calendar.ts'
import { memberNumber } from '../domain/member-number.ts'
import type { Keyring } from '../lib/keys.ts'
import { listAddresses } from '../store/addresses.ts'
import { listConsents } from '../store/consents.ts'
import { listCouponRows } from '../store/coupons.ts'
import type { Db } from '../store/db.ts'
import { listEntries } from '../store/entries.ts'
import { listPhones } from '../store/member-phones.ts'
import { listTags } from '../store/member-tags.ts'
import { getMember, type Member } from '../store/members.ts'
import { listChatOf, listOrdersOf } from '../store/personal.ts'
import { listRedemptions } from '../store/redemptions.ts'
import { findReferralOf, listReferrals } from '../store/referrals.ts'
import { listTierPeriods } from '../store/tier-periods.ts'

/** Everything kept of a member, ready for JSON.stringify; instants are RFC 3339, days ISO dates, money minor units. */
export type MemberExport = Record<string, unknown>

export interface Look {
	db: Db
	keys: Keyring
	/** ms UTC. */
	now: number
}

const instant = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString())
const date = (day: number | null) => (day === null ? null : formatDay(day))

/** Collects everything that is kept of a member. */
export async function exportMember(look: Look, memberId: number): Promise<MemberExport> {
	const member = await getMember(look.db, memberId)
	return {
		exportedAt: instant(look.now),
		member: await exportPerson(look, member),
		addresses: await exportAddresses(look.db, memberId),
		consents: await exportConsents(look, memberId),
		points: {
			usable: member.usable,
			pending: member.pending,
			debt: member.debt,
			entries: await exportEntries(look.db, memberId),
		},
		tiers: await exportTiers(look.db, memberId),
		orders: await exportOrders(look.db, memberId),
		redemptions: await exportRedemptions(look.db, memberId),
		coupons: await exportCoupons(look, memberId),
		referrals: await exportReferrals(look.db, memberId),
		messages: await exportChat(look.db, memberId),
	}
}

async function exportPerson({ db, keys }: Look, member: Member) {
	const phones = await listPhones(db, member.id)
	return {
		id: member.public_id,
		number: memberNumber(member.id),
		name: member.name,
		language: member.locale,
		email: member.email,
		birthday: member.birthday_month === null ? null : { month: member.birthday_month, day: member.birthday_day },
		phones: phones.map((phone) => ({
			phone: keys.decrypt(phone.phone_encrypted),
			verifiedAt: instant(phone.verified_at),
			addedAt: instant(phone.added_at),
		})),
		tags: await listTags(db, member.id),
		externalRef: member.external_ref,
		createdAt: instant(member.created_at),
		joinedAt: instant(member.joined_at),
		joinSource: member.join_source,
		referralCode: member.referral_code,
	}
}

async function exportAddresses(db: Db, memberId: number) {
	return (await listAddresses(db, memberId)).map((address) => ({
		channel: address.channel,
		address: address.address,
		name: address.name,
		username: address.username,
		firstSeenAt: instant(address.first_seen_at),
		linkedAt: instant(address.linked_at),
		lastMessageAt: instant(address.last_inbound_at),
		promotions: address.promotions === 1,
	}))
}

async function exportConsents({ db, keys }: Look, memberId: number) {
	return (await listConsents(db, memberId)).map((consent) => ({
		purpose: consent.purpose,
		state: consent.state,
		channel: consent.channel,
		wording: consent.text_version,
		language: consent.language,
		source: consent.source,
		messageId: consent.message_id,
		words: consent.original === null ? null : keys.decrypt(consent.original),
		at: instant(consent.at),
	}))
}

async function exportEntries(db: Db, memberId: number) {
	return (await listEntries(db, memberId)).map((entry) => ({
		line: entry.seq,
		kind: entry.kind,
		points: entry.points,
		debtChange: entry.debt_delta,
		remaining: entry.remaining,
		on: date(entry.on_day),
		usableFrom: date(entry.available_on),
		expiresOn: date(entry.expires_on),
		facts: entry.facts === null ? null : JSON.parse(entry.facts),
		at: instant(entry.at),
	}))
}

async function exportTiers(db: Db, memberId: number) {
	return (await listTierPeriods(db, memberId)).map((period) => ({
		tier: period.tier_id,
		from: date(period.started_on),
		until: date(period.ends_on),
		cause: period.cause,
	}))
}

async function exportOrders(db: Db, memberId: number) {
	return (await listOrdersOf(db, memberId)).map((order) => ({
		source: order.source,
		id: order.external_id,
		placedAt: instant(order.placed_at),
		paidAt: instant(order.paid_at),
		cancelledAt: instant(order.cancelled_at),
		currency: order.currency,
		totalMinor: order.total_minor,
		eligibleMinor: order.eligible_minor,
		netMinor: order.net_minor,
		branch: order.branch,
		customer: order.customer_ref,
		points: order.points,
	}))
}

async function exportRedemptions(db: Db, memberId: number) {
	return (await listRedemptions(db, memberId)).map((redemption) => ({
		id: redemption.public_id,
		costPoints: redemption.cost_points,
		at: instant(redemption.at),
		undoneAt: instant(redemption.undone_at),
	}))
}

async function exportCoupons({ db, keys }: Look, memberId: number) {
	return (await listCouponRows(db, memberId)).map((coupon) => ({
		id: coupon.public_id,
		code: keys.decrypt(coupon.code_encrypted),
		state: coupon.state,
		issuedAt: instant(coupon.issued_at),
		expiresOn: date(coupon.expires_on),
		usedAt: instant(coupon.used_at),
		usedPlace: coupon.used_place,
	}))
}

// a friend's name is the friend's, so that only dates and states of the others are here
async function exportReferrals(db: Db, memberId: number) {
	const by = await findReferralOf(db, memberId)
	const friends = await listReferrals(db, memberId, 10_000)
	return {
		broughtByAFriendAt: instant(by?.joined_at ?? null),
		friends: friends.map((friend) => ({ joinedAt: instant(friend.joined_at), state: friend.state })),
	}
}

async function exportChat(db: Db, memberId: number) {
	return (await listChatOf(db, memberId)).map((message) => ({
		direction: message.direction,
		text: message.text,
		...(message.media === null ? {} : { media: message.media }),
		at: instant(message.at),
	}))
}
