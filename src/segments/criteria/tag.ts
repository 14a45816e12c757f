import { z } from 'zod'
import { defineCriterion, inWords, members } from '../criterion.ts'

/** Members who carry a tag. */
export const tag = defineCriterion(
	'tag',
	{ is: z.string().trim().min(1).max(60) },
	{
		where: ({ is }) =>
			members.exists(
				members
					.selectFrom('member_tags')
					.select('member_tags.tag')
					.whereRef('member_tags.member_id', '=', 'members.id')
					.where('member_tags.tag', '=', is),
			),
		describe: ({ is }) => inWords(`有標籤「${is}」`, `carry the tag “${is}”`),
	},
)
