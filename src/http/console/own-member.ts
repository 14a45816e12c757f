import { isOwnMember } from '../../loyalty/staff-member.ts'
import type { Db } from '../../store/db.ts'
import { findStaff } from '../../store/staff.ts'
import type { Visit } from './visit.ts'

/** Whether a membership is that of the person at the console: nobody changes the points of her own. */
export async function isOwn({ staff }: Visit, db: Db, memberId: number): Promise<boolean> {
	const person = await findStaff(db, staff.staffId)
	return person !== undefined && (await isOwnMember(db, person, memberId))
}
