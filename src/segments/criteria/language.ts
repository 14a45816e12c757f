import { z } from 'zod'
import { locales } from '../../domain/program-words.ts'
import { defineCriterion, inWords, members } from '../criterion.ts'

const names = {
	'zh-HK': ['廣東話中文', 'Cantonese'],
	'zh-Hant': ['繁體中文', 'Traditional Chinese'],
	en: ['英文', 'English'],
} as const

/** Members who chose, or whose app is set to, a language. */
export const language = defineCriterion(
	'language',
	{ is: z.enum(locales) },
	{
		where: ({ is }) =>
			members.or([
				members('members.locale', '=', is),
				members.and([
					members('members.locale', 'is', null),
					members.exists(
						members
							.selectFrom('addresses')
							.select('addresses.id')
							.whereRef('addresses.member_id', '=', 'members.id')
							.where('addresses.locale', '=', is),
					),
				]),
			]),
		describe: ({ is }) => inWords(`使用${names[is][0]}`, `use ${names[is][1]}`),
	},
)
