import { formatMoney } from '../../domain/money.ts'
import { type CounterFigures, countToday } from '../../loyalty/count-today.ts'
import { formatDate } from '../locales/format.ts'
import { say } from '../locales/index.ts'
import { answer, lines } from '../turn.ts'
import type { StaffCommand, StaffTurn } from './command.ts'

function factsOf({ locale, settings }: StaffTurn, { sales, netMinor, points, coupons }: CounterFigures) {
	return { sales, amount: formatMoney(netMinor, settings.currency, locale), points, coupons }
}

export const today: StaffCommand = {
	name: 'today',
	words: ['今日', '今天'],
	async typed(turn) {
		const { locale, work } = turn
		const { day, own, all, joined } = await countToday(work.tx, turn.staff, work.now)
		answer(turn, {
			text: lines(
				say(locale, 'staff.today', { date: formatDate(locale, day) }),
				say(locale, 'staff.today_own', factsOf(turn, own)),
				say(locale, 'staff.today_all', factsOf(turn, all)),
				say(locale, 'staff.today_joined', { count: joined }),
			),
		})
	},
}
