import { type CouponShown, listCoupons } from '../../loyalty/list-coupons.ts'
import { getProgramAt } from '../../store/programs.ts'
import { getRedemption } from '../../store/redemptions.ts'
import { runStale } from '../act.ts'
import type { Command } from '../command.ts'
import { formatDate } from '../locales/format.ts'
import { say, sayPlain } from '../locales/index.ts'
import { answer, button, type MemberTurn, menuButton } from '../turn.ts'
import { howToUse, useNow } from './redeem.ts'

const SHOWN = 8

function untilOf(turn: MemberTurn, coupon: CouponShown): string {
	return coupon.expiresOn === null ? sayPlain(turn.locale, 'piece.no_end') : formatDate(turn.locale, coupon.expiresOn)
}

/** The way back, while the redemption is fresh enough; the use case judges it again. */
async function undoOf(turn: MemberTurn, coupon: CouponShown) {
	const { work } = turn
	if (coupon.redemptionId === null || coupon.issuedAt === null) return []
	const { rules } = await getProgramAt(work.tx, work.now)
	if (work.now - coupon.issuedAt >= rules.undoMinutes * 60_000) return []
	const redemption = await getRedemption(work.tx, coupon.redemptionId)
	return [button(turn, 'btn.undo', `undo:${redemption.public_id}`)]
}

async function show(turn: MemberTurn, coupon: CouponShown): Promise<void> {
	const { locale } = turn
	const how = howToUse(turn, coupon.usableAt)
	answer(turn, {
		text: say(locale, 'coupon.detail', { reward: coupon.title, code: coupon.code, date: untilOf(turn, coupon), how }),
		copy: { label: sayPlain(locale, 'btn.copy_code'), value: coupon.code },
		choices: [
			...useNow(turn, coupon),
			...(await undoOf(turn, coupon)),
			button(turn, 'btn.coupons', 'coupons'),
			menuButton(turn),
		],
		columns: 2,
		screen: true,
	})
}

export const coupons: Command = {
	name: 'coupons',
	for: 'members',
	async run(turn, [publicId]) {
		const { locale, work } = turn
		const all = await listCoupons({ db: work.tx, keys: work.keys, now: work.now }, turn.member.id)
		if (publicId !== undefined) {
			const one = all.find((coupon) => coupon.publicId === publicId)
			return one ? show(turn, one) : runStale(turn)
		}
		if (all.length === 0)
			return answer(turn, {
				text: say(locale, 'coupon.none'),
				choices: [button(turn, 'btn.rewards', 'rewards'), menuButton(turn)],
				columns: 2,
				screen: true,
			})
		const choices = all.slice(0, SHOWN).map((coupon) => {
			const until = sayPlain(locale, 'coupon.row_code', { last4: coupon.code.slice(-4), date: untilOf(turn, coupon) })
			return { value: `coupons:${coupon.publicId}`, label: `${coupon.title} ${until}`, description: until }
		})
		answer(turn, {
			text: say(locale, 'coupon.list', { count: all.length }),
			choices: [...choices, menuButton(turn)],
			screen: true,
		})
	},
}
