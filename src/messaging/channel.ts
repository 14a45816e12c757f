import type { Span } from '../domain/message.ts'

/**
 * The port every channel implements. The core speaks in neutral messages; a channel only parses what comes in and
 * renders what goes out, and turns the platform's answers into outcomes.
 */

export type ChannelName = 'telegram' | 'whatsapp-web' | 'whatsapp-cloud' | 'simulator'

export type Locale = 'zh-HK' | 'zh-Hant' | 'en'

/** A phone number or account the person proved to hold: `own` is false when somebody else's contact was shared. */
export interface SharedContact {
	phone: string
	own: boolean
}

/** One message of a person, already understood as far as the platform goes. Text is trimmed to 4,096 characters. */
export interface Inbound {
	kind: 'message'
	channel: ChannelName
	/** Unique per channel: a redelivered update has the same one. */
	messageId: string
	/** The platform's id of the person, the same string that send() takes. */
	address: string
	at: number
	text: string
	/** The value of the button that was pressed, as it was given in Reply.choices. */
	choice?: string
	/** The platform's id of the message whose button was pressed. */
	pressedMessageId?: string
	contact?: SharedContact
	/** The number the platform says the person writes from, E.164: proved without asking (WhatsApp). */
	verifiedPhone?: string
	/** Done elsewhere in the app, such as stopping promotions in its settings: obeyed, not answered; it opens no window. */
	unanswered?: true
	/** The payload of t.me/<bot>?start=…; an empty string for a bare /start. */
	start?: string
	media?: 'photo' | 'voice' | 'file' | 'other'
	/** What fetchMedia() takes to give a photo or a voice message; absent where the channel cannot. */
	mediaId?: string
	name?: string
	username?: string
	/** The platform's idea of the person's language, already mapped. */
	locale?: Locale
}

/** The person blocked the bot (reachable: false) or let it in again. */
export interface Linkage {
	kind: 'linkage'
	channel: ChannelName
	messageId: string
	address: string
	at: number
	reachable: boolean
}

export const STATUS_STATES = ['sent', 'delivered', 'read', 'failed'] as const

/** A later word of the platform on a message that was sent. States only move forward. */
export interface Status {
	kind: 'status'
	channel: ChannelName
	/** Made by nameStatus, so that the core finds what came before the answer to send(). */
	messageId: string
	address: string
	at: number
	platformMessageId: string
	state: (typeof STATUS_STATES)[number]
	reason?: string
}

/** The id of a platform's word on a message: each state of it is told once. */
export function nameStatus(platformMessageId: string, state: Status['state']): string {
	return `${platformMessageId}:${state}`
}

export type ChannelEvent = Inbound | Linkage | Status

export interface Choice {
	/** ≤ 64 bytes of UTF-8. */
	value: string
	label: string
	/** A second line where the channel can show one (lists of the Cloud API). */
	description?: string
}

/** A message the platform approved beforehand, the only kind that may be sent outside the window of a conversation. */
export interface MessageTemplate {
	name: string
	/** As the platform writes it: zh_HK, en. */
	language: string
	/** Plain text for each gap, in their order. */
	variables: string[]
}

/** What the core wants said. Markup: *bold*, _italic_, `code`; a backslash escapes the next character. */
export interface Reply {
	text: string
	/** One row a choice unless `columns` says more. */
	choices?: Choice[]
	columns?: 1 | 2
	/** Offered as a copy button where the channel has one; the text shows it in any case. */
	copy?: { label: string; value: string }
	link?: { label: string; url: string }
	/** A picture, PNG or JPEG, as base64. The text becomes its caption. */
	picture?: { base64: string }
	/** A file to send along (the member's own data). */
	file?: { name: string; mime: string; text: string }
	/** Asks for the person's own phone number with the platform's button, where there is one. */
	requestContact?: { label: string }
	/** Takes a contact keyboard away again. */
	removeKeyboard?: boolean
	/** Where the app lists commands beside the chat: from now on those of staff, or of shoppers. */
	commands?: 'staff' | 'shopper'
	/** Where the channel can, this replaces the message whose button was pressed. */
	edits?: string
	/** Sent instead of everything else; the outbox takes it away while the window is open (window.ts). */
	template?: MessageTemplate
	/** Said without being asked: where that is a risk or a cost, it may have to wait until the person writes again. */
	unasked?: true
	kind: 'service' | 'promo' | 'staff'
	locale: Locale
}

