import { type CouponShown, listCoupons } from '../../loyalty/list-coupons.ts'
import { runStale } from '../act.ts'
import type { Command } from '../command.ts'
import { formatDate } from '../locales/format.ts'
import { say, sayPlain } from '../locales/index.ts'
import { answer, button, type MemberTurn, menuButton } from '../turn.ts'
import { howToUse, useNow } from './redeem.ts'

const SHOWN = 8

function untilOf(turn: MemberTurn, coupon: CouponShown): string {
	return coupon.expiresOn === null ? sayPlain(turn.locale, 'piece.never') : formatDate(turn.locale, coupon.expiresOn)
}

function show(turn: MemberTurn, coupon: CouponShown): void {
	const { locale } = turn
	const how = howToUse(turn, coupon.usableAt)
	answer(turn, {
		text: say(locale, 'coupon.detail', { reward: coupon.title, code: coupon.code, date: untilOf(turn, coupon), how }),
		copy: { label: sayPlain(locale, 'btn.copy_code'), value: coupon.code },
		choices: [...useNow(turn, coupon), button(turn, 'btn.coupons', 'coupons'), menuButton(turn)],
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
