import type { SimulatorLine } from '../../bots/simulator/index.ts'
import { tellNotices } from '../conversation/notices.ts'
import { type UseCouponInput, useCoupon, useFound } from '../loyalty/use-coupon.ts'
import { previewAudience } from '../messaging/audience.ts'
import { broadcastDraft, checkBroadcast, createBroadcast } from '../messaging/compose.ts'
import { startBroadcast } from '../messaging/control.ts'
import { findQuietEnd } from '../messaging/promotion-rules.ts'
import { nesGroups } from '../segments/criteria/nes.ts'
import { findAddress } from '../store/addresses.ts'
import { listCouponRows } from '../store/coupons.ts'
import { listRedemptions } from '../store/redemptions.ts'
import { findReferralOf } from '../store/referrals.ts'
import { getSettings } from '../store/settings.ts'
import type { Work } from '../store/transact.ts'
import { sayAs, settled, wordsOfLink } from './say.ts'
import type { Persona } from './seed-personas.ts'
import type { Skin } from './skins.ts'
import { travelTo } from './time-machine.ts'
import type { DemoWorld } from './world.ts'

export const questSteps = ['join', 'tier', 'redeem', 'use', 'broadcast', 'stop'] as const

export type QuestStep = (typeof questSteps)[number]

/** Whose phone each step is about. */
export const stepPersonas: Record<QuestStep, Persona['key']> = {
	join: 'stranger',
	tier: 'gold',
	redeem: 'gold',
	use: 'gold',
	broadcast: 'sleeping',
	stop: 'sleeping',
}

export interface Quest {
	done: Record<QuestStep, boolean>
	/** Sleeping members who take promotions. */
	sleepers: number
}

const sleeping = { kind: 'nes', tags: [...nesGroups.sleeping] } as const

async function countSleepers({ store, shop }: DemoWorld): Promise<number> {
	const channels = shop.channels.map(({ name }) => name)
	const { total } = await previewAudience(store, { segment: sleeping }, { channels, holdoutPermyriad: 0 })
	return total.matched - total.noConsent - total.optedOut
}

const personaNamed = ({ personas }: DemoWorld, key: Persona['key']): Persona => {
	const persona = personas.find((one) => one.key === key)
	if (!persona) throw new Error(`nobody plays ${key}`)
	return persona
}

const hasRung = (line: SimulatorLine) => line.from === 'bot' && line.reply.kind === 'promo'

/** What has been done, read from the store and the chats, however it was done. */
export async function readQuest(world: DemoWorld): Promise<Quest> {
	const { store, startedAt, simulator } = world
	const { db } = store
	const done: Quest['done'] = { join: false, tier: false, redeem: false, use: false, broadcast: false, stop: false }
	for (const { key, address: name } of world.personas) {
		const address = await findAddress(db, 'simulator', name)
		if (key === 'sleeping' && address?.promotions === 0) done.stop = true
		if (simulator.transcript(name).some(hasRung)) done.broadcast = true
		const memberId = address?.member_id
		if (!memberId) continue
		if (key === 'stranger' && (await findReferralOf(db, memberId))) done.join = true
		const redeemed = (await listRedemptions(db, memberId)).filter(
			(one) => one.at >= startedAt && one.undone_at === null,
		)
		if (redeemed.length > 0) done.redeem = true
		if ((await listCouponRows(db, memberId)).some((one) => (one.used_at ?? 0) >= startedAt)) done.use = true
	}
	done.tier = world.asked.has('tier')
	return { done, sleepers: await countSleepers(world) }
}

/** Presses the newest button whose value begins so. */
async function press(world: DemoWorld, persona: Persona, begin: string): Promise<void> {
	const lines = world.simulator.transcript(persona.address)
	for (const line of lines.toReversed()) {
		const choice = line.from === 'bot' && line.reply.choices?.find(({ value }) => value.startsWith(begin))
		if (choice) return void (await sayAs(world, persona, { choice: choice.value, pressedMessageId: line.id }))
	}
}

