import { insertPhones, listPhones } from '../store/member-phones.ts'
import { type Member, setMember } from '../store/members.ts'
import type { NewRow } from '../store/schema.ts'
import type { Work } from '../store/transact.ts'
import { createMembers } from './create-member.ts'
import type { ChunkInput } from './import-orders-plan.ts'

/** Makes imported members of the customers of some rows and adds what the file knows of those who are members. */
export async function claimCustomers(work: Work, input: ChunkInput, members: Map<string, Member>): Promise<void> {
	const emails = new Map<string, string>()
	for (const { customer, email } of input.rows) if (email && !emails.has(customer)) emails.set(customer, email)
	const customers = [...new Set(input.rows.map((row) => row.customer))]
	const describe = (customer: string) => ({
		email: emails.get(customer),
		externalRef: `${input.source}:${customer}`,
	})
	for (const customer of customers) {
		const known = members.get(customer)
		if (!known) continue
		await complete(work, known, describe(customer))
		await keepPhone(work, known, input.phones.get(customer))
	}
	// a credit note alone makes nobody a customer
	const unknown = customers.filter((customer) => !members.has(customer) && input.buyers.has(customer))
	const made = await createMembers(
		work,
		unknown.map((customer) => ({ status: 'imported', ...describe(customer) })),
	)
	for (const [i, customer] of unknown.entries()) members.set(customer, made[i] as Member)
	const phones = unknown.flatMap((customer, i) => {
		const phone = input.phones.get(customer)
		return phone === undefined ? [] : [phoneRow(work, made[i] as Member, phone)]
	})
	await insertPhones(work.tx, phones)
}

/** Only what was empty is filled: what the person or the staff said stands. */
async function complete(
	work: Work,
	member: Member,
	given: { email: string | undefined; externalRef: string },
): Promise<void> {
	const change = {
		...(member.email === null && given.email ? { email: given.email } : {}),
		...(member.external_ref === null ? { external_ref: given.externalRef } : {}),
	}
	if (Object.keys(change).length > 0) await setMember(work.tx, member.id, change)
}

/** The first phone, unproved; a number that is somebody's already stays hers. */
async function keepPhone(work: Work, member: Member, phone: string | undefined): Promise<void> {
	if (phone === undefined || (await listPhones(work.tx, member.id)).length > 0) return
	await insertPhones(work.tx, [phoneRow(work, member, phone)])
}

function phoneRow({ keys, now }: Work, member: Member, phone: string): NewRow<'member_phones'> {
	return {
		phone_hash: keys.hash('phone', phone),
		member_id: member.id,
		phone_encrypted: keys.encrypt(phone),
		verified_at: null,
		added_at: now,
	}
}
