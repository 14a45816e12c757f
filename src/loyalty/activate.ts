import type { Notice } from '../domain/notice.ts'
import { done, type Refusal, type Result, refuse } from '../domain/result.ts'
import { type Address, claimAddress, lockAddress } from '../store/addresses.ts'
import { findImportedConsent } from '../store/consents.ts'
import { listPhones } from '../store/member-phones.ts'
import { getMember, lockMember, type Member, setMember } from '../store/members.ts'
import { claimLink, findLink } from '../store/one-time-links.ts'
import { listMarked } from '../store/phone-marks.ts'
import type { Work } from '../store/transact.ts'
import { ACTIVATION } from './create-activation-link.ts'
import { localDay } from './ledger.ts'
import { hashAddress, logConsent, PROMOTIONS } from './set-consent.ts'
import { tidyName } from './set-name.ts'
import { settleMember } from './settle-member.ts'

export interface ActivateInput {
	addressId: number
	/** The part after a_ of the link. */
	code: string
}

export interface Activated {
	memberId: number
	name: string
	usable: number
	pending: number
	tierId: number
	/** Consent to promotions came with the import and holds for this channel. */
	promotions: boolean
	notices: Notice[]
}

export type ActivateRefusal =
	/** Never existed, or its time is over. */
	| Refusal<'link-unknown', undefined>
	| Refusal<'link-used', undefined>
	/** The address has a membership of its own, or the imported one was claimed by somebody. */
	| Refusal<'already-member', undefined>

/** Gives an imported membership to the person who opens its one-time link; opened again, it answers the same. */
export async function activateByCode(work: Work, input: ActivateInput): Promise<Result<Activated, ActivateRefusal>> {
	const { tx, now, keys } = work
	const tokenHash = keys.hash('token', input.code)
	const link = await findLink(tx, tokenHash, ACTIVATION)
	if (!link || (link.expires_at !== null && link.expires_at <= now)) return refuse('link-unknown')
	const memberId = Number(link.payload)
	const address = await lockAddress(tx, input.addressId)
	if (address.member_id === memberId) return done(await describe(work, await getMember(tx, memberId), address))
	if (link.used_at !== null) return refuse('link-used')
	if (address.member_id !== null || !(await isUnclaimed(work, memberId))) return refuse('already-member')
	if (!(await claimLink(tx, { tokenHash, kind: ACTIVATION, now }))) return refuse('link-used')
	return done(await activate(work, address, memberId))
}

/** Whether a membership was imported and is nobody's yet; under its lock, so that of two who claim it one does. */
export async function isUnclaimed(work: Work, memberId: number): Promise<boolean> {
	return (await lockMember(work.tx, memberId)).status === 'imported'
}

/** Makes an imported membership that of an address; the caller has seen that both are free. */
export async function activate(work: Work, address: Address, memberId: number): Promise<Activated> {
	const { tx, now } = work
	const member = await lockMember(tx, memberId)
	if (member.status !== 'imported') throw new Error('a membership that is somebody’s cannot be activated')
	if (!(await claimAddress(tx, address.id, memberId, now))) throw new Error('the address has a member already')
	const today = await localDay(tx, now)
	await setMember(tx, memberId, {
		status: 'active',
		joined_at: member.joined_at ?? now,
		joined_on: member.joined_on ?? today,
		join_source: member.join_source ?? 'activation',
		name: member.name || tidyName(address.name ?? ''),
	})
	await takeOverConsent(work, { ...address, member_id: memberId })
	await settleMember(work, memberId, today)
	return await describe(work, await getMember(tx, memberId), address)
}

/** Consent that was proved at the import holds for this channel too, unless the person ever said stop. */
async function takeOverConsent(work: Work, address: Address): Promise<void> {
	const { tx, now } = work
	const memberId = address.member_id
	if (memberId === null) return
	const imported = await findImportedConsent(tx, memberId, PROMOTIONS)
	if (imported?.state !== 'granted') return
	if (imported.channel !== null && imported.channel !== address.channel) return
	const phones = await listPhones(tx, memberId)
	const hashes = [hashAddress(work, address), ...phones.map((phone) => phone.phone_hash)]
	if ((await listMarked(tx, 'opted-out', hashes, now)).length > 0) return
	await logConsent(work, address, {
		state: 'granted',
		source: imported.source,
		wording: imported.text_version,
		language: imported.language,
		messageId: null,
	})
}

async function describe(work: Work, member: Member, { id }: Address): Promise<Activated> {
	const address = await lockAddress(work.tx, id)
	return {
		memberId: member.id,
		name: member.name,
		usable: member.usable,
		pending: member.pending,
		tierId: member.tier_id,
		promotions: address.promotions === 1,
		notices: [],
	}
}
