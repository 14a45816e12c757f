import { expiryOf } from '../domain/earning.ts'
import type { Notice } from '../domain/notice.ts'
import { adjust, forgive } from '../domain/points.ts'
import { done, type Refusal, type Result, refuse } from '../domain/result.ts'
import { insertAudit } from '../store/audit.ts'
import { type Entry, listEntriesOfCause } from '../store/entries.ts'
import { getProgramAt } from '../store/programs.ts'
import type { Work } from '../store/transact.ts'
import { closeLedger, localDay, type OpenLedger, openLedger, post } from './ledger.ts'

export interface Adjustment {
	memberId: number
	/** Signed, not 0. */
	points: number
	/** Shown to the member. */
	reason: string
	by: string
	/** The same key gives the first answer again. */
	key: string
}

export interface Adjusted {
	entry: Entry
	usable: number
	debt: number
	/** The same key had adjusted before. */
	again: boolean
	notices: Notice[]
}

export type AdjustRefusal =
	| Refusal<'no-reason', undefined>
	| Refusal<'bad-points', undefined>
	| Refusal<'not-a-member', undefined>
	| Refusal<'not-enough-points', { cost: number; spendable: number; debt: number }>
	/** The key came with other points before. */
	| Refusal<'key-reused', { points: number }>

const MOST_POINTS = 10_000_000

/** Corrects a member's points by hand: audited, and told with its reason. */
export async function adjustPoints(work: Work, input: Adjustment): Promise<Result<Adjusted, AdjustRefusal>> {
	const reason = input.reason.trim()
	if (reason === '') return refuse('no-reason')
	if (!Number.isSafeInteger(input.points) || input.points === 0 || Math.abs(input.points) > MOST_POINTS)
		return refuse('bad-points')
	const today = await localDay(work.tx, work.now)
	const open = await openLedger(work, { memberId: input.memberId, today })
	const { member } = open
	if (member.left_at !== null || member.merged_into !== null) return refuse('not-a-member')
	const cause = `adjust:${input.key}`
	const [known] = await listEntriesOfCause(work.tx, member.id, cause)
	if (known) return answerKnown(open, known, input.points)
	const { id: programId, rules } = await getProgramAt(work.tx, work.now)
	const expiresOn = expiryOf(rules.expiry, today)
	const line = { points: input.points, expiresOn, today, cause, facts: { reason } }
	const posted = adjust(open.ledger, line)
	if (!posted.ok) return posted
	post(open, posted.value)
	const entries = await closeLedger(work, open, { programId, by: input.by })
	await audit(work, 'points.adjust', { ...input, publicId: member.public_id })
	const entry = entries.find((one) => one.cause === cause && one.kind === 'adjust')
	if (!entry) throw new Error('an adjustment without its entry')
	const { usable, debt } = open.member
	const facts = { points: input.points, reason, usable, debt }
	return done({ entry, usable, debt, again: false, notices: [{ memberId: member.id, kind: 'adjusted', facts }] })
}

function answerKnown(open: OpenLedger, entry: Entry, points: number): Result<Adjusted, AdjustRefusal> {
	if (entry.points !== points) return refuse('key-reused', { points: entry.points })
	const { usable, debt } = open.member
	return done({ entry, usable, debt, again: true, notices: [] })
}

async function audit(
	work: Work,
	action: string,
	{ by, publicId, points, reason }: { by: string; publicId: string; points: number; reason: string },
): Promise<void> {
	await insertAudit(work.tx, { at: work.now, actor: by, action, subject: publicId, after: { points, reason } })
}

/** Lets the merchant drop a member's debt, all of it. */
export async function forgiveDebt(
	work: Work,
	input: Omit<Adjustment, 'points' | 'key'>,
): Promise<Result<{ points: number; notices: Notice[] }, Refusal<'no-debt' | 'no-reason', undefined>>> {
	const reason = input.reason.trim()
	if (reason === '') return refuse('no-reason')
	const today = await localDay(work.tx, work.now)
	const open = await openLedger(work, { memberId: input.memberId, today })
	const points = open.ledger.debt
	if (points === 0) return refuse('no-debt')
	const posted = forgive(open.ledger, { points, today, cause: 'forgive', facts: { reason } })
	if (!posted.ok) return refuse('no-debt')
	post(open, posted.value)
	await closeLedger(work, open, { by: input.by })
	await audit(work, 'points.forgive', { ...input, points, publicId: open.member.public_id })
	const { usable, debt } = open.member
	const facts = { points, reason, usable, debt }
	return done({ points, notices: [{ memberId: input.memberId, kind: 'debt-forgiven', facts }] })
}
