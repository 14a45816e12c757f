import { insertPhone, listPhones } from '../store/member-phones.ts'
import { type Member, setMember } from '../store/members.ts'
import type { Work } from '../store/transact.ts'
import { createMember } from './create-member.ts'
import type { ChunkInput } from './import-orders-plan.ts'

/** Makes imported members of the customers of some rows and adds what the file knows of those who are members. */
export async function claimCustomers(work: Work, input: ChunkInput, members: Map<string, Member>): Promise<void> {
	const emails = new Map<string, string>()
	for (const { customer, email } of input.rows) if (email && !emails.has(customer)) emails.set(customer, email)
	for (const customer of new Set(input.rows.map((row) => row.customer))) {
		const known = members.get(customer)
		// a credit note alone makes nobody a customer
		if (!known && !input.buyers.has(customer)) continue
		const email = emails.get(customer)
		const externalRef = `${input.source}:${customer}`
		const member = known ?? (await createMember(work, { status: 'imported', email, externalRef }))
		if (known) await complete(work, known, { email, externalRef })
		await keepPhone(work, member, { phone: input.phones.get(customer), isNew: !known })
		members.set(customer, member)
	}
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
async function keepPhone(
	work: Work,
	member: Member,
	{ phone, isNew }: { phone: string | undefined; isNew: boolean },
): Promise<void> {
	if (phone === undefined || (!isNew && (await listPhones(work.tx, member.id)).length > 0)) return
	await insertPhone(work.tx, {
		phone_hash: work.keys.hash('phone', phone),
		member_id: member.id,
		phone_encrypted: work.keys.encrypt(phone),
		verified_at: null,
		added_at: work.now,
	})
}
