import { systemClock } from '../../src/lib/clock.ts'
import { creditMember } from '../../src/loyalty/credit-member.ts'
import { doctor } from '../../src/loyalty/doctor.ts'
import { localDay } from '../../src/loyalty/ledger.ts'
import { prepareStore } from '../../src/loyalty/prepare-store.ts'
import { getSettings, setSettings } from '../../src/store/settings.ts'
import { createShop } from '../../src/wire.ts'
import { silentLog } from '../support/test-channel.ts'
import { openTestStore } from '../support/world.ts'
import type { ContractWorld } from './world.ts'

/** A real shop behind a channel, which does not make people wait for its pace. */
export async function openContractShop(world: ContractWorld) {
	const { store, close } = await openTestStore('sqlite', { at: Date.now() })
	await store.transact(async (work) => {
		await prepareStore(work)
		await setSettings(work.tx, { ...(await getSettings(work.tx)), locale: 'en', shopName: 'Sunday Bakery' })
	})
	const shop = createShop({
		store,
		wallClock: systemClock,
		nodeId: 'contract',
		log: silentLog,
		channels: [{ ...portOf(world), start: (receive) => world.start(receive) }],
		publicUrl: 'https://club.example',
	})
	await shop.start()
	const memberOf = async (address: string) => {
		const row = await store.db
			.selectFrom('addresses')
			.select(['member_id', 'promotions'])
			.where('address', '=', address)
			.executeTakeFirstOrThrow()
		if (row.member_id === null) throw new Error('not a member')
		return { memberId: row.member_id, promotions: row.promotions }
	}
	return {
		idle: shop.idle,
		async give(address: string, points: number) {
			const { memberId } = await memberOf(address)
			await store.transact(async (work) => {
				const availableOn = await localDay(work.tx, work.now)
				await creditMember(work, { memberId, kind: 'gift', points, availableOn, cause: 'gift' })
			})
		},
		promotions: async (address: string) => (await memberOf(address)).promotions,
		findProblems: async () => (await doctor(store.db, store.now())).problems,
		/** The referral code in what a person reads. */
		codeIn(text: string): string {
			const found = /\/r\/([0-9A-Z]+)/.exec(text)?.[1]
			if (!found) throw new Error(`no code in ${text}`)
			return found
		},
		async stop() {
			await shop.stop()
			await close()
		},
	}
}

/** The channel as the shop gets it; a class's methods are not its own properties. */
function portOf({ channel }: ContractWorld) {
	return {
		name: channel.name,
		abilities: { ...channel.abilities, chatPerSecond: 1000 },
		handle: () => channel.handle(),
		health: () => channel.health(),
		send: channel.send.bind(channel),
		stop: () => channel.stop(),
	}
}
