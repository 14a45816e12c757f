import { dayOf, startOfMonth } from '../domain/calendar.ts'
import { storeCycleTenths } from '../domain/nes.ts'
import type { StoreSettings } from '../domain/settings.ts'
import { createNewId, type IdPrefix } from '../lib/ids.ts'
import { createReward } from '../loyalty/create-reward.ts'
import { insertProgram } from '../store/programs.ts'
import { listRewardRows } from '../store/rewards.ts'
import type { NewRow, Schema } from '../store/schema.ts'
import { insertRows } from '../store/seed.ts'
import { setSettings } from '../store/settings.ts'
import { ensureSource } from '../store/sources.ts'
import type { Store, Work } from '../store/transact.ts'
import { type Chance, createChance } from './chance.ts'
import { writeChats } from './seed-chats.ts'
import { type Frame, frameAround } from './seed-days.ts'
import { type Lived, liveMember, readDemoReward, type World } from './seed-life.ts'
import { addressOf } from './seed-members.ts'
import { type Persona, personaKeys, personaLabels, planPersonas } from './seed-personas.ts'
import { launchInstant, type MemberPlan, planMembers } from './seed-plan.ts'
import { createPhoneBook, drawProfile } from './seed-profile.ts'
import { redeemWishes, useCoupons } from './seed-redeem.ts'
import { planReferrals, type ReferralPlan } from './seed-referrals.ts'
import { gatherRows, type Rows } from './seed-rows.ts'
import { demoProgram, demoRewards, demoSettings, demoStock } from './seed-shop.ts'

export interface SeedNeeds {
	/** Empty and migrated. */
	store: Store
	seed: number
	/** Lets others have their turn: called between pieces of work of some milliseconds. */
	breathe: () => Promise<void>
}

/** Who can be played, in the order of the list. */
export interface Seeded {
	personas: readonly Persona[]
}

const LIVES_AT_A_TIME = 10
const ROWS_AT_A_TIME = 400

type NewIdAt = (prefix: IdPrefix, at: number) => string

/** Ids of any instant, by the seed's own chance. */
function createNewIdAt(chance: Chance): NewIdAt {
	let clock = 0
	const newId = createNewId(() => clock, chance.bytes)
	return (prefix, at) => {
		clock = at
		return newId(prefix)
	}
}

/** The shop itself: settings, programme, sources of orders, rewards. */
async function openDemoShop(work: Work, given: { frame: Frame; newId: NewIdAt }): Promise<World> {
	const { frame, newId } = given
	const launchAt = launchInstant(frame)
	await setSettings(work.tx, demoSettings)
	const program = await insertProgram(work.tx, { rules: demoProgram, effectiveFrom: launchAt, at: launchAt, by: null })
	const sources = { pos: await ensureSource(work.tx, 'pos'), shop: await ensureSource(work.tx, 'shop') }
	const atLaunch = { ...work, now: launchAt, newId: (prefix: IdPrefix) => newId(prefix, launchAt) }
	for (const [position, reward] of demoRewards.entries()) {
		const made = await createReward(atLaunch, { ...reward, position, stock: demoStock[position] ?? null })
		if (!made.ok) throw new Error(`a reward of the demo was refused: ${JSON.stringify(made)}`)
	}
	const rewards = (await listRewardRows(work.tx)).map((row) => readDemoReward(row, demoSettings.currency))
	return { frame, program, sources, rewards, newId }
}

interface Planned {
	plans: MemberPlan[]
	referrals: ReferralPlan[]
}

async function liveAll(world: World, planned: Planned, given: { chance: Chance; breathe: () => Promise<void> }) {
	const { chance, breathe } = given
	const nextNumber = createPhoneBook(chance.fork())
	const involving = groupReferrals(planned.referrals)
	const lives: Lived[] = []
	for (const [index, plan] of planned.plans.entries()) {
		const own = chance.fork()
		const profile = drawProfile(world.frame, plan, { nextNumber, chance: own })
		const living = { plan, profile, referrals: involving.get(plan.id) ?? [] }
		const lived = liveMember(world, living, (one) => redeemWishes(world, one, own))
		useCoupons(world, lived, own)
		lives.push(lived)
		if (index % LIVES_AT_A_TIME === 0) await breathe()
	}
	return lives
}

