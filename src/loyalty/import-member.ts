import { type Day, isMonthAndDay } from '../domain/calendar.ts'
import { expiryOf } from '../domain/earning.ts'
import { normalizePhone } from '../domain/phone.ts'
import { credit } from '../domain/points.ts'
import { done, type Refusal, type Result, refuse } from '../domain/result.ts'
import { rankOf } from '../domain/tiers.ts'
import { listAddresses } from '../store/addresses.ts'
import { findImportedConsent, insertConsent, listConsents } from '../store/consents.ts'
import { skipDeliveriesOf } from '../store/deliveries.ts'
import { listEntriesOfCause } from '../store/entries.ts'
import { findPhone, insertPhone, listPhones } from '../store/member-phones.ts'
import { insertTags } from '../store/member-tags.ts'
import {
	findLivingMember,
	findMemberByRef,
	getMember,
	lockMember,
	type Member,
	type MemberChange,
	setMember,
} from '../store/members.ts'
import { listMarked, setMark } from '../store/phone-marks.ts'
import { getProgramAt } from '../store/programs.ts'
import { getSettings } from '../store/settings.ts'
import type { Work } from '../store/transact.ts'
import { createMember } from './create-member.ts'
import { closeLedger, localDay, openLedger, post } from './ledger.ts'
import { hashAddress, logConsent, PROMOTIONS } from './set-consent.ts'
import { tidyName } from './set-name.ts'
import { setTier } from './set-tier.ts'

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
	/** Neither phone nor id nor e-mail: nobody could be found again. */
	| Refusal<'nobody', undefined>
	| Refusal<'points-invalid', undefined>
	| Refusal<'birthday-invalid', undefined>
	| Refusal<'tier-unknown', undefined>
	/** Phone and id are those of two different members. */
	| Refusal<'two-members', undefined>

/** The cause of an opening balance: a member has one, however often a list is imported. */
const IMPORT = 'import'

/** What a row says, checked. */
interface Row extends MemberImport {
	/** E.164. */
	number: string | undefined
	phoneHash: string | undefined
	today: Day
}

/** Takes one row of a member list; a second time it changes nothing, and never gives points twice. */
export async function importMember(
	work: Work,
	input: MemberImport,
): Promise<Result<MemberImported, ImportMemberRefusal>> {
	const checked = await check(work, input)
	if (!checked.ok) return checked
	const row = checked.value
	const found = await findOne(work, row)
	if (!found.ok) return found
	const known = found.value
	const member = known ? await lockMember(work.tx, known.id) : await make(work, row)
	const changes = [
		await fillRow(work, row, member),
		await addPhone(work, row, member),
		(await insertTags(work.tx, member.id, tidyTags(row.tags))) > 0,
		await givePoints(work, row, member),
		await giveTier(work, row, member),
	]
	const consent = await takeConsent(work, row, member)
	const changed = changes.includes(true) || consent.changed
	return done({
		memberId: member.id,
		state: known ? (changed ? 'updated' : 'unchanged') : 'created',
		optedOut: consent.optedOut,
	})
}

async function check(work: Work, input: MemberImport): Promise<Result<Row, ImportMemberRefusal>> {
	const { tx, keys } = work
	const number = input.phone ? normalizePhone(input.phone, (await getSettings(tx)).country) : undefined
	if (input.phone && number === undefined) return refuse('phone-invalid')
	if (number === undefined && !input.externalRef && !input.email) return refuse('nobody')
	const today = await localDay(tx, work.now)
	const { points = 0, pointsExpireOn: ends, birthday, tierId } = input
	if (!Number.isSafeInteger(points) || points < 0 || points > 10_000_000) return refuse('points-invalid')
	if (points > 0 && ends !== undefined && ends !== null && ends < today) return refuse('points-invalid')
	if (birthday && !isMonthAndDay(birthday.month, birthday.day)) return refuse('birthday-invalid')
	const { rules } = await getProgramAt(tx, work.now)
	if (tierId !== undefined && !rules.tiers.some((tier) => tier.id === tierId)) return refuse('tier-unknown')
	const phoneHash = number === undefined ? undefined : keys.hash('phone', number)
	return done({ ...input, externalRef: refOf(input, number), number, phoneHash, today })
}

/** The member a row is about: by phone, else by the file's own id; nobody by name or e-mail alone. */
async function findOne({ tx }: Work, row: Row): Promise<Result<Member | undefined, ImportMemberRefusal>> {
	const phone = row.phoneHash === undefined ? undefined : await findPhone(tx, row.phoneHash)
	const byPhone = phone && (await findLivingMember(tx, phone.member_id))
	const ref = row.externalRef ? await findMemberByRef(tx, row.externalRef) : undefined
	const byRef = ref && (await findLivingMember(tx, ref.id))
	if (byPhone && byRef && byPhone.id !== byRef.id) return refuse('two-members')
	return done(byPhone ?? byRef)
}

async function make(work: Work, row: Row): Promise<Member> {
	return await createMember(work, {
		status: 'imported',
		name: row.name,
		email: row.email || null,
		locale: row.locale ?? null,
		externalRef: row.externalRef,
		joinSource: row.source,
	})
}

// without a phone or an id, the e-mail is what a second run finds the person by
function refOf({ externalRef, email, source }: MemberImport, number: string | undefined): string | undefined {
	if (externalRef) return externalRef
	return number === undefined && email ? `${source}:${email.trim().toLowerCase()}` : undefined
}

