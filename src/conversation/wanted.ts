import type { ChannelName } from '../messaging/channel.ts'
import { findAddress } from '../store/addresses.ts'
import type { Db } from '../store/db.ts'
import type { Intent } from './intents/index.ts'
import { understand } from './understand.ts'

/** A stranger who said a word for us is answered for so long, also where she only types a number. */
const OPEN_MS = 24 * 3_600_000
const SURE = 0.9

/**
 * What people write to a shop about its membership. On a number that the shop also uses for talk, a greeting, a question
 * for the staff or for the opening hours is meant for a person.
 */
const forUs: ReadonlySet<Intent> = new Set<Intent>([
	'join',
	'card',
	'id',
	'tier',
	'rewards',
	'coupons',
	'refer',
	'history',
	'wallet',
	'claim',
	'link',
	'stop',
	'resume',
	'privacy',
])

/** Whether a message is meant for the bot, on a number that people also use for other things. */
export async function isWanted(
	db: Db,
	{ channel, address, text, now }: { channel: ChannelName; address: string; text: string; now: number },
): Promise<boolean> {
	const known = await findAddress(db, channel, address)
	if (known && known.member_id !== null) return true
	if (known && (known.last_inbound_at ?? 0) > now - OPEN_MS) return true
	const { intent, score, code } = understand(text, { channel })
	return code !== undefined || (intent !== null && score >= SURE && forUs.has(intent))
}

/** Whether a text surely ends promotions. */
export function isOptOut(text: string, channel: ChannelName): boolean {
	const { intent, score } = understand(text, { channel })
	return intent === 'stop' && score >= SURE
}