function groupReferrals(referrals: readonly ReferralPlan[]): Map<number, ReferralPlan[]> {
	const groups = new Map<number, ReferralPlan[]>()
	for (const referral of referrals)
		for (const { id } of [referral.friend, referral.referrer]) groups.set(id, [...(groups.get(id) ?? []), referral])
	return groups
}

/** The shop's cycle as it was measured on the 1st of this month. */
function measureCycle(frame: Frame, lives: readonly Lived[]): StoreSettings {
	const cycleSetOn = startOfMonth(frame.today)
	const spans = lives.map(({ orders }) => {
		const days = orders.flatMap((order) => ((order.paid_on ?? cycleSetOn) < cycleSetOn ? [order.paid_on ?? 0] : []))
		return { days: new Set(days).size, spanDays: days.length === 0 ? 0 : Math.max(...days) - Math.min(...days) }
	})
	const cycleTenths = storeCycleTenths(spans, demoSettings.nes.defaultCycleDays)
	return { ...demoSettings, nes: { ...demoSettings.nes, cycleTenths, cycleSetOn } }
}

async function writeRows(store: Store, rows: Rows, breathe: () => Promise<void>): Promise<void> {
	for (const [table, all] of Object.entries(rows) as [keyof Schema, NewRow<keyof Schema>[]][])
		for (let at = 0; at < all.length; at += ROWS_AT_A_TIME) {
			await store.transact(({ tx }) => insertRows(tx, table, all.slice(at, at + ROWS_AT_A_TIME)))
			await breathe()
		}
}

/** Fills an empty store with the demo shop as it stands at the store's own instant; the same seed and instant, the same shop. */
export async function seedDemo({ store, seed, breathe }: SeedNeeds): Promise<Seeded> {
	const chance = createChance(seed)
	const newId = createNewIdAt(chance.fork())
	const now = store.now()
	const { timeZone } = demoSettings
	const frame = frameAround(now, dayOf(now, timeZone), timeZone)
	const world = await store.transact((work) => openDemoShop(work, { frame, newId }))
	await breathe()
	const plans = await planMembers(frame, planPersonas(frame, chance.fork()), { chance: chance.fork(), breathe })
	await breathe()
	const referrals = planReferrals(frame, plans, { chance: chance.fork(), newId, rules: demoProgram.referral })
	const lives = await liveAll(world, { plans, referrals }, { chance: chance.fork(), breathe })
	const settings = measureCycle(frame, lives)
	const gathering = { lives, referrals, settings, keys: store.keys, chance: chance.fork(), breathe }
	const rows = await gatherRows(world, gathering)
	await writeRows(store, rows, breathe)
	await store.transact(async (work) => {
		await setSettings(work.tx, settings)
		await writeChats({ ...work, newId: (prefix) => newId(prefix, now) }, world, { lives, chance: chance.fork() })
	})
	return { personas: listPersonas(lives, rows) }
}

/** Those of the members who can be played, and a stranger whom the gold member has sent her link. */
function listPersonas(lives: readonly Lived[], { members = [] }: Rows): Persona[] {
	return personaKeys.map((key) => {
		const lived = lives.find(({ plan }) => plan.persona === key)
		const referrer = members[(lives.find(({ plan }) => plan.persona === 'gold')?.plan.id ?? 0) - 1]
		const label = personaLabels[key]
		if (!lived) return { ...stranger, label, start: `r_${referrer?.referral_code ?? ''}` }
		const { name, locale } = lived.plan
		const address = addressOf(lived.plan)
		return { key, address, name, locale, phone: lived.profile.phone?.number ?? '', label }
	})
}

const stranger = {
	key: 'stranger',
	address: 'demo-stranger',
	name: '吳梓晴',
	locale: 'zh-HK',
	phone: '+85266012345',
} as const
