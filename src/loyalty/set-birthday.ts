import { isMonthAndDay } from '../domain/calendar.ts'
import { done, type Refusal, type Result, refuse } from '../domain/result.ts'
import { lockMember, setMember } from '../store/members.ts'
import type { Work } from '../store/transact.ts'

export type SetBirthdayRefusal =
	| Refusal<'not-a-date', undefined>
	| Refusal<'already-set', { month: number; day: number }>

/** Sets the day of birth, once; 29 February is a date, and the same date again is the same answer. */
export async function setBirthday(
	work: Work,
	input: { memberId: number; month: number; day: number },
): Promise<Result<{ month: number; day: number }, SetBirthdayRefusal>> {
	const { memberId, month, day } = input
	if (!isMonthAndDay(month, day)) return refuse('not-a-date')
	const member = await lockMember(work.tx, memberId)
	if (member.birthday_month !== null && member.birthday_day !== null) {
		const known = { month: member.birthday_month, day: member.birthday_day }
		return known.month === month && known.day === day ? done(known) : refuse('already-set', known)
	}
	await setMember(work.tx, memberId, { birthday_month: month, birthday_day: day, birthday_set_at: work.now })
	return done({ month, day })
}
