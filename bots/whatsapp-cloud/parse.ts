import { z } from 'zod'
import { cutText } from '../../src/domain/message.ts'
import {
	type ChannelEvent,
	type Inbound,
	type Linkage,
	nameStatus,
	STATUS_STATES,
	type Status,
} from '../../src/messaging/channel.ts'
import { type Identity, identify } from './addresses.ts'
import { meansOf, reasonOf } from './errors.ts'

const MAX_TEXT = 4096
const MAX_NAME = 200
const MAX_ID = 256

/** Anything in the wrong place counts as not being there, so that one strange message never hides the others. */
const text = z.string().optional().catch(undefined)
const list = <T extends z.ZodType>(item: T) => z.array(item).catch([])
const looseText = z.object({ body: text }).optional().catch(undefined)
const captioned = z.object({ caption: text, id: text }).optional().catch(undefined)
const pressed = z.object({ id: text, title: text }).optional().catch(undefined)

const contact = z
	.object({
		wa_id: text,
		user_id: text,
		profile: z.object({ name: text, username: text }).optional().catch(undefined),
	})
	.catch({})

const message = z
	.object({
		id: text,
		from: text,
		from_user_id: text,
		timestamp: z.coerce.number().optional().catch(undefined),
		type: text,
		text: looseText,
		image: captioned,
		video: captioned,
		document: captioned,
		audio: captioned,
		voice: captioned,
		button: z.object({ payload: text, text }).optional().catch(undefined),
		interactive: z.object({ type: text, button_reply: pressed, list_reply: pressed }).optional().catch(undefined),
		context: z.object({ id: text }).optional().catch(undefined),
		contacts: list(z.object({ phones: list(z.object({ phone: text, wa_id: text }).catch({})) }).catch({ phones: [] })),
	})
	.catch({ contacts: [] })

const status = z
	.object({
		id: text,
		status: text,
		timestamp: z.coerce.number().optional().catch(undefined),
		recipient_id: text,
		recipient_user_id: text,
		biz_opaque_callback_data: text,
		errors: list(z.object({ code: z.number().catch(0) }).catch({ code: 0 })),
	})
	.catch({ errors: [] })

const preference = z
	.object({
		wa_id: text,
		user_id: text,
		category: text,
		value: text,
		timestamp: z.coerce.number().optional().catch(undefined),
	})
	.catch({})

const value = z
	.object({
		metadata: z.object({ phone_number_id: text }).optional().catch(undefined),
		contacts: list(contact),
		messages: list(message),
		statuses: list(status),
		user_preferences: list(preference),
	})
	.catch({ contacts: [], messages: [], statuses: [], user_preferences: [] })

const webhook = z.object({
	entry: list(
		z.object({ changes: list(z.object({ field: text, value }).catch(emptyChange())) }).catch({ changes: [] }),
	),
})

function emptyChange() {
	return { field: undefined, value: { contacts: [], messages: [], statuses: [], user_preferences: [] } }
}

type Value = z.output<typeof value>
type Message = z.output<typeof message>

export interface Parsed {
	events: ChannelEvent[]
	/** Codes of failed messages, for the state of the account. */
	codes: number[]
}

interface Frame {
	phoneNumberId: string
	/** For what carries no time of its own. */
	receivedAt: number
}

/** Everything a webhook's body means to the core, in its order; what is not for this number is left out. */
export function parseWebhook(body: string, frame: Frame): Parsed {
	const parsed = webhook.safeParse(readJson(body))
	const result: Parsed = { events: [], codes: [] }
	if (!parsed.success) return result
	for (const change of parsed.data.entry.flatMap((entry) => entry.changes)) {
		const { value } = change
		if (value.metadata?.phone_number_id !== frame.phoneNumberId) continue
		for (const one of value.messages) addEvent(result.events, parseMessage(one, value, frame))
		for (const one of value.statuses) {
			result.events.push(...parseStatus(one, frame))
			if (one.status === 'failed') result.codes.push(...one.errors.map(({ code }) => code))
		}
		for (const one of value.user_preferences) addEvent(result.events, parsePreference(one, frame))
	}
	return result
}

function addEvent(events: ChannelEvent[], event: ChannelEvent | undefined) {
	if (event) events.push(event)
}

function readJson(body: string): unknown {
	try {
		return JSON.parse(body)
	} catch {
		return undefined
	}
}

function parseMessage(one: Message, value: Value, frame: Frame): Inbound | undefined {
	const { id } = one
	const known = value.contacts.find(
		(contact) =>
			(contact.user_id !== undefined && contact.user_id === one.from_user_id) ||
			(contact.wa_id !== undefined && contact.wa_id === one.from),
	)
	const sender = known ?? (value.contacts.length === 1 && value.messages.length === 1 ? value.contacts[0] : undefined)
	const who = identify([one.from_user_id, sender?.user_id, one.from, sender?.wa_id])
	const said = id && who && saidIn(one, who)
	if (!id || id.length > MAX_ID || !who || !said) return undefined
	const name = cleanLine(sender?.profile?.name ?? '')
	const username = cleanLine(sender?.profile?.username ?? '')
	return {
		kind: 'message',
		channel: 'whatsapp-cloud',
		messageId: cleanText(id),
		address: who.address,
		at: instantOf(one.timestamp, frame),
		...said,
		...(who.phone ? { verifiedPhone: who.phone } : {}),
		...(name ? { name } : {}),
		...(username ? { username } : {}),
	}
}

