import type { StoreSettings } from '../domain/settings.ts'
import type { Keyring } from '../lib/keys.ts'
import { nesColumns, nesSettingsOf } from '../loyalty/member-stats.ts'
import type { NewRow, Schema } from '../store/schema.ts'
import type { Chance } from './chance.ts'
import { finishEntries } from './life.ts'
import { mapSlowly } from './map-slowly.ts'
import { makeBroadcasts } from './seed-broadcasts.ts'
import type { Lived, World } from './seed-life.ts'
import { addressRow, consentRows, createCodeBook, memberRow, phoneRows } from './seed-members.ts'
import { launchInstant, type MemberPlan } from './seed-plan.ts'
import { makeCoupons } from './seed-redeem.ts'
import { type ReferralPlan, referralRow } from './seed-referrals.ts'

/** Rows by table, in an order that their references allow. */
export type Rows = { [T in keyof Schema]?: NewRow<T>[] }

export interface Gathering {
	lives: readonly Lived[]
	referrals: readonly ReferralPlan[]
	settings: StoreSettings
	keys: Keyring
	chance: Chance
	breathe: () => Promise<void>
}

function gatherMembers(world: World, { lives, settings, chance, breathe }: Gathering) {
	const nextCode = createCodeBook(chance.fork())
	const nes = nesSettingsOf(settings)
	return mapSlowly(lives, breathe, (lived) => {
		const row = memberRow(world, lived, nextCode())
		const tag = nesColumns(row, world.frame.today, nes)
		return { ...row, ...tag, random_bucket: chance.int(0, 9_999) }
	})
}

/** Chats, numbers and what was said about offers. */
async function gatherContacts(
	world: World,
	{ lives, referrals, keys, breathe }: Gathering,
	codeOf: CodeOf,
): Promise<Rows> {
	const touches = new Map(
		referrals.map((one) => [one.friend.id, { code: codeOf(one.referrer), at: one.clickedAt }] as const),
	)
	const phones = await mapSlowly(lives, breathe, (lived) => phoneRows(world, lived, keys))
	const consents = await mapSlowly(lives, breathe, (lived) => consentRows(lived, keys))
	return {
		member_phones: phones.flatMap((one) => one.phones),
		phone_marks: phones.flatMap((one) => one.marks),
		member_tags: lives.flatMap(({ plan, profile }) => profile.tags.map((tag) => ({ member_id: plan.id, tag }))),
		addresses: lives.flatMap((lived) => addressRow(lived, touches.get(lived.plan.id)) ?? []),
		consents: consents.flat().sort((a, b) => a.at - b.at),
	}
}

type CodeOf = (plan: Pick<MemberPlan, 'id'>) => string

/** Everything the lives leave behind. */
export async function gatherRows(world: World, gathering: Gathering): Promise<Rows> {
	const { lives, referrals, settings, keys, chance, breathe } = gathering
	const members = await gatherMembers(world, gathering)
	const contacts = await gatherContacts(world, gathering, (plan) => members[plan.id - 1]?.referral_code ?? '')
	await breathe()
	const drafts = lives.flatMap((lived) => lived.redemptions)
	const launchAt = launchInstant(world.frame)
	const coupons = await makeCoupons({ world, keys, chance: chance.fork(), launchAt, breathe }, drafts)
	const broadcasts = makeBroadcasts(world, lives, { nes: nesSettingsOf(settings), chance: chance.fork() })
	await breathe()
	return {
		members,
		...contacts,
		orders: lives.flatMap((lived) => lived.orders).sort((a, b) => a.placed_at - b.placed_at),
		returns: lives.flatMap((lived) => lived.returns),
		entries: lives.flatMap((lived) => finishEntries(lived.life)),
		allocations: lives.flatMap((lived) => lived.life.allocations),
		tier_periods: lives.flatMap((lived) => lived.life.tiers.rows),
		referrals: referrals.map((plan) => {
			const sourceId = plan.first && world.sources[plan.first.source].id
			return referralRow(world.frame, plan, { rules: world.program.rules.referral, sourceId })
		}),
		...coupons,
		...broadcasts,
	}
}
