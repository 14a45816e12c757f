import { renderReply as renderForTelegram } from '../../bots/telegram/render.ts'
import { renderReply as renderForCloud } from '../../bots/whatsapp-cloud/render.ts'
import { renderReply as renderForWeb } from '../../bots/whatsapp-web/render.ts'
import { getCard } from '../loyalty/card.ts'
import type { Reply } from '../messaging/channel.ts'
import { findAddress } from '../store/addresses.ts'
import { type Entry, listEntries } from '../store/entries.ts'
import { findSession } from '../store/sessions.ts'
import type { Meaning } from './say.ts'
import type { Persona } from './seed-personas.ts'
import type { DemoWorld } from './world.ts'

/** What the shop knows of a persona at one moment. */
export interface Snapshot {
	state: {
		member: string | null
		points: number | null
		tier: string | null
		promotions: boolean
		chat: string | null
		awaits: string | null
	}
	ledger: readonly Entry[]
}

/** What one thing said led to, on all levels. */
export interface Inspection {
	meaning: Meaning
	/** ms until everything was answered. */
	ms: number
	before: Snapshot
	after: Snapshot
	replies: readonly Reply[]
}

function readAwaits(state: string | undefined): string | null {
	if (state === undefined) return null
	const { slot, confirm } = JSON.parse(state) as { slot?: { command?: string }; confirm?: { command?: string } }
	return slot?.command ?? confirm?.command ?? null
}

/** Reads what the shop knows of a persona now. */
export async function takeSnapshot(world: DemoWorld, persona: Persona): Promise<Snapshot> {
	const { store, clock } = world
	const { db } = store
	const address = await findAddress(db, 'simulator', persona.address)
	const session = address && (await findSession(db, address.id))
	const memberId = address?.member_id ?? null
	const card = memberId === null ? null : await getCard(db, memberId, clock.now())
	return {
		state: {
			member: card?.number ?? null,
			points: card?.usable ?? null,
			tier: card?.tier.name ?? null,
			promotions: address?.promotions === 1,
			chat: session?.mode ?? null,
			awaits: readAwaits(session?.state),
		},
		ledger: memberId === null ? [] : await listEntries(db, memberId),
	}
}

const MAX_BASE64 = 60

const short = (_: string, value: unknown) =>
	typeof value === 'string' && value.length > 1_000 && /^[\w+/=]+$/.test(value)
		? `${value.slice(0, MAX_BASE64)}…`
		: value

function tryRender(render: () => unknown): unknown {
	try {
		return JSON.parse(JSON.stringify(render(), short))
	} catch (error) {
		return error instanceof Error ? error.message : String(error)
	}
}

/** What each platform would be sent for a reply, by its real renderer; pictures cut short. */
export function listPayloads(reply: Reply) {
	return {
		telegram: tryRender(() => renderForTelegram(1, reply)),
		'whatsapp-web': tryRender(() => renderForWeb(reply)),
		'whatsapp-cloud': tryRender(() => renderForCloud(reply).payload('media')),
	}
}

/** The ledger rows that were not there before. */
export function listWritten({ before, after }: Inspection): readonly Entry[] {
	const last = before.ledger.at(-1)?.seq ?? 0
	return after.ledger.filter((entry) => entry.seq > last)
}
