import { z } from 'zod'
import { done, type Refusal, type Result, refuse } from '../domain/result.ts'
import { segmentSchema } from '../segments/segment.ts'
import { getAddress, listAddresses } from '../store/addresses.ts'
import {
	type BroadcastRow,
	type BroadcastState,
	findBroadcast,
	insertBroadcast,
	setBroadcastContent,
	setBroadcastState,
} from '../store/broadcasts.ts'
import type { Db } from '../store/db.ts'
import { findMember } from '../store/members.ts'
import { getSettings } from '../store/settings.ts'
import type { Store, Work } from '../store/transact.ts'
import { type AudiencePreview, type AudienceRule, audienceRule, previewAudience } from './audience.ts'
import type { Channel, Locale, Reply } from './channel.ts'
import { type CostEstimate, estimateBroadcast, findCostProblems } from './cost.ts'
import { queueReply } from './outbox.ts'
import { loadPicture } from './picture.ts'
import {
	type BroadcastContent,
	broadcastContent,
	type ContentProblem,
	chooseText,
	findLengthProblems,
	findTextProblems,
	findWindowProblems,
	listAllVariables,
	localeNames,
	type MemberFacts,
	type Reader,
	renderPromotion,
	type Sentences,
} from './template.ts'

/** What broadcasts need of the rest of the program. */
export interface BroadcastNeeds {
	sentences: Sentences
	/** The values of the variables for a member, as text in a language. */
	factsOf(db: Db, reader: { memberId: number; locale: Locale; now: number }): Promise<MemberFacts>
	/** The channels the shop has set up. */
	channels: readonly Pick<Channel, 'name' | 'abilities' | 'show'>[]
	/** Where a message is shown as it would look; by its channels when nothing is said. */
	looks?: readonly Pick<Channel, 'name' | 'show'>[]
}

/** A broadcast as the merchant composes it; checked at the edge. */
export const broadcastDraft = z.object({
	name: z.string().trim().min(1).max(200),
	segment: segmentSchema,
	content: broadcastContent,
	/** Undefined: every channel of the shop. */
	channels: z
		.array(z.enum(['telegram', 'whatsapp-web', 'whatsapp-cloud', 'simulator']))
		.min(1)
		.exactOptional(),
	/** Share of the audience held out as control group, in 1/10,000. */
	holdoutPermyriad: z.int().min(0).max(5_000).default(0),
})

export type BroadcastDraft = z.infer<typeof broadcastDraft>

export type NoSuchBroadcast = Refusal<'no-such-broadcast', undefined>
export type Changed = Refusal<'changed', { version: number }>
export type WrongState = Refusal<'wrong-state', { state: string }>

/** A broadcast as its row says it. */
export interface Broadcast extends AudienceRule {
	id: number
	publicId: string
	name: string
	state: BroadcastState
	version: number
	content: BroadcastContent
	channels: string[] | null
	holdoutPermyriad: number
	audience: AudiencePreview | null
	createdAt: number
	scheduledAt: number | null
	startedAt: number | null
	finishedAt: number | null
	pauseReason: string | null
}

const storedChannels = z.array(z.string()).nullable()

/** Reads the row of a broadcast. */
export function readBroadcast(row: BroadcastRow): Broadcast {
	return {
		...audienceRule.parse(JSON.parse(row.segment)),
		id: row.id,
		publicId: row.public_id,
		name: row.name,
		state: row.state as BroadcastState,
		version: row.version,
		content: broadcastContent.parse(JSON.parse(row.content)),
		channels: storedChannels.parse(JSON.parse(row.channels ?? 'null')),
		holdoutPermyriad: row.holdout_permyriad,
		audience: row.audience === null ? null : (JSON.parse(row.audience) as AudiencePreview),
		createdAt: row.created_at,
		scheduledAt: row.scheduled_at,
		startedAt: row.started_at,
		finishedAt: row.finished_at,
		pauseReason: row.pause_reason,
	}
}

/** The channels a broadcast uses: those it names, of those the shop has and that take promotions. */
export function channelsOf(
	broadcast: Pick<Broadcast, 'channels'>,
	available: readonly { name: string; abilities?: Pick<Channel['abilities'], 'promotions'> }[],
): string[] {
	const names = available.filter(({ abilities }) => abilities?.promotions !== false).map(({ name }) => name)
	return broadcast.channels ? names.filter((name) => broadcast.channels?.includes(name)) : names
}

