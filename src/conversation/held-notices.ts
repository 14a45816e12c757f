import { startOfDay } from '../domain/calendar.ts'
import { noticeWay } from '../domain/notice-ways.ts'
import type { Locale, Reply } from '../messaging/channel.ts'
import { queueReply } from '../messaging/outbox.ts'
import { findQuietEnd } from '../messaging/promotion-rules.ts'
import { getAddress } from '../store/addresses.ts'
import { findMember } from '../store/members.ts'
import { listHeld, listHolding, setHeldSaid } from '../store/outbox.ts'
import { getSettings } from '../store/settings.ts'
import type { Work } from '../store/transact.ts'
import { localeNames, say } from './locales/index.ts'
import { digestMessage } from './notice-template.ts'
import { lines, type Turn } from './turn.ts'

/** More would bury the answer; the rest stands in the history. */
const MOST_LINES = 4
const BATCH = 200
const CHANNEL = 'whatsapp-cloud'

const textOf = (row: { reply: string }) => (JSON.parse(row.reply) as Reply).text

/** The next contact: what waited for it goes before the answer, in the same message. */
export async function tellHeld(turn: Turn, replies: readonly Reply[]): Promise<Reply[]> {
	const { work, address, event, locale } = turn
	const [first, ...others] = replies
	if (!first || noticeWay(event.channel) === 'at-once') return [...replies]
	const held = await listHeld(work.tx, address.id)
	if (held.length === 0) return [...replies]
	await setHeldSaid(
		work.tx,
		held.map(({ id }) => id),
		work.now,
	)
	const shown = held.slice(-MOST_LINES).map(textOf)
	const older = held.length - shown.length
	const told = lines(older > 0 && say(locale, 'notice.older', { count: older }), ...shown)
	return [{ ...first, text: `${told}\n\n${first.text}` }, ...others]
}

/**
 * The daily digest: one message to each member for whom something was put aside on the day before. Run again for a day it
 * writes nothing twice; answers after whom the next batch begins, null at the end.
 */
export async function tellDigests(
	work: Work,
	{ day, afterId }: { day: number; afterId: number },
): Promise<{ done: number; next: number | null }> {
	const settings = await getSettings(work.tx)
	if (settings.whatsappCloud.notices !== 'digest') return { done: 0, next: null }
	const [since, until] = [startOfDay(day - 1, settings.timeZone), startOfDay(day, settings.timeZone)]
	const holding = await listHolding(work.tx, { channel: CHANNEL, since, until, afterId, limit: BATCH })
	let done = 0
	for (const { addressId, waiting } of holding) {
		const address = await getAddress(work.tx, addressId)
		const member = address.member_id === null ? undefined : await findMember(work.tx, address.member_id)
		if (member?.status !== 'active' || address.reachable === 0) continue
		const asked = member.locale ?? address.locale ?? settings.locale
		const locale: Locale = localeNames.find((name) => name === asked) ?? settings.locale
		const text = say(locale, 'notice.digest', { count: waiting })
		const reply: Reply = { text, template: digestMessage(waiting, locale), kind: 'service', locale }
		const key = `digest:${addressId}:${day}`
		const dueAt = findQuietEnd(work.now, settings) ?? work.now
		await queueReply(work, { addressId, channel: CHANNEL, reply, kind: 'digest', key, dueAt })
		done++
	}
	return { done, next: holding.length < BATCH ? null : (holding.at(-1)?.addressId ?? null) }
}
