import { parseMemberNumber } from '../domain/member-number.ts'
import { maskPhone, normalizePhone } from '../domain/phone.ts'
import { done, type Refusal, type Result, refuse } from '../domain/result.ts'
import type { Keyring } from '../lib/keys.ts'
import { listMembersNamed } from '../store/counter.ts'
import type { Db } from '../store/db.ts'
import { findPhone } from '../store/member-phones.ts'
import { findLivingMember, type Member } from '../store/members.ts'
import { getSettings } from '../store/settings.ts'

/** Somebody at the counter: a member, or the holder of a phone who has not joined. */
export type Customer =
	| { kind: 'member'; member: Member }
	/** phoneHash: keyed; masked: as staff read it, '+852 ****4567'. */
	| { kind: 'guest'; phoneHash: string; masked: string }

export type FindRefusal =
	| Refusal<'nobody', undefined>
	/** Several have the name. */
	| Refusal<'several', { members: Member[] }>

interface Look {
	db: Db
	keys: Keyring
}

const MOST_SHOWN = 6
const SHORTEST_NAME = 2

/** The member of an id, alias or not, who has not left. */
export async function findCustomerById(db: Db, memberId: number): Promise<Customer | undefined> {
	const member = await findLivingMember(db, memberId)
	return member && member.left_at === null ? { kind: 'member', member } : undefined
}

/** The member of a phone, or a guest of whom only the phone is known; undefined when the text is no phone. */
export async function findCustomerByPhone({ db, keys }: Look, text: string): Promise<Customer | undefined> {
	const { country } = await getSettings(db)
	const phone = normalizePhone(text, country)
	if (phone === undefined) return undefined
	const phoneHash = keys.hash('phone', phone)
	const holder = await findPhone(db, phoneHash)
	const known = holder && (await findCustomerById(db, holder.member_id))
	return known ?? { kind: 'guest', phoneHash, masked: maskPhone(phone) }
}

/** Whom staff mean by a phone, a member number, or a part of a name. */
export async function findCustomer(look: Look, text: string): Promise<Result<Customer, FindRefusal>> {
	const typed = text.normalize('NFKC').trim()
	const id = parseMemberNumber(typed)
	const known = id === null ? await findCustomerByPhone(look, typed) : await findCustomerById(look.db, id)
	if (known) return done(known)
	if (id !== null || /^[+\d\s().-]*$/.test(typed) || [...typed].length < SHORTEST_NAME) return refuse('nobody')
	const members = await listMembersNamed(look.db, typed, MOST_SHOWN)
	const [only] = members
	if (!only) return refuse('nobody')
	return members.length === 1 ? done({ kind: 'member', member: only }) : refuse('several', { members })
}
