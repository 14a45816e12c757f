import { z } from 'zod'
import { type Day, dayOf } from '../domain/calendar.ts'
import type { Notice } from '../domain/notice.ts'
import type { ProgramRules } from '../domain/program.ts'
import type { Db } from '../store/db.ts'
import { listMembersAfter, lockMember } from '../store/members.ts'
import { hasLiveOrder } from '../store/orders.ts'
import { findProgramAt, getProgram, mapPrograms, type ProgramVersion } from '../store/programs.ts'
import { findValue, getSettings, setValue } from '../store/settings.ts'
import type { Work } from '../store/transact.ts'
import { judgeStanding, mayUpgrade, openTierDesk } from './judge-tier.ts'

const KEY = 'tiers-judged'

/** By which version the members were judged last, and up to whom; null is all of them. */
const judgedBy = z.object({ programId: z.int(), afterId: z.int().nullable() })

type Judged = z.infer<typeof judgedBy>

async function findJudged(db: Db): Promise<Judged | null> {
	const text = await findValue(db, KEY)
	return text === undefined ? null : judgedBy.parse(JSON.parse(text))
}

/** Whether a version of the rules came into force by which the members have not all been judged. */
export async function awaitsLift(db: Db, now: number): Promise<boolean> {
	const program = await findProgramAt(db, now)
	const judged = await findJudged(db)
	return program !== undefined && (judged?.programId !== program.id || judged.afterId !== null)
}

/**
 * After new rules came into force: lifts, a batch of members by id in one transaction, whoever already satisfies a
 * higher tier (loyalty §4). Call it until `seen` is 0; killed in between it goes on where it was, and nobody is told
 * twice. Whoever has bought nothing since the programme began is lifted in silence.
 */
export async function liftTiers(work: Work, limit = 100): Promise<{ seen: number; lifted: number; notices: Notice[] }> {
	const answer = { seen: 0, lifted: 0, notices: [] as Notice[] }
	const program = await findProgramAt(work.tx, work.now)
	if (!program) return answer
	const judged = await findJudged(work.tx)
	const afterId = await findStart(work, program, judged)
	if (afterId === null) {
		if (judged?.programId !== program.id) await setJudged(work, { programId: program.id, afterId })
		return answer
	}
	const members = await listMembersAfter(work.tx, afterId, limit)
	const today = dayOf(work.now, (await getSettings(work.tx)).timeZone)
	for (const { id, ...member } of members) {
		// what was bought ever is at least what its greatest order was
		if (!belongs(member.status) || !mayUpgrade(program.rules, member, member.spend_minor)) continue
		const { lifted, notices } = await lift(work, { memberId: id, program, today })
		if (lifted) answer.lifted += 1
		answer.notices.push(...notices)
	}
	const next = members.length < limit ? null : (members.at(-1)?.id ?? null)
	await setJudged(work, { programId: program.id, afterId: next })
	return { ...answer, seen: members.length }
}

/** Whether a row is a person that the shop knows, and not one that left or became another. */
const belongs = (status: string) => status === 'active' || status === 'imported'

const setJudged = (work: Work, judged: Judged) => setValue(work.tx, KEY, JSON.stringify(judged))

/** After whom to go on; null where nobody is left, or the new rules ask for the same as those before. */
async function findStart(work: Work, program: ProgramVersion, judged: Judged | null): Promise<number | null> {
	if (judged?.programId === program.id) return judged.afterId
	if (judged && judged.afterId !== null) return 0
	const before = judged ? await getProgram(work.tx, judged.programId) : await findVersionBefore(work.tx, program)
	return !before || asks(before.rules) === asks(program.rules) ? null : 0
}

const asks = ({ tiers }: ProgramRules) => JSON.stringify(tiers.map(({ id, upgrade }) => [id, upgrade]))

async function findVersionBefore(db: Db, { id, effectiveFrom }: ProgramVersion): Promise<ProgramVersion | undefined> {
	const earlier = [...(await mapPrograms(db)).values()].filter(
		(one) => one.effectiveFrom < effectiveFrom || (one.effectiveFrom === effectiveFrom && one.id < id),
	)
	return earlier.sort((a, b) => a.effectiveFrom - b.effectiveFrom || a.id - b.id).at(-1)
}

async function lift(
	work: Work,
	{ memberId, program, today }: { memberId: number; program: ProgramVersion; today: Day },
): Promise<{ lifted: boolean; notices: Notice[] }> {
	const member = await lockMember(work.tx, memberId)
	const desk = await openTierDesk(work, { member, program, today })
	const lifted = await judgeStanding(work, desk)
	return { lifted, notices: (await hasLiveOrder(work.tx, memberId)) ? desk.notices : [] }
}
