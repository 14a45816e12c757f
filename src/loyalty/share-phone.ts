import type { Notice } from '../domain/notice.ts'
import { normalizePhone } from '../domain/phone.ts'
import { done, type Refusal, type Result, refuse } from '../domain/result.ts'
import { type Address, listAddresses, lockAddress } from '../store/addresses.ts'
import { findPhone } from '../store/member-phones.ts'
import { getMember } from '../store/members.ts'
import { getSettings } from '../store/settings.ts'
import type { Work } from '../store/transact.ts'
import { activate, isUnclaimed } from './activate.ts'
import { mergeImported } from './merge-imported.ts'
import { applyPhone, claimPhone } from './verify-phone.ts'

export interface SharePhoneInput {
	addressId: number
	/** A number the platform proved to be hers; any writing with its country code. */
	phone: string
}

export type SharedPhone = { memberId: number; usable: number; pending: number; notices: Notice[] } & (
	| /** An imported membership with this phone is hers now: welcome back. */ {
			state: 'activated'
			name: string
			tierId: number
	  }
	| /** She is a member and the number is now hers; released: points that had waited for it. */ {
			state: 'added'
			released: number
	  }
	| /** She was a member and an imported membership with this phone was merged into hers. */ {
			state: 'merged'
			name: string
			moved: number
			released: number
	  }
	| /** It was hers before. */ { state: 'known' }
)

export type SharePhoneRefusal =
	| Refusal<'phone-invalid', undefined>
	/** Somebody with another address holds it. */
	| Refusal<'phone-taken', undefined>
	/** A stranger whose number we do not know: hand `phone` (E.164) to join. */
	| Refusal<'not-a-member', { phone: string }>

/** Adds a proved phone to the member of an address, or finds the imported membership that waits for it. */
export async function sharePhone(work: Work, input: SharePhoneInput): Promise<Result<SharedPhone, SharePhoneRefusal>> {
	const { tx, keys } = work
	const number = normalizePhone(input.phone, (await getSettings(tx)).country)
	if (number === undefined) return refuse('phone-invalid')
	const address = await lockAddress(tx, input.addressId)
	const phone = keys.hash('phone', number)
	const holder = (await findPhone(tx, phone))?.member_id
	const share: Sharing = { address, phone, number }
	const mine = address.member_id
	if (holder === undefined && mine === null) return refuse('not-a-member', { phone: number })
	if (mine !== null && (holder === undefined || holder === mine)) return await addOwn(work, share, mine)
	if (holder === undefined || !(await isUnclaimed(work, holder))) return refuse('phone-taken')
	if ((await listAddresses(tx, holder)).length > 0) return refuse('phone-taken')
	return done(
		mine === null ? await welcomeBack(work, share, holder) : await takeOver(work, share, { from: holder, into: mine }),
	)
}

interface Sharing {
	address: Address
	/** Keyed hash. */
	phone: string
	/** E.164. */
	number: string
}

async function pointsOf(work: Work, memberId: number) {
	const { usable, pending, name, tier_id: tierId } = await getMember(work.tx, memberId)
	return { memberId, usable, pending, name, tierId }
}

/** A number that is new to her, or one that came with an import and is proved now. */
async function addOwn(
	work: Work,
	{ phone, number }: Sharing,
	memberId: number,
): Promise<Result<SharedPhone, SharePhoneRefusal>> {
	const known = (await findPhone(work.tx, phone))?.verified_at ?? null
	if (!(await claimPhone(work, { memberId, phone, number }))) return refuse('phone-taken')
	const { released, notices } = await applyPhone(work, memberId, phone)
	const { usable, pending } = await pointsOf(work, memberId)
	if (known !== null && released === 0) return done({ state: 'known', memberId, usable, pending, notices })
	return done({ state: 'added', memberId, usable, pending, notices, released })
}

async function welcomeBack(work: Work, { address, phone, number }: Sharing, memberId: number): Promise<SharedPhone> {
	await activate(work, address, memberId)
	await claimPhone(work, { memberId, phone, number })
	const { notices } = await applyPhone(work, memberId, phone)
	return { state: 'activated', notices, ...(await pointsOf(work, memberId)) }
}

async function takeOver(
	work: Work,
	{ phone, number }: Sharing,
	{ from, into }: { from: number; into: number },
): Promise<SharedPhone> {
	const { moved } = await mergeImported(work, { from, into })
	await claimPhone(work, { memberId: into, phone, number })
	const { released, notices } = await applyPhone(work, into, phone)
	const { usable, pending, name } = await pointsOf(work, into)
	return { state: 'merged', memberId: into, usable, pending, notices, name, moved, released }
}
