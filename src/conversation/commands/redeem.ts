import { dayOf } from '../../domain/calendar.ts'
import { listRewards, type Rung } from '../../loyalty/list-rewards.ts'
import { type Redeemed, type RedeemRefusal, redeem as redeemReward } from '../../loyalty/redeem.ts'
import type { Choice } from '../../messaging/channel.ts'
import { getProgramAt } from '../../store/programs.ts'
import { findReward } from '../../store/rewards.ts'
import { runCommand, runStale } from '../act.ts'
import type { Command } from '../command.ts'
import { askConfirm } from '../confirm.ts'
import { rateOf } from '../earning-rate.ts'
import { formatDate, formatMoment } from '../locales/format.ts'
import { say, sayPlain } from '../locales/index.ts'
import { tierName } from '../tier-name.ts'
import { answer, button, lead, lines, type MemberTurn, menuButton } from '../turn.ts'
import { spendForPoints } from './rewards.ts'

async function shortText(turn: MemberTurn, title: string, cost: number, need: number): Promise<string> {
	const { rules } = await getProgramAt(turn.work.tx, turn.work.now)
	const rate = rateOf(rules, turn.member.tier_id)
	return lines(
		say(turn.locale, 'redeem.not_enough', { reward: title, cost, need }),
		rate && say(turn.locale, 'redeem.not_enough_spend', { amount: spendForPoints(turn, need, rate) }),
	)
}

/** Why a redemption was refused, as the shopper reads it; every reason has its sentence. */
async function refusalText(turn: MemberTurn, title: string, refusal: RedeemRefusal): Promise<string> {
	const { locale, settings } = turn
	const moment = (at: number) => formatMoment(locale, at, settings.timeZone)
	switch (refusal.reason) {
		case 'not-enough':
			return shortText(turn, title, refusal.facts.costPoints, refusal.facts.short)
		case 'debt':
			return say(locale, 'redeem.debt', { points: refusal.facts.debt })
		case 'sold-out':
			return say(locale, 'redeem.sold_out', { reward: title })
		case 'limit-reached':
			return say(locale, 'redeem.limit', { reward: title, limit: refusal.facts.limit })
		case 'tier-too-low':
			return say(locale, 'redeem.tier', { reward: title, tier: await tierName(turn, refusal.facts.tierId) })
		case 'not-on-sale':
			return refusal.facts.from !== null && refusal.facts.from > turn.work.now
				? say(locale, 'redeem.not_yet', {
						reward: title,
						date: formatDate(locale, dayOf(refusal.facts.from, settings.timeZone)),
					})
				: say(locale, 'redeem.ended', { reward: title })
		case 'locked':
			return say(locale, 'redeem.locked', { time: moment(refusal.facts.until) })
		case 'reward-unknown':
		case 'key-reused':
		case 'not-a-member':
			return say(locale, 'redeem.not_possible')
		default:
			return refusal satisfies never
	}
}

const couponHow = { counter: 'coupon.how_counter', online: 'coupon.how_online', both: 'coupon.how_both' } as const

export function howToUse(turn: MemberTurn, usableAt: 'counter' | 'online' | 'both'): string {
	return sayPlain(turn.locale, couponHow[usableAt])
}

/** The button by which a coupon is shown at the counter, where it can be used there. */
export function useNow(turn: MemberTurn, coupon: Pick<Redeemed['coupon'], 'publicId' | 'usableAt'>): Choice[] {
	return coupon.usableAt === 'online' ? [] : [button(turn, 'btn.use_now', `use:${coupon.publicId}`)]
}

function issued(turn: MemberTurn, redeemed: Redeemed): void {
	const { locale, work } = turn
	const { coupon } = redeemed
	const date = coupon.expiresOn === null ? sayPlain(locale, 'piece.no_end') : formatDate(locale, coupon.expiresOn)
	const minutes = redeemed.undoUntil === null ? 0 : Math.floor((redeemed.undoUntil - work.now) / 60_000)
	const text = lines(
		redeemed.again && say(locale, 'redeem.already'),
		say(locale, 'coupon.issued', {
			reward: redeemed.title,
			code: coupon.code,
			date,
			how: howToUse(turn, coupon.usableAt),
		}),
		minutes > 0 && say(locale, 'undo.hint', { minutes }),
	)
	const undo = minutes > 0 ? [button(turn, 'btn.undo', `undo:${redeemed.publicId}`)] : []
	answer(turn, {
		text,
		copy: { label: sayPlain(locale, 'btn.copy_code'), value: coupon.code },
		choices: [...useNow(turn, coupon), ...undo, button(turn, 'btn.coupons', 'coupons'), menuButton(turn)],
		columns: 2,
	})
}

async function ask(turn: MemberTurn, rung: Rung, usable: number): Promise<void> {
	const { locale } = turn
	const { couponExpiresOn: expiresOn } = rung
	const date = expiresOn === null ? sayPlain(locale, 'piece.no_end') : formatDate(locale, expiresOn)
	const value = askConfirm(turn, 'redeem', [rung.publicId])
	answer(turn, {
		text: say(locale, 'redeem.confirm', {
			reward: rung.title,
			cost: rung.costPoints,
			left: usable - rung.costPoints,
			date,
		}),
		choices: [button(turn, 'btn.redeem', value), button(turn, 'btn.cancel', 'cancel')],
		columns: 2,
		screen: true,
	})
}

export const redeem: Command = {
	name: 'redeem',
	for: 'members',
	async run(turn, [publicId = '']) {
		const { work } = turn
		const ladder = await listRewards(work.tx, turn.member.id, work.now)
		const rung = ladder.rungs.find((one) => one.publicId === publicId)
		if (!rung) return runStale(turn)
		if (rung.state === 'now' && ladder.debt === 0) return ask(turn, rung, ladder.usable)
		const refusal = toRefusal(rung, ladder)
		answer(turn, {
			text: await refusalText(turn, rung.title, refusal),
			choices: [button(turn, 'btn.rewards', 'rewards'), menuButton(turn)],
			columns: 2,
			screen: true,
		})
	},
	async confirmed(turn, [publicId = ''], key) {
		const reward = await findReward(turn.work.tx, publicId)
		if (!reward) return runStale(turn)
		const result = await redeemReward(turn.work, { memberId: turn.member.id, rewardId: reward.id, key })
		if (result.ok) return issued(turn, result.value)
		const ladder = await listRewards(turn.work.tx, turn.member.id, turn.work.now)
		const title = ladder.rungs.find((one) => one.publicId === publicId)?.title ?? ''
		lead(turn, await refusalText(turn, title, result))
		await runCommand(turn, 'rewards', [])
	},
}

/** Why a rung of the ladder cannot be taken, in the words the use case itself would refuse with. */
function toRefusal(rung: Rung, ladder: { usable: number; debt: number }): RedeemRefusal {
	if (ladder.debt > 0) return { ok: false, reason: 'debt', facts: { debt: ladder.debt } }
	switch (rung.state) {
		case 'sold-out':
			return { ok: false, reason: 'sold-out', facts: undefined }
		case 'limit-reached':
			return { ok: false, reason: 'limit-reached', facts: { limit: rung.limit ?? 1 } }
		case 'tier-too-low':
			return { ok: false, reason: 'tier-too-low', facts: { tierId: rung.tierId ?? 0 } }
		default:
			return {
				ok: false,
				reason: 'not-enough',
				facts: { costPoints: rung.costPoints, usable: ladder.usable, short: rung.gap },
			}
	}
}
