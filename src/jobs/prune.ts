import { forgetGuests } from '../loyalty/attach-guest-orders.ts'
import { forgetStrangers } from '../loyalty/leave.ts'
import { deleteAttemptsBefore } from '../store/attempts.ts'
import { deleteEndedSessions } from '../store/console-sessions.ts'
import { deleteKeysBefore } from '../store/idempotency.ts'
import { deleteHandledEvents } from '../store/inbox.ts'
import { deleteOldReplies } from '../store/outbox.ts'
import { deleteStaleMarks } from '../store/phone-marks.ts'
import { deleteUnusedPictures } from '../store/pictures.ts'
import { deleteUnknownTexts } from '../store/unknown-texts.ts'
import { type Job, runBatches } from './job.ts'

const DAY_MS = 86_400_000
const BATCH = 1_000

/** How long things are kept, in days. */
export const retention = {
	/** The platforms resend for a day; a week is enough to look into what went wrong. */
	handledMessages: 7,
	replies: 30,
	idempotencyKeys: 1,
	attempts: 2,
	unknownTexts: 90,
	silentStrangers: 90,
	/** Uploaded for a broadcast that was never saved, or replaced. */
	unusedPictures: 1,
} as const

/** Forgets what is no longer needed, above all what people wrote. */
export const prune: Job = {
	name: 'prune',
	async run(run) {
		const before = (now: number, days: number) => now - days * DAY_MS
		const inbox = await runBatches(run, ({ tx, now }) =>
			deleteHandledEvents(tx, before(now, retention.handledMessages), BATCH),
		)
		const outbox = await runBatches(run, ({ tx, now }) => deleteOldReplies(tx, before(now, retention.replies), BATCH))
		const strangers = await runBatches(run, (work) => forgetStrangers(work, { days: retention.silentStrangers }))
		const others = await run.store.transact(async ({ tx, now }) => {
			await deleteStaleMarks(tx, now)
			return (
				(await deleteKeysBefore(tx, before(now, retention.idempotencyKeys))) +
				(await deleteAttemptsBefore(tx, before(now, retention.attempts))) +
				(await deleteUnknownTexts(tx, before(now, retention.unknownTexts))) +
				(await deleteUnusedPictures(tx, before(now, retention.unusedPictures))) +
				(await deleteEndedSessions(tx, now))
			)
		})
		return inbox + outbox + strangers + others + (await run.store.transact(forgetGuests))
	},
}
