import { type Address, listAddresses } from '../store/addresses.ts'
import { skipDeliveriesOf } from '../store/deliveries.ts'
import { findMark, listMarked, setMark } from '../store/phone-marks.ts'
import type { Work } from '../store/transact.ts'
import { hashAddress, logConsent } from './set-consent.ts'

/**
 * A phone that becomes a member's carries an opt-out in both directions: hers marks the phone, so that no import revives
 * it; one that was known of the phone, and is newer than what she agreed to, ends promotions on all her addresses.
 */
export async function carryOptOut(work: Work, memberId: number, phoneHash: string): Promise<void> {
	const { tx, now } = work
	const addresses = await listAddresses(tx, memberId)
	const hashes = addresses.map((address) => hashAddress(work, address))
	const known = await findMark(tx, 'opted-out', phoneHash)
	if (known) await withdrawOlder(work, memberId, { addresses, since: known.at })
	if ((await listMarked(tx, 'opted-out', hashes, now)).length === 0) return
	await setMark(tx, { hash: phoneHash, kind: 'opted-out', at: now, until: null, note: null })
}

async function withdrawOlder(
	work: Work,
	memberId: number,
	{ addresses, since }: { addresses: readonly Address[]; since: number },
): Promise<void> {
	const agreed = addresses.filter((address) => address.promotions === 1 && (address.promotions_at ?? 0) < since)
	for (const address of agreed)
		await logConsent(work, address, { state: 'withdrawn', source: 'phone', messageId: null, language: null })
	if (agreed.length > 0) await skipDeliveriesOf(work.tx, memberId, 'opted out', work.now)
}

/** What asked for no promotions stays known under every hash of the person who leaves, not only the one it was said by. */
export async function spreadOptOut(work: Work, hashes: readonly string[]): Promise<void> {
	const { tx, now } = work
	if ((await listMarked(tx, 'opted-out', hashes, now)).length === 0) return
	for (const hash of hashes) await setMark(tx, { hash, kind: 'opted-out', at: now, until: null, note: null })
}
