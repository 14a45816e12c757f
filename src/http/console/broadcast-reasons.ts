import type { ChannelName } from '../../messaging/channel.ts'
import { IN_FLIGHT } from '../../store/hand-over.ts'
import type { Say, WordKey } from '../locales/index.ts'

/** Written as the reason of a pause that a person ordered; shown in the language of the reader. */
export const BY_HAND = 'by hand'

type PlainWord = Extract<
	WordKey,
	`reason.${'by-hand' | 'opted-out' | 'left' | 'cancelled' | 'unreachable' | 'capped' | 'no-address' | 'in-flight'}`
>

/** Reasons of our own, which stand in rows as they are here. */
const plain: Record<string, PlainWord> = {
	[BY_HAND]: 'reason.by-hand',
	'opted out': 'reason.opted-out',
	left: 'reason.left',
	cancelled: 'reason.cancelled',
	unreachable: 'reason.unreachable',
	'over the cap': 'reason.capped',
	'no address': 'reason.no-address',
	[IN_FLIGHT]: 'reason.in-flight',
}

/** Why something was left out, failed or stopped, in the reader's language; what a platform said stays as it said it. */
export function describeReason(say: Say, reason: string): string {
	const known = plain[reason]
	if (known) return say(known)
	const [, count, most] = /^(\d+) of the last (\d+) failed$/.exec(reason) ?? []
	if (count && most) return say('reason.failures', { count, most })
	const optedOut = /^(\d+) opted out$/.exec(reason)?.[1]
	if (optedOut) return say('reason.driving-away', { count: optedOut })
	const down = /^([a-z-]+) is down$/.exec(reason)?.[1]
	if (down) return say('reason.down', { channel: say(`channel.${down as ChannelName}`) })
	const [, said] = /^(?:gone|rejected): (.*)$/s.exec(reason) ?? []
	if (said) return say(reason.startsWith('gone') ? 'reason.gone' : 'reason.rejected', { said })
	const again = /^10 times: (.*)$/s.exec(reason)?.[1]
	return again ? say('reason.ten-times', { said: describeReason(say, again) }) : reason
}
