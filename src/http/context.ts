import type { Context, Hono } from 'hono'
import type { RandomBytes } from '../lib/ids.ts'
import type { Log } from '../lib/log.ts'
import type { Channel } from '../messaging/channel.ts'
import type { BroadcastNeeds } from '../messaging/compose.ts'
import type { ApiKey } from '../store/api-keys.ts'
import type { SignedIn } from '../store/console-sessions.ts'
import type { Store } from '../store/transact.ts'

/** What is known about one request while it is answered. */
export interface RequestVariables {
	requestId: string
	apiKey: ApiKey
	signedIn: SignedIn | undefined
}

export type AppEnv = { Variables: RequestVariables }

export type AppContext = Context<AppEnv>

/** What a channel answers to a call of its platform. */
export interface WebhookAnswer {
	status: number
	body?: string
	headers?: Record<string, string>
}

/** Takes the raw body and the secret header; the channel checks, stores and answers. */
export type TelegramWebhook = (body: string, secretHeader: string | undefined) => Promise<WebhookAnswer>

/** What the Cloud API of WhatsApp calls: the handshake of its set-up, and bodies as they came with their signature. */
export interface WhatsAppWebhook {
	handshake(query: {
		mode: string | undefined
		verifyToken: string | undefined
		challenge: string | undefined
	}): WebhookAnswer
	receive(body: Uint8Array, signature: string | undefined): Promise<WebhookAnswer>
}

/** What the pages ask of the client that runs WhatsApp Web, besides its port. */
export interface WhatsAppWebDesk {
	situation(): WebSituation
	health(): { detail: string }
	handle(): string | undefined
	/** What links the number, while it waits to be linked. */
	pairing(): { qr?: string; code?: string } | undefined
	/** Asks for the characters to type on the phone with this number, digits only. Throws when it is not the moment. */
	pairByCode(phone: string): Promise<string>
	/** Tries again at once. */
	reconnect(): void
	promotionFigures(): { lastHour: number; today: number; dailyBudget: number; unanswered: number; stopped?: string }
	/** Lets promotions go on after a stop. */
	resumePromotions(): void
}

export type WebSituation =
	| 'off'
	| 'starting'
	| 'pairing'
	| 'up'
	| 'offline'
	| 'conflict'
	| 'logged-out'
	| 'broken'
	| 'no-browser'

/** A template as WhatsApp keeps it. */
export interface ShownTemplate {
	name: string
	language: string
	/** APPROVED, PENDING, REJECTED …, in the platform's own word. */
	status: string
	category: string
	/** The words with their numbered gaps. */
	text: string
	gaps: number
	/** Shipped with the program, for notices. */
	isShipped: boolean
}

/** What the pages ask of the Cloud API, besides its port. */
export interface WhatsAppCloudDesk {
	/** What WhatsApp has; or why it could not be asked, in a sentence. */
	listTemplates(): Promise<{ templates: ShownTemplate[] } | { trouble: string }>
}

/** Pages of somebody else under a path of this server; those below /demo only the owner sees once the shop is set up. */
export interface Mount {
	path: string
	app: Hono
}

export interface HttpConfig {
	/** Where the world reaches us, without a slash at the end; undefined: nowhere. */
	publicUrl: string | undefined
}

/** What all parts of the server take from outside. */
export interface AppNeeds {
	store: Store
	config: HttpConfig
	log: Log
	random: RandomBytes
	/** Makes the id of a request. */
	newRequestId: () => string
	/** The running channels of the shop. */
	channels: readonly Channel[]
	/** What broadcasts are rendered with. */
	broadcasts: BroadcastNeeds
	/** Called after a request wrote messages to send. */
	wake?: () => void
	/** Called after the rules changed: what follows from them for members need not wait. */
	wakeJobs?: () => void
	telegramWebhook?: TelegramWebhook
	whatsappWebhook?: WhatsAppWebhook
	whatsappWeb?: WhatsAppWebDesk
	whatsappCloud?: WhatsAppCloudDesk
	mounts?: readonly Mount[]
	/** The shop is made up: there is nothing to connect, and nobody to bring along. */
	isDemo?: true
}
