import { done, type Refusal, type Result, refuse } from '../domain/result.ts'
import { countPool, insertPoolCodes } from '../store/coupons.ts'
import { findRewardById, type Reward } from '../store/rewards.ts'
import type { Work } from '../store/transact.ts'
import { hashCode, tidyPoolCode } from './coupon-codes.ts'

export interface PoolImported {
	accepted: number
	/** Lines are counted from 1. */
	duplicate: { line: number; code: string }[]
	bad: { line: number; code: string; reason: 'empty' | 'too-long' | 'not-printable' }[]
	/** Codes that can still be issued. */
	available: number
}

export type ImportPoolRefusal = Refusal<'reward-unknown', undefined> | Refusal<'not-a-pool', undefined>

const MAX_CODE = 64
const CHUNK = 200

// letters, digits and signs that can be typed at a checkout; no spaces inside
const PRINTABLE = /^[\p{L}\p{N}\p{P}\p{S}]+$/u

type Line = { line: number; code: string }

/** Adds the shop's own codes to the pool of a reward, trimmed and unique whatever their case, among all rewards. */
export async function importPool(
	work: Work,
	input: { rewardId: number; codes: readonly string[] },
): Promise<Result<PoolImported, ImportPoolRefusal>> {
	const reward = await findRewardById(work.tx, input.rewardId)
	if (!reward) return refuse('reward-unknown')
	if (reward.code_source !== 'pool') return refuse('not-a-pool')
	const result: PoolImported = { accepted: 0, duplicate: [], bad: [], available: 0 }
	const fresh = new Map<string, Line>()
	input.codes.forEach((text, at) => {
		const one = { line: at + 1, code: tidyPoolCode(text) }
		const reason = findFault(one.code)
		const hash = hashCode(work.keys, 'pool', one.code)
		if (reason) result.bad.push({ ...one, code: one.code.slice(0, MAX_CODE), reason })
		else if (fresh.has(hash)) result.duplicate.push(one)
		else fresh.set(hash, one)
	})
	await insertAll(work, { reward, fresh, result })
	result.duplicate.sort((a, b) => a.line - b.line)
	result.available = await countPool(work.tx, reward.id)
	return done(result)
}

function findFault(code: string): PoolImported['bad'][number]['reason'] | null {
	if (code === '') return 'empty'
	if (code.length > MAX_CODE) return 'too-long'
	return PRINTABLE.test(code) ? null : 'not-printable'
}

async function insertAll(
	work: Work,
	{ reward, fresh, result }: { reward: Reward; fresh: Map<string, Line>; result: PoolImported },
): Promise<void> {
	const all = [...fresh]
	for (let at = 0; at < all.length; at += CHUNK) {
		const chunk = all.slice(at, at + CHUNK)
		const rows = chunk.map(([hash, { code }]) => rowOf(work, { reward, hash, code }))
		const added = await insertPoolCodes(work.tx, rows)
		result.accepted += added.size
		result.duplicate.push(...chunk.filter(([hash]) => !added.has(hash)).map(([, line]) => line))
	}
}

function rowOf(work: Work, { reward, hash, code }: { reward: Reward; hash: string; code: string }) {
	return {
		public_id: work.newId('cpn'),
		reward_id: reward.id,
		origin: 'pool',
		code_hash: hash,
		code_encrypted: work.keys.encrypt(code),
		last4: code.slice(-4),
		state: 'available',
		usable_at: reward.usable_at,
		created_at: work.now,
	}
}
