import { z } from 'zod'
import { type ChannelEvent, type Reply, STATUS_STATES } from './channel.ts'

const channel = z.enum(['telegram', 'whatsapp-web', 'whatsapp-cloud', 'simulator'])
const locale = z.enum(['zh-HK', 'zh-Hant', 'en'])
const envelope = { channel, messageId: z.string(), address: z.string(), at: z.number() }

const inbound = z.object({
	kind: z.literal('message'),
	...envelope,
	text: z.string(),
	choice: z.string().exactOptional(),
	pressedMessageId: z.string().exactOptional(),
	contact: z.object({ phone: z.string(), own: z.boolean() }).exactOptional(),
	verifiedPhone: z.string().exactOptional(),
	unanswered: z.literal(true).exactOptional(),
	start: z.string().exactOptional(),
	media: z.enum(['photo', 'voice', 'file', 'other']).exactOptional(),
	mediaId: z.string().exactOptional(),
	name: z.string().exactOptional(),
	username: z.string().exactOptional(),
	locale: locale.exactOptional(),
})

const linkage = z.object({ kind: z.literal('linkage'), ...envelope, reachable: z.boolean() })

const status = z.object({
	kind: z.literal('status'),
	...envelope,
	platformMessageId: z.string(),
	state: z.enum(STATUS_STATES),
	reason: z.string().exactOptional(),
})

/** An event as the inbox keeps it. */
export const channelEvent: z.ZodType<ChannelEvent> = z.discriminatedUnion('kind', [inbound, linkage, status])

/** A reply as the outbox keeps it. */
export const storedReply: z.ZodType<Reply> = z.looseObject({
	text: z.string(),
	choices: z
		.array(z.object({ value: z.string(), label: z.string(), description: z.string().exactOptional() }))
		.exactOptional(),
	columns: z.union([z.literal(1), z.literal(2)]).exactOptional(),
	copy: z.object({ label: z.string(), value: z.string() }).exactOptional(),
	link: z.object({ label: z.string(), url: z.string() }).exactOptional(),
	picture: z.object({ base64: z.string() }).exactOptional(),
	file: z.object({ name: z.string(), mime: z.string(), text: z.string() }).exactOptional(),
	requestContact: z.object({ label: z.string() }).exactOptional(),
	removeKeyboard: z.boolean().exactOptional(),
	commands: z.enum(['staff', 'shopper']).exactOptional(),
	edits: z.string().exactOptional(),
	template: z.object({ name: z.string(), language: z.string(), variables: z.array(z.string()) }).exactOptional(),
	unasked: z.literal(true).exactOptional(),
	kind: z.enum(['service', 'promo', 'staff']),
	locale,
})