/** Fills what is not known yet; what a member says of herself is never overwritten by a file. */
async function fillRow(work: Work, row: Row, member: Member): Promise<boolean> {
	const change: MemberChange = {}
	const name = tidyName(row.name ?? '')
	if (member.name === '' && name !== '') change.name = name
	if (member.email === null && row.email) change.email = row.email
	if (member.locale === null && row.locale) change.locale = row.locale
	if (member.external_ref === null && row.externalRef) change.external_ref = row.externalRef
	if (member.birthday_month === null && row.birthday) {
		change.birthday_month = row.birthday.month
		change.birthday_day = row.birthday.day
		change.birthday_set_at = work.now
	}
	if (Object.keys(change).length === 0) return false
	await setMember(work.tx, member.id, change)
	return true
}

async function addPhone({ tx, keys, now }: Work, row: Row, member: Member): Promise<boolean> {
	if (row.number === undefined || row.phoneHash === undefined) return false
	return await insertPhone(tx, {
		phone_hash: row.phoneHash,
		member_id: member.id,
		phone_encrypted: keys.encrypt(row.number),
		verified_at: null,
		added_at: now,
	})
}

function tidyTags(tags: readonly string[] = []): string[] {
	return [...new Set(tags.map((tag) => tag.trim().slice(0, 40)).filter((tag) => tag !== ''))]
}

async function givePoints(work: Work, row: Row, { id: memberId }: Member): Promise<boolean> {
	const { points = 0, pointsExpireOn: ends, today } = row
	if (points === 0 || (await listEntriesOfCause(work.tx, memberId, IMPORT)).length > 0) return false
	const program = await getProgramAt(work.tx, work.now)
	const open = await openLedger(work, { memberId, today, lots: 'none' })
	const expiresOn = ends ?? expiryOf(program.rules.expiry, today)
	const facts = { source: row.source }
	post(
		open,
		credit(open.ledger, { kind: 'import', points, availableOn: today, expiresOn, today, cause: IMPORT, facts }),
	)
	await closeLedger(work, open, { programId: program.id, by: row.by })
	return true
}

/** Raises to the tier of the file; a member who has risen above it since stays there. */
async function giveTier(work: Work, row: Row, { id: memberId }: Member): Promise<boolean> {
	if (row.tierId === undefined) return false
	const { rules } = await getProgramAt(work.tx, work.now)
	const member = await getMember(work.tx, memberId)
	if (rankOf(rules, row.tierId) <= rankOf(rules, member.tier_id)) return false
	const { tierId, tierEndsOn: endsOn } = row
	const given = await setTier(work, { memberId, tierId, cause: 'import', ...(endsOn === undefined ? {} : { endsOn }) })
	return given.ok && given.value.changed
}

/** Takes proof of consent for the day the person writes in, and an opt-out at once; nothing revives an opt-out. */
async function takeConsent(work: Work, row: Row, member: Member): Promise<{ changed: boolean; optedOut: boolean }> {
	const { consent } = row
	if (consent?.state === 'withdrawn') return { changed: await optOut(work, row, member), optedOut: true }
	const optedOut = await isOptedOut(work, member)
	if (consent?.state !== 'granted' || optedOut || !isProof(consent)) return { changed: false, optedOut }
	const known = await findImportedConsent(work.tx, member.id, PROMOTIONS)
	if (known?.state === 'granted' && known.at === consent.at) return { changed: false, optedOut }
	await logImported(work, row, { memberId: member.id, consent })
	return { changed: true, optedOut }
}

type ImportedConsent = NonNullable<MemberImport['consent']>

function isProof({ at, source, wording }: ImportedConsent): boolean {
	return Number.isSafeInteger(at) && source.trim() !== '' && wording.trim() !== ''
}

async function isOptedOut({ tx, keys, now }: Work, member: Member): Promise<boolean> {
	const phones = await listPhones(tx, member.id)
	const addresses = await listAddresses(tx, member.id)
	const hashes = [
		...phones.map((phone) => phone.phone_hash),
		...addresses.map((address) => hashAddress({ keys }, address)),
	]
	if ((await listMarked(tx, 'opted-out', hashes, now)).length > 0) return true
	return (await listConsents(tx, member.id)).some((line) => line.purpose === PROMOTIONS && line.state === 'withdrawn')
}

async function logImported(
	{ tx, keys }: Work,
	row: Row,
	{ memberId, consent }: { memberId: number; consent: ImportedConsent },
): Promise<void> {
	await insertConsent(tx, {
		member_id: memberId,
		address_id: null,
		channel: consent.channel ?? null,
		purpose: PROMOTIONS,
		state: consent.state,
		text_version: consent.wording,
		language: row.locale ?? null,
		source: IMPORT,
		message_id: null,
		original: keys.encrypt(JSON.stringify({ source: consent.source, list: row.source })),
		at: consent.at,
	})
}

async function optOut(work: Work, row: Row, member: Member): Promise<boolean> {
	const { tx, now } = work
	const { consent } = row
	const known = await findImportedConsent(tx, member.id, PROMOTIONS)
	if (!consent || known?.state === 'withdrawn') return false
	await logImported(work, row, { memberId: member.id, consent })
	for (const { phone_hash: hash } of await listPhones(tx, member.id))
		await setMark(tx, { hash, kind: 'opted-out', at: now, until: null, note: null })
	await skipDeliveriesOf(tx, member.id, 'opted out', now)
	for (const address of await listAddresses(tx, member.id))
		await logConsent(work, address, {
			state: 'withdrawn',
			source: IMPORT,
			messageId: null,
			language: row.locale ?? null,
			wording: consent.wording,
		})
	return true
}