/** The windows of the channels that have one, in hours. */
export function windowsOf(channels: BroadcastNeeds['channels']): Record<string, number> {
	return Object.fromEntries(
		channels.flatMap(({ name, abilities: { windowHours } }) =>
			windowHours === undefined ? [] : [[name, windowHours]],
		),
	)
}

const draftColumns = (draft: BroadcastDraft, rule: AudienceRule) => ({
	name: draft.name,
	segment: JSON.stringify(rule),
	content: JSON.stringify(draft.content),
	picture: draft.content.picture?.hash ?? null,
	channels: draft.channels ? JSON.stringify(draft.channels) : null,
	holdout_permyriad: draft.holdoutPermyriad,
})

async function insertDraft(work: Work, draft: BroadcastDraft, rule: AudienceRule, by: string): Promise<BroadcastRow> {
	return await insertBroadcast(work.tx, {
		...draftColumns(draft, rule),
		public_id: work.newId('brd'),
		state: 'draft',
		salt: Buffer.from(work.random(16)).toString('base64url'),
		created_at: work.now,
		created_by: by,
	})
}

/** Writes a new draft. */
export async function createBroadcast(work: Work, draft: BroadcastDraft, by: string): Promise<Broadcast> {
	return readBroadcast(await insertDraft(work, draft, { segment: draft.segment }, by))
}

/** Replaces a draft, if nobody else did so since `version`; what was checked or approved must be so again. */
export async function updateBroadcast(
	work: Work,
	edit: { publicId: string; version: number; draft: BroadcastDraft },
): Promise<Result<Broadcast, NoSuchBroadcast | Changed | WrongState>> {
	const row = await findBroadcast(work.tx, edit.publicId)
	if (!row) return refuse('no-such-broadcast')
	const before = readBroadcast(row)
	const states = ['draft', 'checked', 'approved'] as const
	if (!states.some((state) => state === before.state)) return refuse('wrong-state', { state: before.state })
	const rule = { segment: edit.draft.segment, ...(before.of ? { of: before.of } : {}) }
	const change = { ...draftColumns(edit.draft, rule), state: 'draft', audience: null }
	const changed = await setBroadcastContent(work.tx, { id: row.id, version: edit.version, states }, change)
	if (!changed) return refuse('changed', { version: row.version })
	return done(await getByPublicId(work.tx, edit.publicId))
}

/** A new draft of the same words, to those only whom an earlier one did not surely reach. */
export async function cloneBroadcast(
	work: Work,
	clone: { publicId: string; states: ('failed' | 'unknown')[]; by: string },
): Promise<Result<Broadcast, NoSuchBroadcast>> {
	const row = await findBroadcast(work.tx, clone.publicId)
	if (!row) return refuse('no-such-broadcast')
	const { name, segment, content, channels } = readBroadcast(row)
	const draft = { name, segment, content, holdoutPermyriad: 0, ...(channels ? { channels } : {}) } as BroadcastDraft
	const rule: AudienceRule = { segment, of: { broadcastId: row.id, states: clone.states } }
	return done(readBroadcast(await insertDraft(work, draft, rule, clone.by)))
}

export async function getByPublicId(db: Db, publicId: string): Promise<Broadcast> {
	const row = await findBroadcast(db, publicId)
	if (!row) throw new Error('no such broadcast')
	return readBroadcast(row)
}

/** The preview of the audience, and everything that keeps the broadcast from being sent. */
export async function inspectBroadcast(
	store: Pick<Store, 'db' | 'reports' | 'now'>,
	needs: BroadcastNeeds,
	broadcast: Broadcast,
): Promise<{ audience: AudiencePreview; cost: CostEstimate | undefined; problems: ContentProblem[] }> {
	const { content, holdoutPermyriad } = broadcast
	const names = channelsOf(broadcast, needs.channels)
	const used = needs.channels
		.filter(({ name }) => names.includes(name))
		.map(({ name, abilities: { maxText, linkInText } }) => ({ name, maxText, ...(linkInText ? { linkInText } : {}) }))
	const settings = await getSettings(store.db)
	const windows = windowsOf(needs.channels)
	const audience = await previewAudience(store, broadcast, { channels: names, windows, holdoutPermyriad })
	const { prices } = settings.whatsappCloud
	const cost = estimateBroadcast(audience, prices)
	const connected = needs.channels.map(({ name }) => name)
	const problems = [
		...(names.length === 0 ? [{ problem: 'no-channel' as const, connected }] : []),
		...findTextProblems(content),
		...findLengthProblems(content, used, { settings, sentences: needs.sentences }),
		...findWindowProblems(content, audience.channels),
		...findCostProblems(cost, prices),
		...(names.length > 0 && audience.total.receive === 0 ? [{ problem: 'nobody' as const }] : []),
	]
	return { audience, cost, problems }
}

