import { z } from 'zod'
import type { Broadcast } from '../messaging/compose.ts'
import type { Progress } from '../messaging/control.ts'
import { auditBroadcast, broadcastGroup, broadcastNeeds, findShown, orFault, shapeOf } from './broadcast.ts'
import { writeMoment, writeProgress } from './broadcast-status.ts'
import { type AddCommand, CommandFault, createProgress, type Io, print, withStore } from './io.ts'

const LOOK_EVERY_MS = 500

interface Options {
	at?: string
	wait?: boolean
	json?: boolean
}

/** A day that is not in the calendar must not become another one; seconds may be left out. */
const instant = z.union([z.iso.datetime({ offset: true }), z.iso.datetime({ offset: true, precision: -1 })])

const MOST_MS = 366 * 86_400_000

function parseInstant(text: string | undefined, now: number): number | undefined {
	if (text === undefined) return undefined
	const read = instant.safeParse(text)
	if (!read.success) throw new CommandFault('--at must be an instant such as 2026-03-10T12:00:00+08:00')
	const at = Date.parse(read.data)
	if (at <= now) throw new CommandFault('--at has passed already: leave it out to send at once')
	if (at > now + MOST_MS) throw new CommandFault('--at is more than a year away')
	return at
}

/** Looks until it has ended, was paused or cancelled. */
async function waitForEnd(io: Io, look: () => Promise<{ broadcast: Broadcast; progress: Progress }>) {
	const { systemSleep } = await import('../lib/sleep.ts')
	const bar = createProgress(io)
	for (;;) {
		const { broadcast, progress } = await look()
		const { queued, claimed, sending } = progress.counts
		bar.show(progress.total - queued - claimed - sending, progress.total)
		if (broadcast.state !== 'scheduled' && broadcast.state !== 'sending') {
			bar.end()
			return { broadcast, progress }
		}
		await systemSleep(LOOK_EVERY_MS)
	}
}

export const addBroadcastSend: AddCommand = (program, run) => {
	broadcastGroup(program)
		.command('send')
		.description('check it and let it go out; the running server sends')
		.argument('<id>')
		.option('--at <instant>', 'not before, such as 2026-03-10T12:00:00+08:00')
		.option('--wait', 'follow it until it has ended')
		.option('--json', 'print JSON')
		.action((id: string, options: Options) =>
			run(async (io) => {
				const { checkBroadcast } = await import('../messaging/compose.ts')
				const { getProgress, startBroadcast } = await import('../messaging/control.ts')
				await withStore(io, async (store, config) => {
					const at = parseInstant(options.at, store.now())
					const needs = await broadcastNeeds(config, store.db)
					const { version } = orFault(await checkBroadcast(store, needs, id))
					const started = await store.transact(async (work) => {
						const broadcast = orFault(await startBroadcast(work, { publicId: id, version, at }))
						await auditBroadcast(work, 'send', id)
						return broadcast
					})
					const look = async () => {
						const broadcast = await findShown(store, id)
						return { broadcast, progress: await getProgress(store.db, needs, { broadcast, now: store.now() }) }
					}
					const when = at === undefined ? '' : ` at ${await writeMoment(store.db, at)}`
					if (!options.wait)
						return print(io, options.json, {
							value: shapeOf(started),
							sentences: () => `the running server sends it${when}`,
						})
					const { broadcast, progress } = await waitForEnd(io, look)
					const sentences = await writeProgress(store.db, broadcast, progress)
					print(io, options.json, { value: { ...shapeOf(broadcast), progress }, sentences: () => sentences })
				})
				return 0
			}),
		)
}
