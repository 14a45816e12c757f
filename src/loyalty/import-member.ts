import type { Day } from '../domain/calendar.ts'
import type { Refusal, Result } from '../domain/result.ts'
import type { Work } from '../store/transact.ts'

export interface MemberImport {
	/** The file's own id of the person, if it has one, with the source's name before it. */
	externalRef?: string | undefined
	/** Any writing; without a country code the shop's country. */
	phone?: string | undefined
	email?: string | undefined
	name?: string | undefined
	points?: number | undefined
	/** Last day of the points; null = the programme's rule. */
	pointsExpireOn?: Day | null | undefined
	tierId?: number | undefined
	tierEndsOn?: Day | null | undefined
	birthday?: { month: number; day: number } | undefined
	tags?: readonly string[] | undefined
	locale?: 'zh-HK' | 'zh-Hant' | 'en' | undefined
	/** Proof of consent to promotions; without date, source and wording there is none. */
	consent?:
		| { state: 'granted' | 'withdrawn'; at: number; source: string; wording: string; channel?: string | undefined }
		| undefined
	/** Who imports. */
	by: string
	/** Name of the import, part of the history line. */
	source: string
}

export interface MemberImported {
	memberId: number
	state: 'created' | 'updated' | 'unchanged'
	/** The person had asked for no promotions: the consent of the file was not taken. */
	optedOut: boolean
}

export type ImportMemberRefusal =
	| Refusal<'phone-invalid', undefined>
	| Refusal<'nobody', undefined>
	| Refusal<'points-invalid', undefined>
	| Refusal<'birthday-invalid', undefined>
	| Refusal<'tier-unknown', undefined>
	/** Phone and id are those of two different members. */
	| Refusal<'two-members', undefined>

/** Takes one row of a member list; a second time it changes nothing, and never gives points twice. */
export async function importMember(
	_work: Work,
	_input: MemberImport,
): Promise<Result<MemberImported, ImportMemberRefusal>> {
	throw new Error('not written yet')
}