export type HasProblems = Refusal<'problems', { problems: ContentProblem[]; audience: AudiencePreview }>

/** Checks a draft: variables, lengths, frame, at least one member who can be reached. Without a problem it is checked. */
export async function checkBroadcast(
	store: Store,
	needs: BroadcastNeeds,
	publicId: string,
): Promise<Result<Broadcast, NoSuchBroadcast | WrongState | Changed | HasProblems>> {
	const row = await findBroadcast(store.db, publicId)
	if (!row) return refuse('no-such-broadcast')
	const broadcast = readBroadcast(row)
	if (broadcast.state !== 'draft' && broadcast.state !== 'checked')
		return refuse('wrong-state', { state: broadcast.state })
	const { audience, problems } = await inspectBroadcast(store, needs, broadcast)
	if (problems.length > 0) return refuse('problems', { problems, audience })
	const move = { id: row.id, from: ['draft', 'checked'], to: 'checked', version: row.version } as const
	return await store.transact(async ({ tx }) => {
		const moved = await setBroadcastState(tx, move, { audience: JSON.stringify(audience) })
		const now = await getByPublicId(tx, publicId)
		return moved ? done(now) : refuse('changed', { version: now.version })
	})
}

const knownLocale = (text: string | null | undefined) => localeNames.find((name) => name === text)

/** The languages of a reader as the rows say them. */
export function readerOf(locales: { member: string | null | undefined; address: string | null | undefined }): Reader {
	return { chosenLocale: knownLocale(locales.member), guessedLocale: knownLocale(locales.address) }
}

export interface RenderFor {
	content: BroadcastContent
	reader: Reader
	member: { id: number; name: string } | undefined
	now: number
	/** That of the content, loaded once for all its messages; without it the words alone are rendered. */
	picture?: Reply['picture']
	test?: boolean
}

/** The message as one member gets it; her figures are read only where the text names them. */
export async function renderFor(db: Db, needs: BroadcastNeeds, render: RenderFor): Promise<Reply> {
	const { content, reader, member, now, picture, test = false } = render
	const settings = await getSettings(db)
	const wanted = reader.chosenLocale ?? reader.guessedLocale ?? settings.locale
	const [locale, chosen] = chooseText(content, wanted, settings.locale)
	const asked = listAllVariables(chosen).some((name) => name !== 'name' && name !== 'coupon')
	const figures = asked && member ? await needs.factsOf(db, { memberId: member.id, locale, now }) : {}
	const facts = { ...(member ? { name: member.name } : {}), ...figures }
	return renderPromotion(content, () => facts, {
		reader,
		settings,
		sentences: needs.sentences,
		picture,
		test,
	})
}

/** Sends a broadcast, marked as a test, to one address only: the merchant's own. */
export async function sendTest(
	work: Work,
	needs: BroadcastNeeds,
	test: { publicId: string; addressId: number; locale?: Locale },
): Promise<Result<Reply, NoSuchBroadcast>> {
	const row = await findBroadcast(work.tx, test.publicId)
	if (!row) return refuse('no-such-broadcast')
	const address = await getAddress(work.tx, test.addressId)
	const member = address.member_id === null ? undefined : await findMember(work.tx, address.member_id)
	const reader = readerOf({ member: test.locale ?? member?.locale, address: address.locale })
	const { content } = readBroadcast(row)
	const reply = await renderFor(work.tx, needs, {
		content,
		reader,
		member,
		now: work.now,
		test: true,
		...(await loadPicture(work.tx, content)),
	})
	await queueReply(work, { addressId: address.id, channel: address.channel, reply, kind: 'test' })
	return done(reply)
}

/** The message of a broadcast as a real member would get it. */
export async function previewMessage(
	store: Pick<Store, 'db' | 'now'>,
	needs: BroadcastNeeds,
	preview: { broadcast: Pick<Broadcast, 'content'>; memberId: number },
): Promise<Reply> {
	const member = await findMember(store.db, preview.memberId)
	const addresses = member ? await listAddresses(store.db, member.id) : []
	const last = addresses.toSorted((a, b) => (b.last_inbound_at ?? 0) - (a.last_inbound_at ?? 0))[0]
	const reader = readerOf({ member: member?.locale, address: last?.locale })
	return await renderFor(store.db, needs, { content: preview.broadcast.content, reader, member, now: store.now() })
}
