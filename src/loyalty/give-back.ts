import { giveBack } from '../domain/points.ts'
import { listAllocations } from '../store/entries.ts'
import { getProgramAt } from '../store/programs.ts'
import { claimUndo, type Redemption } from '../store/redemptions.ts'
import { creditStock, getReward } from '../store/rewards.ts'
import type { Work } from '../store/transact.ts'
import { closeLedger, type OpenLedger, post } from './ledger.ts'
import type { Undone } from './undo-redemption.ts'
import { rewardTitle } from './view-reward.ts'

/**
 * Puts the points of a redemption back into their lots and the piece back into stock; its coupon is void already. The
 * ledger holds every lot. A lot past its expiry comes back as a new one, and points pay debt first.
 */
export async function giveBackRedemption(
	work: Work,
	{ open, redemption, by }: { open: OpenLedger; redemption: Redemption; by: string },
): Promise<Undone> {
	const { tx, now } = work
	const { today, member } = open
	if (!(await claimUndo(tx, { id: redemption.id, at: now, by }))) throw new Error('a redemption was undone twice')
	const { rules } = await getProgramAt(tx, now)
	const reward = await getReward(tx, redemption.reward_id)
	const title = await rewardTitle(tx, reward, member)
	const rows = await listAllocations(tx, member.id, redemption.seq)
	const takes = rows.map((row) => ({ seq: row.lot_seq, points: row.points }))
	const facts = { reward: title, redemption: redemption.public_id, rewardId: reward.id }
	const cause = `redemption:${redemption.public_id}`
	const { replacementDays } = rules
	if (takes.length > 0) post(open, giveBack(open.ledger, { takes, replacementDays, today, cause, facts }))
	await closeLedger(work, open, { by })
	await creditStock(tx, reward.id)
	const { usable, debt } = open.member
	return { redemptionId: redemption.id, title, points: redemption.cost_points, usable, debt, again: false }
}
