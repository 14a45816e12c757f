import { z } from 'zod'
import { defineCriterion, inWords, members } from '../criterion.ts'

const names: Record<string, string> = { telegram: 'Telegram', 'whatsapp-web': 'WhatsApp', 'whatsapp-cloud': 'WhatsApp' }

/** Members with an address on a channel that can be written to. */
export const channel = defineCriterion(
	'channel',
	{ is: z.string().regex(/^[a-z][a-z-]{1,30}$/) },
	{
		where: ({ is }) =>
			members.exists(
				members
					.selectFrom('addresses')
					.select('addresses.id')
					.whereRef('addresses.member_id', '=', 'members.id')
					.where('addresses.channel', '=', is)
					.where('addresses.reachable', '=', 1),
			),
		describe: ({ is }) => {
			const name = names[is] ?? is
			return inWords(`可用 ${name} 聯絡`, `can be reached on ${name}`)
		},
	},
)
