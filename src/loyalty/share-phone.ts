import type { Notice } from '../domain/notice.ts'
import type { Refusal, Result } from '../domain/result.ts'
import type { Work } from '../store/transact.ts'

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
export async function sharePhone(
	_work: Work,
	_input: SharePhoneInput,
): Promise<Result<SharedPhone, SharePhoneRefusal>> {
	throw new Error('not written yet')
}