type Said = Pick<Inbound, 'text' | 'choice' | 'pressedMessageId' | 'contact' | 'media' | 'mediaId'>

const MEDIA: Record<string, NonNullable<Inbound['media']>> = {
	image: 'photo',
	audio: 'voice',
	voice: 'voice',
	document: 'file',
	video: 'other',
	sticker: 'other',
	location: 'other',
	order: 'other',
	unsupported: 'other',
}

/** What the message says; undefined for reactions, notes of the system and the like. */
function saidIn(one: Message, who: Identity): Said | undefined {
	const type = one.type ?? ''
	if (type === 'text') {
		const said = cleanText(one.text?.body ?? '')
		return said ? { text: said } : undefined
	}
	if (type === 'button') return choiceOf(one, { id: one.button?.payload, title: one.button?.text })
	if (type === 'interactive') return choiceOf(one, one.interactive?.button_reply ?? one.interactive?.list_reply)
	if (type === 'contacts') return contactOf(one, who)
	const media = Object.hasOwn(MEDIA, type) ? MEDIA[type] : undefined
	const caption = cleanText(one.image?.caption ?? one.video?.caption ?? one.document?.caption ?? '')
	const mediaId = (one.image ?? one.audio ?? one.voice)?.id
	return media && { text: caption, media, ...(mediaId && mediaId.length <= MAX_ID ? { mediaId } : {}) }
}

function choiceOf(one: Message, press: { id?: string | undefined; title?: string | undefined } | undefined) {
	const choice = cleanText(press?.id ?? '')
	// the form of a template's button without a value, and answers to forms we never send
	if (!choice) return press?.title ? { text: cleanText(press.title) } : ({ text: '', media: 'other' } as const)
	const pressedMessageId = cleanText(one.context?.id ?? '')
	return { text: '', choice, ...(pressedMessageId ? { pressedMessageId } : {}) }
}

function contactOf(one: Message, who: Identity): Said | undefined {
	const shared = one.contacts.flatMap(({ phones }) => phones)[0]
	const phone = cleanText(shared?.wa_id ?? shared?.phone ?? '')
	if (!phone) return { text: '', media: 'other' }
	return { text: '', contact: { phone, own: who.phone !== undefined && identify([phone])?.phone === who.phone } }
}

function parseStatus(one: z.output<typeof status>, frame: Frame): (Status | Linkage | Inbound)[] {
	const state = STATUS_STATES.find((name) => name === one.status)
	const { id, biz_opaque_callback_data: sentTo } = one
	const who = identify([one.recipient_user_id, one.recipient_id])
	const address = sentTo && /^(phone|bsuid):/.test(sentTo) ? cleanText(sentTo) : who?.address
	if (!state || !id || id.length > MAX_ID || !address) return []
	const at = instantOf(one.timestamp, frame)
	const base = { channel: 'whatsapp-cloud', address, at } as const
	const code = one.errors[0]?.code ?? 0
	const event: Status = {
		...base,
		kind: 'status',
		messageId: nameStatus(cleanText(id), state),
		platformMessageId: cleanText(id),
		state,
		...(state === 'failed' ? { reason: code ? reasonOf(code) : 'failed' } : {}),
	}
	const means = state === 'failed' ? meansOf(code) : undefined
	if (means === 'stopped') return [event, stopOf(base, `${id}:stopped`)]
	if (means !== 'unreachable') return [event]
	return [event, { ...base, kind: 'linkage', messageId: cleanText(`${id}:unreachable`), reachable: false }]
}

/** Who stops promotions in the settings of WhatsApp has said so to us, as if by STOP. */
function parsePreference(one: z.output<typeof preference>, frame: Frame): Inbound | undefined {
	if (one.category !== 'marketing_messages' || one.value !== 'stop') return undefined
	const who = identify([one.user_id, one.wa_id])
	const at = instantOf(one.timestamp, frame)
	return who && stopOf({ channel: 'whatsapp-cloud', address: who.address, at }, `stop:${who.address}:${at}`)
}

function stopOf(base: Pick<Inbound, 'channel' | 'address' | 'at'>, messageId: string): Inbound {
	return { ...base, kind: 'message', messageId: cleanText(messageId), text: 'STOP', unanswered: true }
}

/** Seconds as they come; never later than now, so that no clock of theirs keeps a window open. */
function instantOf(seconds: number | undefined, { receivedAt }: Frame): number {
	const at = (seconds ?? Number.NaN) * 1000
	return Number.isSafeInteger(at) && at > 0 ? Math.min(at, receivedAt) : receivedAt
}

const cleanLine = (said: string) =>
	cutText(
		cleanText(said)
			.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
			.trim(),
		MAX_NAME,
	)

/** No half characters and no NUL, which databases refuse; no more than a message can hold. */
function cleanText(said: string): string {
	const whole = said.slice(0, MAX_TEXT).toWellFormed().replaceAll('\u0000', '')
	return said.length > MAX_TEXT ? whole.replace(/\ufffd$/, '') : whole
}
