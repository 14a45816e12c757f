import { done, type Refusal, type Result, refuse } from '../domain/result.ts'
import { type Address, getAddress, listAddresses, setPromotions } from '../store/addresses.ts'
import { insertConsent } from '../store/consents.ts'
import { skipDeliveriesOf } from '../store/deliveries.ts'
import { listPhones } from '../store/member-phones.ts'
import { deleteMarks, setMark } from '../store/phone-marks.ts'
import type { Work } from '../store/transact.ts'

export interface SetConsentInput {
	addressId: number
	state: 'granted' | 'withdrawn'
	/** chat, staff, import … */
	source: string
	messageId: string | null
	/** The person's own words, kept encrypted with an opt-out. */
	original?: string | undefined
	language: string | null
	/** Version of the words that were shown; empty when none were. */
	wording?: string | undefined
}

export interface ConsentSet {
	memberId: number | null
	/** False when it was so already; logged in any case. */
	changed: boolean
	/** Deliveries of broadcasts that will not be sent for it. */
	skipped: number
}

/** Granting needs a member; an opt-out of anybody is taken. */
export type SetConsentRefusal = Refusal<'not-a-member', undefined>

/** The purpose under which promotions stand in the consent log. */
export const PROMOTIONS = 'promotions'

/** What stays known of an address without keeping it. */
export function hashAddress(work: Pick<Work, 'keys'>, address: Pick<Address, 'channel' | 'address'>): string {
	return work.keys.hash('address', `${address.channel}:${address.address}`)
}

/** Withdraws consent to promotions on all addresses of the person at once, or grants it on this address alone. */
export async function setConsent(work: Work, input: SetConsentInput): Promise<Result<ConsentSet, SetConsentRefusal>> {
	const address = await getAddress(work.tx, input.addressId)
	if (input.state === 'withdrawn') return done(await withdraw(work, address, input))
	if (address.member_id === null) return refuse('not-a-member')
	await logConsent(work, address, input)
	return done({ memberId: address.member_id, changed: address.promotions === 0, skipped: 0 })
}

async function withdraw(work: Work, address: Address, input: SetConsentInput): Promise<ConsentSet> {
	const { tx, now } = work
	const memberId = address.member_id
	const all = memberId === null ? [address] : await listAddresses(tx, memberId)
	for (const one of all) await logConsent(work, one, input)
	const phones = memberId === null ? [] : await listPhones(tx, memberId)
	for (const { phone_hash: hash } of phones)
		await setMark(tx, { hash, kind: 'opted-out', at: now, until: null, note: null })
	const skipped = memberId === null ? 0 : await skipDeliveriesOf(tx, memberId, 'opted out', now)
	return { memberId, changed: all.some((one) => one.promotions === 1), skipped }
}

/** Writes one line of the log and brings what hangs on it, the address and its opt-out mark, to the same state. */
export async function logConsent(
	work: Work,
	address: Address,
	consent: Omit<SetConsentInput, 'addressId' | 'state'> & { state: 'granted' | 'withdrawn' | 'declined' },
): Promise<void> {
	const { tx, now, keys } = work
	await insertConsent(tx, {
		member_id: address.member_id,
		address_id: address.id,
		channel: address.channel,
		purpose: PROMOTIONS,
		state: consent.state,
		text_version: consent.wording ?? '',
		language: consent.language,
		source: consent.source,
		message_id: consent.messageId,
		original: consent.original === undefined ? null : keys.encrypt(consent.original),
		at: now,
	})
	await setPromotions(tx, address.id, consent.state === 'granted', now)
	const hash = hashAddress(work, address)
	if (consent.state === 'granted') await deleteMarks(tx, 'opted-out', [hash])
	if (consent.state === 'withdrawn') await setMark(tx, { hash, kind: 'opted-out', at: now, until: null, note: null })
}
