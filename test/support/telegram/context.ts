import type { UserFromGetMe } from '@grammyjs/types'
import type { Chats } from './chats.ts'
import type { Flood } from './flood.ts'
import type { Profile } from './profile.ts'
import type { Time } from './time.ts'
import type { Updates } from './updates.ts'
import type { WebhookSender } from './webhook.ts'

/** One accepted message or edit, in the order the server took it. */
export interface Sent {
	at: number
	method: string
	chatId: number
	messageId: number
	text: string
}

/** A button press that spins on the person's screen until the bot answers it. */
export interface Press {
	chatId: number
	at: number
}

/** The state all methods work on. */
export interface Context {
	bot: UserFromGetMe
	chats: Chats
	updates: Updates
	profile: Profile
	flood: Flood
	time: Time
	random: () => number
	sent: Sent[]
	presses: Map<string, Press>
	/** The address updates are pushed to, when there is one. */
	webhook: { url: string; secret: string | undefined; maxConnections: number; sender: WebhookSender } | undefined
	/** Calls a method as a webhook's answer asked for it. */
	callUnseen: (method: string, params: Record<string, unknown>) => void
}
