import type { Notice } from '../domain/notice.ts'
import { normalizePhone } from '../domain/phone.ts'
import { done, type Refusal, type Result, refuse } from '../domain/result.ts'
import type { StoreSettings } from '../domain/settings.ts'
import { WAITING } from '../domain/waiting.ts'
import { type Address, claimAddress, lockAddress } from '../store/addresses.ts'
import { findPhone } from '../store/member-phones.ts'
import { deleteMember, type Member } from '../store/members.ts'
import { listMarked, type MarkKind } from '../store/phone-marks.ts'
import { getProgramAt } from '../store/programs.ts'
import { getSettings } from '../store/settings.ts'
import type { Work } from '../store/transact.ts'
import { activate, isUnclaimed } from './activate.ts'
import { bindReferral } from './bind-referral.ts'
import { createMember } from './create-member.ts'
import { creditMember, JOIN } from './credit-member.ts'
import { localDay } from './ledger.ts'
import { hashAddress, logConsent } from './set-consent.ts'
import { applyPhone, claimPhone, wasCustomer } from './verify-phone.ts'

export interface JoinInput {
	addressId: number
	/** As the profile or the person says; empty when unknown. */
	name: string
	locale: StoreSettings['locale']
	/** The choice made: with offers or without. */
	promotions: boolean
	/** Where she came from: chat, a poster's name, staff. */
	source: string
	messageId: string
	/** Version of the words that were shown. */
	wording: string
	/** E.164 number that the platform itself proved (the sender's number, an own contact shared before joining). */
	phone?: string | undefined
}

export interface Joined {
	memberId: number
	/** new; already: she was a member before this message; activated: an imported membership with this phone is hers now. */
	state: 'new' | 'already' | 'activated'
	/** Welcome points; waiting until a phone is verified or a first order comes. Null when she had them once before. */
	welcome: { points: number; waiting: boolean } | null
	/** The friend's side of a referral; held: somebody of the shop looks at it first. */
	referral: { points: number; waiting: boolean; held: boolean } | null
	/** For others, such as the referrer, and for herself. */
	notices: Notice[]
}

export type JoinRefusal = Refusal<'phone-taken', undefined> | Refusal<'phone-invalid', undefined>

/** Makes the person behind an address a member, once; the same address gets the same membership again. */
export async function join(work: Work, input: JoinInput): Promise<Result<Joined, JoinRefusal>> {
	const { tx, keys } = work
	const address = await lockAddress(tx, input.addressId)
	if (address.member_id !== null) return done(nothingNew(address.member_id, 'already'))
	if (input.phone === undefined) return await joinAnew(work, { input, address, proved: null })
	const number = normalizePhone(input.phone, (await getSettings(tx)).country)
	if (number === undefined) return refuse('phone-invalid')
	const proved = { number, phone: keys.hash('phone', number) }
	const holder = (await findPhone(tx, proved.phone))?.member_id
	if (holder === undefined) return await joinAnew(work, { input, address, proved })
	if (!(await isUnclaimed(work, holder))) return refuse('phone-taken')
	const activated = await activate(work, address, holder)
	await logConsent(work, { ...address, member_id: holder }, consentOf(input))
	await claimPhone(work, { memberId: holder, ...proved })
	const { notices } = await applyPhone(work, holder, proved.phone)
	return done({ ...nothingNew(holder, 'activated'), notices: [...activated.notices, ...notices] })
}

function nothingNew(memberId: number, state: Joined['state']): Joined {
	return { memberId, state, welcome: null, referral: null, notices: [] }
}

function consentOf({ promotions, source, messageId, wording, locale }: JoinInput) {
	return { state: promotions ? 'granted' : 'declined', source, messageId, wording, language: locale } as const
}

interface Joining {
	input: JoinInput
	address: Address
	/** The number the platform proved, with its keyed hash. */
	proved: { number: string; phone: string } | null
}

async function joinAnew(work: Work, { input, address, proved }: Joining): Promise<Result<Joined, JoinRefusal>> {
	const { tx, now } = work
	const member = await createMember(work, {
		status: 'active',
		name: input.name || (address.name ?? ''),
		joinedOn: await localDay(tx, now),
		joinSource: input.source,
	})
	// of two addresses that prove one number at once, one finds it taken only here
	if (proved && !(await claimPhone(work, { memberId: member.id, ...proved }))) {
		await deleteMember(tx, member.id)
		return refuse('phone-taken')
	}
	if (!(await claimAddress(tx, address.id, member.id, now))) throw new Error('an address was taken under its own lock')
	await logConsent(work, { ...address, member_id: member.id }, consentOf(input))
	const known = await isKnown(work, address, proved?.phone)
	const rewarded = await hasMarkOf(work, 'rewarded', { address, phone: proved?.phone })
	const welcome = rewarded ? null : await giveWelcome(work, member, proved !== null)
	const bound = await bindReferral(work, { friend: member, address, phone: proved?.number, known })
	const attached = proved ? await applyPhone(work, member.id, proved.phone) : null
	return done({
		memberId: member.id,
		state: 'new',
		welcome,
		referral: bound && { points: bound.points, waiting: bound.waiting, held: bound.held },
		notices: [...(bound?.notices ?? []), ...(attached?.notices ?? [])],
	})
}

type Identity = { address: Address; phone: string | undefined }

async function hasMarkOf(work: Work, kind: MarkKind, { address, phone }: Identity): Promise<boolean> {
	const hashes = [hashAddress(work, address), ...(phone === undefined ? [] : [phone])]
	return (await listMarked(work.tx, kind, hashes, work.now)).length > 0
}

/** Whether the shop knew this person before: as a member who left, or as the customer of an order. */
async function isKnown(work: Work, address: Address, phone: string | undefined): Promise<boolean> {
	if (await hasMarkOf(work, 'left', { address, phone })) return true
	return phone !== undefined && (await wasCustomer(work, phone, address.referral_at ?? work.now))
}

async function giveWelcome(work: Work, member: Member, verified: boolean): Promise<Joined['welcome']> {
	const { points } = (await getProgramAt(work.tx, work.now)).rules.welcome
	if (points === 0) return { points, waiting: false }
	const availableOn = verified ? await localDay(work.tx, work.now) : WAITING
	await creditMember(work, { memberId: member.id, kind: 'join', points, availableOn, cause: JOIN })
	return { points, waiting: !verified }
}
