import { parseSaleNumber } from '../domain/sale-number.ts'
import { findAddressById } from '../store/addresses.ts'
import type { Db } from '../store/db.ts'
import { findLivingMember } from '../store/members.ts'
import { findStaff, type Staff } from '../store/staff.ts'

/** Whether a membership is that of the staff member herself: the one noted on her, or that of the chat she works in. */
export async function isOwnMember(db: Db, staff: Staff, memberId: number): Promise<boolean> {
	const address = staff.address_id === null ? undefined : await findAddressById(db, staff.address_id)
	for (const id of [staff.member_id, address?.member_id ?? null])
		if (id !== null && (await findLivingMember(db, id))?.id === memberId) return true
	return false
}

/** Whether an order's number says that this member recorded it herself as staff. */
export async function isOwnSale(db: Db, orderNumber: string, memberId: number): Promise<boolean> {
	const staffId = parseSaleNumber(orderNumber)?.staffId
	const staff = staffId === undefined ? undefined : await findStaff(db, staffId)
	return staff !== undefined && (await isOwnMember(db, staff, memberId))
}