const told = (work: Work, used: Awaited<ReturnType<typeof useCoupon>>) =>
	used.ok ? tellNotices(work, used.value.notices).then(() => true) : false

const atCounter: Omit<UseCouponInput, 'code'> = { place: '上環', by: null }

/** Uses a coupon up at the counter of the demo shop; false when it is not good. */
export async function useAtCounter(world: DemoWorld, code: string): Promise<boolean> {
	const isUsed = await world.store.transact(async (work) => told(work, await useCoupon(work, { ...atCounter, code })))
	world.shop.messaging.wake()
	await settled(world)
	return isUsed
}

async function useNewest(world: DemoWorld): Promise<void> {
	const { store, startedAt, shop } = world
	if (!(await readQuest(world)).done.redeem) await redeem(world)
	const address = await findAddress(store.db, 'simulator', personaNamed(world, 'gold').address)
	const rows = await listCouponRows(store.db, address?.member_id ?? 0)
	const coupon = rows.findLast((one) => one.state === 'issued' && one.created_at >= startedAt)
	if (!coupon) return
	await store.transact(async (work) => told(work, await useFound(work, coupon.id, atCounter)))
	shop.messaging.wake()
	await settled(world)
}

async function redeem(world: DemoWorld): Promise<void> {
	const gold = personaNamed(world, 'gold')
	await sayAs(world, gold, { text: wordsOf(world).rewards })
	await press(world, gold, 'redeem:')
	await press(world, gold, 'confirm')
}

const comeback = {
	name: '好耐冇見 · We miss you',
	segment: sleeping,
	content: {
		texts: {
			'zh-HK': {
				text: '{name}，好耐冇見！今個星期返嚟買麵包，出示優惠碼 {coupon} 減 $20。',
				fallbacks: { name: '你' },
			},
			en: {
				text: 'Hi {name}, it has been a while! Come back this week and show {coupon} for $20 off.',
				fallbacks: { name: 'there' },
			},
		},
		coupon: 'COMEBACK',
	},
}

/** Writes to the sleepers; at night it first goes on to the morning, as promotions wait for it. */
async function broadcast(world: DemoWorld): Promise<void> {
	const { store, shop, clock } = world
	const morning = findQuietEnd(clock.now(), await getSettings(store.db))
	if (morning !== undefined) await travelTo(world, morning + 60_000)
	const draft = broadcastDraft.parse(comeback)
	const { publicId } = await store.transact((work) => createBroadcast(work, draft, 'owner'))
	const checked = await checkBroadcast(store, shop.messaging.broadcasts, publicId)
	if (!checked.ok) return
	await store.transact((work) => startBroadcast(work, { publicId }))
	world.shownCast = publicId
	shop.messaging.wake()
}

const typed = {
	'zh-HK': { tier: '仲差幾多先升級', rewards: '換禮物', stop: '退訂' },
	en: { tier: 'how far to the next tier', rewards: 'rewards', stop: 'stop' },
}

const wordsOf = ({ pageLang = 'zh-HK' }: DemoWorld) => typed[pageLang]

const says =
	(key: Persona['key'], what: keyof typeof typed.en) =>
	async (world: DemoWorld): Promise<void> =>
		void (await sayAs(world, personaNamed(world, key), { text: wordsOf(world)[what] }))

const acts: Record<QuestStep, (world: DemoWorld, skin: Skin) => Promise<void>> = {
	async join(world, skin) {
		const stranger = personaNamed(world, 'stranger')
		await sayAs(world, stranger, { text: wordsOfLink(stranger, skin) })
		await press(world, stranger, 'join:')
	},
	tier: says('gold', 'tier'),
	redeem,
	use: useNewest,
	broadcast,
	stop: says('sleeping', 'stop'),
}

/** Does a step for the visitor; one that is done already is left alone. */
export async function doStep(world: DemoWorld, step: QuestStep, skin: Skin): Promise<void> {
	if (!(await readQuest(world)).done[step]) await acts[step](world, skin)
}
