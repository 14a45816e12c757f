import { dayCount, defineCriterion, inWords, members } from '../criterion.ts'

/** Members who joined within so many days; imported ones have not joined before they write in. */
export const joined = defineCriterion(
	'joined',
	{ withinDays: dayCount },
	{
		where: ({ withinDays }, { today }) => members('members.joined_on', '>=', today - withinDays),
		describe: ({ withinDays: n }) =>
			inWords(`最近 ${n} 日入會`, `joined within the last ${n} days`, `最近 ${n} 天入會`),
	},
)

/** Imported members nobody has claimed yet. */
export const unclaimed = defineCriterion(
	'unclaimed',
	{},
	{
		where: () => members('members.status', '=', 'imported'),
		describe: () => inWords('已匯入但未啟用', 'were imported and have not written in yet', '已匯入但尚未啟用'),
	},
)