/** The reason of a refusal that ends when the person writes again. */
export const OUTSIDE_WINDOW = 'outside-window'

/** What became of one attempt to send. Made only in bots/x/errors.ts. */
export type SendOutcome =
	| { kind: 'sent'; platformMessageId: string }
	/** Surely not delivered; try the same row again at this instant (ms UTC on the clock at the wall). */
	| { kind: 'retry'; at: number; reason: string; wholeAccount: boolean }
	/** The person cannot be reached any more: blocked, deleted, never existed. */
	| { kind: 'gone'; reason: string }
	/** Refused for what it is; sending it again would be refused again. With OUTSIDE_WINDOW only until she writes again. */
	| { kind: 'rejected'; reason: string }
	/** In doubt: it may have been delivered. */
	| { kind: 'unknown'; reason: string }

/** A message as its reader sees it, read back from what the channel would send. */
export interface Shown {
	spans: Span[]
	/** What stands on the buttons below it. */
	buttons: string[]
}

export interface Abilities {
	choices: 'buttons' | 'numbers'
	maxChoices: number
	/** Characters of a text message. */
	maxText: number
	/** A link stands below the text, and counts with it; elsewhere it is a button. */
	linkInText?: true
	/** May write first to somebody who never wrote. */
	coldStart: boolean
	/** Hours after the person's last message in which free text may be sent; undefined = always. */
	windowHours?: number
	/** Hours after the person's last message in which she may be told something unasked; undefined = always. */
	unaskedHours?: number
	/** Messages a second the account may send in bulk. */
	bulkPerSecond: number
	/** Messages a second one person may get; 1 when nothing is said. */
	chatPerSecond?: number
	/** Messages one person may get at once before that pace counts; 3 when nothing is said. */
	chatBurst?: number
	/** Tells by events what becomes of a message that was sent. */
	statuses?: boolean
	/** False: nobody is sent promotions through this channel, and members get them elsewhere or not at all. */
	promotions?: boolean
}

/** A picture or a voice message as the platform keeps it. */
export interface FetchedMedia {
	mime: string
	bytes: Uint8Array
}

/** Called by a channel for every event: resolves once the event is stored durably, so the channel may acknowledge it. */
export type ReceiveEvents = (events: { event: ChannelEvent; payload: string }[]) => Promise<void>

export interface Channel {
	name: ChannelName
	abilities: Abilities
	/** Public handle for links: the bot's user name or the shop's number; undefined until known. */
	handle(): string | undefined
	/**
	 * mayReceive says, at any moment, whether this node is the one that works for the account: a platform that gives its
	 * messages to one reader only is read while it is true. Absent: always.
	 */
	start(receive: ReceiveEvents, mayReceive?: () => boolean): Promise<void>
	/** Never throws for what the platform answers. The key is the same for a repeated attempt at the same message. */
	send(address: string, reply: Reply, key: string): Promise<SendOutcome>
	stop(): Promise<void>
	/** How the channel's own renderer makes a message look; absent where it adds nothing. Throws like send's renderer. */
	show?(reply: Reply): Shown
	/**
	 * When the next promotion may go out (ms UTC on the clock at the wall), or why none may until a person says so. Absent:
	 * at any time.
	 */
	promotions?(): { from: number } | { closed: string }
	/** What a person sent, by Inbound.mediaId; undefined when it is gone or too large. Throws when it cannot be asked now. */
	fetchMedia?(mediaId: string): Promise<FetchedMedia | undefined>
	/** One line for the console: connected, waiting for a code, refused. */
	health(): { state: 'up' | 'starting' | 'down' | 'off'; detail: string }
}
