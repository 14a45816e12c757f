import { done, type Refusal, type Result, refuse } from '../domain/result.ts'
import type { Locale } from '../messaging/channel.ts'
import { queueReply } from '../messaging/outbox.ts'
import { findAddressById, setAddressLocale } from '../store/addresses.ts'
import { claimApiKeyRevoked, listApiKeys } from '../store/api-keys.ts'
import { insertAudit } from '../store/audit.ts'
import { deleteSessionsOf } from '../store/console-sessions.ts'
import { claimLink, deleteLinks, insertLink } from '../store/one-time-links.ts'
import { getSettings } from '../store/settings.ts'
import {
	claimStaffAddress,
	claimStaffRevoked,
	findStaff,
	findStaffByPublicId,
	hasOtherOwner,
	insertStaff,
	type Staff,
} from '../store/staff.ts'
import type { Work } from '../store/transact.ts'
import { localeNames, say } from './locales/index.ts'

const KIND = 'staff'
const TOKEN_BYTES = 18
const DAY_MS = 86_400_000

/** Roles that work in the chat; one who may only look does not. */
const chatRoles: readonly string[] = ['staff', 'manager', 'owner']

export function worksInChat(role: string): boolean {
	return chatRoles.includes(role)
}

/** Who lets somebody in or out: stf_…, or the name of a program such as cli. */
interface Act {
	by: string
	/** console, cli. */
	origin: string
}

export type InviteRefusal =
	| Refusal<'unknown', undefined>
	| Refusal<'revoked', undefined>
	| Refusal<'no-chat', undefined>

/**
 * Makes the one-time link by which somebody of the shop ties her chat to her name: the token goes into
 * t.me/<bot>?start=s_<token> and is good for a day; an older one ends.
 */
export async function createStaffInvite(
	work: Work,
	{ staffId, by, origin }: Act & { staffId: number },
): Promise<Result<string, InviteRefusal>> {
	const { tx, now, keys, random } = work
	const staff = await findStaff(tx, staffId)
	if (!staff) return refuse('unknown')
	if (staff.revoked_at !== null) return refuse('revoked')
	if (!worksInChat(staff.role)) return refuse('no-chat')
	const token = Buffer.from(random(TOKEN_BYTES)).toString('base64url')
	await deleteLinks(tx, KIND, String(staffId))
	await insertLink(tx, {
		token_hash: keys.hash('token', token),
		kind: KIND,
		payload: String(staffId),
		created_at: now,
		expires_at: now + DAY_MS,
		used_at: null,
	})
	await insertAudit(tx, { at: now, actor: by, action: 'staff.invite', subject: staff.public_id, origin })
	return done(token)
}

/** Adds somebody to the shop who has no password yet; createStaffInvite lets her into the chat. */
export async function addStaff(
	work: Work,
	{
		name,
		role,
		locale,
		by,
		origin,
	}: Act & { name: string; role: 'owner' | 'manager' | 'staff' | 'readonly'; locale: Locale | null },
): Promise<Staff> {
	const { tx, now, newId } = work
	const staff = await insertStaff(tx, {
		public_id: newId('stf'),
		name,
		login: null,
		password: null,
		role,
		locale,
		address_id: null,
		member_id: null,
		created_at: now,
		revoked_at: null,
	})
	if (!staff) throw new Error('somebody without a login clashed with another')
	await insertAudit(tx, { at: now, actor: by, action: 'staff.add', subject: staff.public_id, after: { role }, origin })
	return staff
}

/** Ties the chat in which a link was opened to its person, once. */
export async function takeStaffInvite(
	work: Work,
	{ token, addressId, memberId }: { token: string; addressId: number; memberId: number | null },
): Promise<Result<Staff, Refusal<'link-bad', undefined>>> {
	const { tx, now, keys } = work
	const link = await claimLink(tx, { tokenHash: keys.hash('token', token), kind: KIND, now })
	const staff = link && (await findStaff(tx, Number(link.payload)))
	if (!staff || staff.revoked_at !== null || !worksInChat(staff.role)) return refuse('link-bad')
	await claimStaffAddress(tx, { staffId: staff.id, addressId, memberId })
	if (staff.locale !== null) await setAddressLocale(tx, addressId, staff.locale)
	await insertAudit(tx, { at: now, actor: staff.public_id, action: 'staff.link', origin: 'chat' })
	return done({ ...staff, address_id: addressId, member_id: memberId ?? staff.member_id })
}

export type RevokeRefusal = Refusal<'unknown', undefined> | Refusal<'last-owner', undefined>

/** Ends everything a person of the shop may do, at once: chat role, console sessions, links, and the keys she made. */
export async function revokeStaff(
	work: Work,
	{ publicId, by, origin }: Act & { publicId: string },
): Promise<Result<Staff, RevokeRefusal>> {
	const { tx, now } = work
	const staff = await findStaffByPublicId(tx, publicId)
	if (!staff) return refuse('unknown')
	if (staff.role === 'owner' && !(await hasOtherOwner(tx, staff.id))) return refuse('last-owner')
	if (!(await claimStaffRevoked(tx, staff.id, now))) return done(staff)
	await deleteSessionsOf(tx, staff.id)
	await deleteLinks(tx, KIND, String(staff.id))
	for (const key of await listApiKeys(tx))
		if (key.created_by === publicId) await claimApiKeyRevoked(tx, key.public_id, now)
	await insertAudit(tx, { at: now, actor: by, action: 'staff.revoke', subject: publicId, origin })
	await tellRevoked(work, staff)
	return done({ ...staff, revoked_at: now, address_id: null })
}

async function tellRevoked(work: Work, staff: Staff): Promise<void> {
	const address = staff.address_id === null ? undefined : await findAddressById(work.tx, staff.address_id)
	if (!address) return
	const { locale: shops, shopName } = await getSettings(work.tx)
	const locale = localeNames.find((name) => name === (address.locale ?? staff.locale)) ?? shops
	await queueReply(work, {
		addressId: address.id,
		channel: address.channel,
		reply: { text: say(locale, 'staff.revoked', { shop: shopName }), commands: 'shopper', kind: 'staff', locale },
	})
}
