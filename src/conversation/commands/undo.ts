import { listCoupons } from '../../loyalty/list-coupons.ts'
import { type UndoRefusal, undoRedemption } from '../../loyalty/undo-redemption.ts'
import { findRedemption, listRedemptions } from '../../store/redemptions.ts'
import { runStale } from '../act.ts'
import type { Command } from '../command.ts'
import { formatDate } from '../locales/format.ts'
import { say, sayPlain } from '../locales/index.ts'
import { answer, button, type MemberTurn, menuButton } from '../turn.ts'

async function untilOf(turn: MemberTurn, redemptionId: number): Promise<string> {
	const { work, locale } = turn
	const kept = await listCoupons({ db: work.tx, keys: work.keys, now: work.now }, turn.member.id)
	const expiresOn = kept.find((coupon) => coupon.redemptionId === redemptionId)?.expiresOn
	return expiresOn ? formatDate(locale, expiresOn) : sayPlain(locale, 'piece.no_end')
}

async function refusalText(turn: MemberTurn, refusal: UndoRefusal, redemptionId: number): Promise<string> {
	const { locale } = turn
	switch (refusal.reason) {
		case 'unknown':
			return say(locale, 'undo.nothing')
		case 'too-late':
			return say(locale, 'undo.too_late', { minutes: refusal.facts.minutes, date: await untilOf(turn, redemptionId) })
		case 'presented':
			return say(locale, 'undo.shown')
		case 'used':
			return say(locale, 'undo.used')
		case 'shop-code':
			return say(locale, 'undo.online')
		case 'coupon-ended':
			return say(locale, 'undo.ended')
		default:
			return refusal satisfies never
	}
}

export const undo: Command = {
	name: 'undo',
	for: 'members',
	async run(turn, [publicId = '']) {
		const redemption =
			publicId === ''
				? (await listRedemptions(turn.work.tx, turn.member.id)).at(-1)
				: await findRedemption(turn.work.tx, publicId)
		if (!redemption && publicId === '')
			return answer(turn, { text: say(turn.locale, 'undo.nothing'), choices: [menuButton(turn)] })
		if (!redemption || redemption.member_id !== turn.member.id) return runStale(turn)
		const result = await undoRedemption(turn.work, { memberId: turn.member.id, redemptionId: redemption.id })
		const choices = [button(turn, 'btn.rewards', 'rewards'), button(turn, 'btn.coupons', 'coupons'), menuButton(turn)]
		if (!result.ok) return answer(turn, { text: await refusalText(turn, result, redemption.id), choices, columns: 2 })
		const text = result.value.again
			? say(turn.locale, 'undo.already')
			: say(turn.locale, 'undo.done', { points: result.value.points, balance: result.value.usable })
		answer(turn, { text, choices, columns: 2, screen: true })
	},
}
