import type { Refusal, Result } from '../../src/domain/result.ts'
import { touchReferral } from '../../src/loyalty/bind-referral.ts'
import { createReward, type RewardInput } from '../../src/loyalty/create-reward.ts'
import { creditMember } from '../../src/loyalty/credit-member.ts'
import { type JoinInput, join as joinProgram } from '../../src/loyalty/join.ts'
import { localDay } from '../../src/loyalty/ledger.ts'
import { redeem } from '../../src/loyalty/redeem.ts'
import { ensureAddress } from '../../src/store/addresses.ts'
import type { Shop } from './shop.ts'

/** The value of a result that must be good. */
export function good<T>(result: Result<T, Refusal>): T {
	if (!result.ok) throw new Error(`refused: ${result.reason} ${JSON.stringify(result.facts)}`)
	return result.value
}

/** The reason of a result that must be a refusal. */
export function reasonOf(result: Result<unknown, Refusal>): string {
	return result.ok ? 'done' : result.reason
}

/** What people do, on a shop that openShop made. */
export function peopleOf({ store, clock }: Shop) {
	/** An address that has written once; answers its id. */
	const meet = async (address: string, channel = 'telegram', name = 'Chan Wing') => {
		const row = await store.transact(({ tx }) =>
			ensureAddress(tx, { channel, address, name, locale: 'en', at: clock() }),
		)
		return row.id
	}
	const join = (addressId: number, more: Partial<JoinInput> = {}) =>
		store.transact((work) =>
			joinProgram(work, {
				addressId,
				name: 'Chan Wing',
				locale: 'en',
				promotions: true,
				source: 'chat',
				messageId: `m${addressId}`,
				wording: 'v1',
				...more,
			}),
		)
	/** A member behind a new address, with a verified phone unless told otherwise. */
	const enter = async (address: string, more: Partial<JoinInput> = {}) => {
		const addressId = await meet(address)
		const joined = good(await join(addressId, more))
		return { addressId, memberId: joined.memberId, joined }
	}
	const click = (addressId: number, code: string) => store.transact((work) => touchReferral(work, { addressId, code }))
	const give = (memberId: number, points: number) =>
		store.transact(async (work) => {
			const availableOn = await localDay(work.tx, work.now)
			await creditMember(work, { memberId, kind: 'gift', points, availableOn, cause: 'gift' })
		})
	const offer = async (reward: Partial<RewardInput> = {}) => {
		const terms = { amountMinor: 1_000 }
		const made = await store.transact((work) =>
			createReward(work, { kind: 'amount-off', terms, costPoints: 100, ...reward }),
		)
		return good(made)
	}
	const take = (memberId: number, rewardId: number, key: string) =>
		store.transact((work) => redeem(work, { memberId, rewardId, key }))
	return { meet, join, enter, click, give, offer, take }
}
