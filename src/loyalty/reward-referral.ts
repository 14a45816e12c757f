import type { Notice } from '../domain/notice.ts'
import type { Work } from '../store/transact.ts'

export interface OrderChange {
	/** The member whose order changed: the friend. */
	memberId: number
	sourceId: number
	externalId: string
	paidOn: number
	holdDays: number
	/** Minor units, before and after the change. */
	netBefore: number
	netAfter: number
	/** Base points of the order, before and after. */
	basePoints: number
	/** Counts in figures only, posts nothing. */
	history: boolean
}

/**
 * What an order's change means beyond its own points: releases join points that waited for a first order, and moves
 * the referral rewards of both sides with it.
 */
export async function rewardReferralOnOrder(_work: Work, _change: OrderChange): Promise<Notice[]> {
	throw new Error('not written yet')
}
