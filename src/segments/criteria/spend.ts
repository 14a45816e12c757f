import { z } from 'zod'
import { formatMoney } from '../../domain/money.ts'
import { dayCount, defineCriterion, inWords, members, type SegmentContext } from '../criterion.ts'

const atLeastMinor = z.int().min(1)

function write(minor: number, { currency }: SegmentContext, locale: string): string {
	return currency === undefined ? String(minor) : formatMoney(minor, currency, locale)
}

/** Members whose net spend ever, or in the days (today − n, today], is at least so many minor units. */
export const spend = defineCriterion(
	'spend',
	{ atLeastMinor, withinDays: dayCount.min(1).optional() },
	{
		where: ({ atLeastMinor: least, withinDays }, { today }) => {
			if (withinDays === undefined) return members('members.spend_minor', '>=', least)
			const spent = members
				.selectFrom('orders')
				.select((eb) => eb.fn.sum<number>('orders.net_minor').as('spent'))
				.whereRef('orders.member_id', '=', 'members.id')
				.where('orders.paid_on', '>', today - withinDays)
				.where('orders.paid_on', '<=', today)
			return members(spent, '>=', least)
		},
		describe: ({ atLeastMinor: least, withinDays: n }, context) => {
			const [hk, tw] = [write(least, context, 'zh-HK'), write(least, context, 'zh-Hant')]
			const english = `spent at least ${write(least, context, 'en')}`
			if (n === undefined) return inWords(`累計消費滿 ${hk}`, english, `累計消費滿 ${tw}`)
			return inWords(`最近 ${n} 日消費滿 ${hk}`, `${english} within the last ${n} days`, `最近 ${n} 天消費滿 ${tw}`)
		},
	},
)
