import { dayCount, defineCriterion, inWords, members } from '../criterion.ts'

/** Members whose last order is at most so many days ago. */
export const orderedWithin = defineCriterion(
	'ordered-within',
	{ days: dayCount },
	{
		where: ({ days }, { today }) => members('members.last_order_on', '>=', today - days),
		describe: ({ days }) =>
			inWords(`最近 ${days} 日有消費`, `ordered within the last ${days} days`, `最近 ${days} 天有消費`),
	},
)

/** Members who have ordered, but not for more than so many days. */
export const notOrderedFor = defineCriterion(
	'not-ordered-for',
	{ days: dayCount },
	{
		where: ({ days }, { today }) => members('members.last_order_on', '<', today - days),
		describe: ({ days }) =>
			inWords(`超過 ${days} 日未有消費`, `have not ordered for more than ${days} days`, `超過 ${days} 天沒有消費`),
	},
)
