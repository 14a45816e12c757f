import type { Generated } from 'kysely'

export interface InboxTable {
	id: Generated<number>
	channel: string
	message_id: string
	address: string
	event: string
	received_at: number
	handled_at: number | null
	attempts: Generated<number>
	error: string | null
}

export interface OutboxTable {
	id: Generated<number>
	address_id: number
	channel: string
	kind: string
	reply: string
	key: string | null
	state: string
	due_at: number
	created_at: number
	attempts: Generated<number>
	claimed_by: string | null
	claimed_at: number | null
	sent_at: number | null
	platform_message_id: string | null
	error: string | null
}

export interface PictureTable {
	id: Generated<number>
	hash: string
	mime: string
	base64: string
	kept_at: number
}

export interface BroadcastTable {
	id: Generated<number>
	public_id: string
	name: string
	segment: string
	content: string
	/** The hash of its picture, which content names too. */
	picture: string | null
	channels: string | null
	state: string
	holdout_permyriad: Generated<number>
	salt: string
	big: Generated<number>
	version: Generated<number>
	created_at: number
	created_by: string | null
	scheduled_at: number | null
	freeze_cursor: number | null
	frozen_at: number | null
	started_at: number | null
	finished_at: number | null
	pause_reason: string | null
	audience: string | null
}

export interface DeliveryTable {
	broadcast_id: number
	member_id: number
	address_id: number | null
	channel: string | null
	state: string
	reason: string | null
	epoch: Generated<number>
	attempts: Generated<number>
	due_at: Generated<number>
	sending_at: number | null
	sent_at: number | null
	platform_message_id: string | null
	at: number
}

export interface LeaseTable {
	name: string
	holder: string
	epoch: number
	until: number
}
