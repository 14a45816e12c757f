import { z } from 'zod'
import { findSession, type SessionMode, setSession } from '../store/sessions.ts'
import type { Work } from '../store/transact.ts'

const state = z.object({
	/** The choices last shown in this chat: a typed number or label means one of them. */
	menu: z
		.object({ values: z.array(z.string()), labels: z.array(z.string()).default([]), at: z.number() })
		.nullable()
		.default(null),
	/** The question that is open: the command that asked it, and what it wants to remember. */
	slot: z.object({ command: z.string(), step: z.string(), at: z.number() }).nullable().default(null),
	/** What a tap on confirm would do; its nonce is good once. */
	confirm: z
		.object({ nonce: z.string(), command: z.string(), args: z.array(z.string()), at: z.number() })
		.nullable()
		.default(null),
	/** The last confirm that was carried out, so that a double tap gets the same answer. */
	confirmed: z
		.object({ nonce: z.string(), command: z.string(), args: z.array(z.string()) })
		.nullable()
		.default(null),
	/** Texts in a row that nobody understood. */
	misses: z.number().default(0),
	flood: z.object({ since: z.number(), count: z.number(), warned: z.boolean() }).nullable().default(null),
	/** Keyed hashes of what was sent lately, against two bots answering each other. */
	said: z.array(z.object({ hash: z.string(), at: z.number() })).default([]),
	/** A phone shared before joining, encrypted; used when she joins. */
	phone: z.string().nullable().default(null),
	/** The customer staff found last: a member, or a phone nobody has joined with (keyed hash, and as it is shown). */
	counter: z
		.object({
			memberId: z.number().nullable(),
			phoneHash: z.string().nullable(),
			masked: z.string().nullable(),
			at: z.number(),
		})
		.nullable()
		.default(null),
	/** The poster or page by which somebody came who has not joined yet. */
	joinSource: z.string().nullable().default(null),
	/** One courtesy answer while waiting for staff. */
	toldWaiting: z.boolean().default(false),
})

/** What the chat remembers from one message to the next. */
export type Session = z.infer<typeof state> & { mode: SessionMode; modeAt: number | null }

/** A menu, a question and a confirm are good for a day. */
export const SESSION_TTL_MS = 24 * 3_600_000

/** After this a chat with staff returns to the bot by itself. */
export const HUMAN_TTL_MS = 12 * 3_600_000

export function freshSession(): Session {
	return { ...state.parse({}), mode: 'bot', modeAt: null }
}

function dropStale(session: Session, now: number): Session {
	const fresh = <T extends { at: number }>(part: T | null) => (part && now - part.at < SESSION_TTL_MS ? part : null)
	const back = session.mode !== 'bot' && now - (session.modeAt ?? 0) >= HUMAN_TTL_MS
	return {
		...session,
		menu: fresh(session.menu),
		slot: fresh(session.slot),
		confirm: fresh(session.confirm),
		...(back ? { mode: 'bot', modeAt: null, toldWaiting: false } : {}),
	}
}

/** The session of an address as it stands at the work's instant; what is too old has been forgotten. */
export async function loadSession(work: Work, addressId: number): Promise<Session> {
	const row = await findSession(work.tx, addressId)
	if (!row) return freshSession()
	const parsed = state.safeParse(JSON.parse(row.state))
	const kept = parsed.success ? parsed.data : state.parse({})
	return dropStale({ ...kept, mode: row.mode as SessionMode, modeAt: row.mode_at }, work.now)
}

export async function saveSession(work: Work, addressId: number, session: Session): Promise<void> {
	const { mode, modeAt, ...rest } = session
	await setSession(work.tx, {
		address_id: addressId,
		mode,
		mode_at: modeAt,
		state: JSON.stringify(rest),
		updated_at: work.now,
	})
}
