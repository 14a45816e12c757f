import type { Refusal, Result } from '../domain/result.ts'
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

/** Withdraws consent to promotions on all addresses of the person at once, or grants it on this address alone. */
export async function setConsent(_work: Work, _input: SetConsentInput): Promise<Result<ConsentSet, SetConsentRefusal>> {
	throw new Error('not written yet')
}
