import type { Notice } from '../domain/notice.ts'
import type { Refusal, Result } from '../domain/result.ts'
import type { StoreSettings } from '../domain/settings.ts'
import type { Work } from '../store/transact.ts'

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
export async function join(_work: Work, _input: JoinInput): Promise<Result<Joined, JoinRefusal>> {
	throw new Error('not written yet')
}
