import type { Broadcast } from '../messaging/compose.ts'
import type { Progress } from '../messaging/control.ts'
import type { Db } from '../store/db.ts'
import type { Store } from '../store/transact.ts'
import { broadcastGroup, broadcastNeeds, findShown, instant, shapeOf, writeSeconds } from './broadcast.ts'
import { type AddCommand, print, withStore } from './io.ts'

const ROWS_AT_ONCE = 1_000

/** An instant on the clock of the shop, with its zone: 2026-03-10 12:00 (Asia/Hong_Kong). */
export async function writeMoment(db: Db, at: number): Promise<string> {
	const { dayOf, formatDay } = await import('../domain/calendar.ts')
	const { getSettings } = await import('../store/settings.ts')
	const { timeZone } = await getSettings(db)
	return `${formatDay(dayOf(at, timeZone))} ${await writeTime(at, timeZone)} (${timeZone})`
}

async function writeTime(at: number, zone: string): Promise<string> {
	const { minuteOfDay } = await import('../domain/calendar.ts')
	const minute = minuteOfDay(at, zone)
	return [Math.floor(minute / 60), minute % 60].map((n) => String(n).padStart(2, '0')).join(':')
}

async function writeRest({ secondsLeft, waitsUntil }: Progress, zone: string): Promise<string[]> {
	const left = secondsLeft > 0 ? [`${writeSeconds(secondsLeft)} left`] : []
	if (waitsUntil === null) return left
	return [[`waits until ${await writeTime(waitsUntil, zone)} (quiet hours)`, ...left].join(', then ')]
}

/** How far a broadcast is, in lines; times of day are of the shop's zone. */
export async function writeProgress(
	db: Db,
	{ name, state, pauseReason, scheduledAt }: Broadcast,
	progress: Progress,
): Promise<string> {
	const { getSettings } = await import('../store/settings.ts')
	const rest = await writeRest(progress, (await getSettings(db)).timeZone)
	const planned = state === 'scheduled' && scheduledAt !== null ? ` for ${await writeMoment(db, scheduledAt)}` : ''
	const counts = Object.entries(progress.counts).filter(([, n]) => n > 0)
	return [
		`${name}: ${state}${planned}${pauseReason ? ` (${pauseReason})` : ''}`,
		...counts.map(([word, n]) => `${word.padEnd(10)} ${n}`),
		...progress.reasons.map((row) => `  ${row.state}: ${row.reason}  ${row.n}`),
		...rest,
	].join('\n')
}

async function* listRecipients(store: Store, broadcastId: number) {
	const { listDeliveries } = await import('../store/deliveries.ts')
	for (let afterId = 0; ; ) {
		const rows = await listDeliveries(store.db, { broadcastId, afterId, limit: ROWS_AT_ONCE })
		for (const { memberPublicId: member, channel, state, reason } of rows) yield { member, channel, state, reason }
		const last = rows.at(-1)
		if (!last) return
		afterId = last.memberId
	}
}

export const addBroadcastStatus: AddCommand = (program, run) => {
	broadcastGroup(program)
		.command('status')
		.description('how far it is')
		.argument('<id>')
		.option('--recipients', 'the outcome of each recipient, one a line, instead')
		.option('--json', 'print JSON')
		.action((id: string, options: { recipients?: boolean; json?: boolean }) =>
			run(async (io) => {
				const { getProgress } = await import('../messaging/control.ts')
				await withStore(io, async (store, config) => {
					const needs = await broadcastNeeds(config, store.db)
					const broadcast = await findShown(store, id)
					if (!options.recipients) {
						const progress = await getProgress(store.db, needs, { broadcast, now: store.now() })
						const waitsUntil = instant(progress.waitsUntil)
						const value = { ...shapeOf(broadcast), progress: { ...progress, waitsUntil } }
						const sentences = await writeProgress(store.db, broadcast, progress)
						return print(io, options.json, { value, sentences: () => sentences })
					}
					for await (const row of listRecipients(store, broadcast.id))
						print(io, options.json, {
							value: row,
							sentences: () => [row.member, row.state, row.channel ?? '', row.reason ?? ''].join('\t'),
						})
				})
				return 0
			}),
		)
}
