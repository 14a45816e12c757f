import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { emptyRecord, type Record } from './budget.ts'

/** A person typed in a chat from the phone: we are silent there for so long. */
export const SILENCE_MS = 8 * 3_600_000
const DOUBT_KEPT_MS = 24 * 3_600_000
const OWN_KEPT = 1_000

const promotion = z.object({
	at: z.number(),
	address: z.string(),
	id: z.string().exactOptional(),
	refused: z.literal(true).exactOptional(),
	answered: z.literal(true).exactOptional(),
})

const page = z.object({
	/** The shop's number, digits only. */
	number: z.string().optional(),
	/** Everything older was stored or not meant for us, ms UTC. */
	readUntil: z.number().optional(),
	/** Hidden ids of people who were first known by them: they keep that address. */
	hidden: z.array(z.string()).default([]),
	/** When a person last typed in a chat, by address. */
	typed: z.record(z.string(), z.number()).default({}),
	/** Keys of messages of ours, oldest first. */
	own: z.array(z.string()).default([]),
	/** Messages handed to the page whose fate is not known, by the key of the send. */
	underWay: z.record(z.string(), z.object({ address: z.string(), print: z.string(), at: z.number() })).default({}),
	promotions: z
		.object({
			linkedAt: z.number().optional(),
			promotions: z.array(promotion),
			nextAt: z.number(),
			stopped: z.object({ at: z.number(), reason: z.string() }).optional(),
		})
		.default({ ...emptyRecord, promotions: [] }),
})

type Page = z.infer<typeof page>

/** What must be known again after the program was killed, in one small file beside the session. */
export interface Book {
	readonly number: string | undefined
	readonly readUntil: number | undefined
	promotions(): Record
	setPromotions(record: Record): void
	/** The number was linked, perhaps anew: what is older is not for us. */
	link(number: string, now: number): void
	unlink(): void
	/** Everything up to this instant was stored. */
	advance(at: number): void
	/** Whether a hidden id stands for itself, as it did when it was first seen. */
	isHidden(lid: string): boolean
	hide(lid: string): void
	noteTyped(address: string, at: number): void
	/** Until when we are silent in a chat; 0 when we are not. */
	silentUntil(address: string, now: number): number
	/** Whether a message of the shop's account was sent by us. */
	isOwn(message: { id: string; address: string; text: string }): boolean
	isOwnId(id: string): boolean
	/** Written before the page gets a message. */
	begin(key: string, message: { address: string; text: string }, now: number): void
	/** An earlier attempt with this key whose fate is not known. */
	findDoubt(key: string): { at: number } | undefined
	/** The fate of a send is known; with its id when it went out. */
	settle(key: string, id?: string): void
}

const printOf = (text: string) => createHash('sha256').update(text).digest('base64url').slice(0, 22)

function readPage(file: string): Page {
	try {
		return page.parse(JSON.parse(fs.readFileSync(file, 'utf8')))
	} catch {
		// none yet, or one that was cut off: what it said is lost, and nothing depends on it to start
		return page.parse({})
	}
}

/** Adds an id and forgets the oldest above what is kept. */
function addBounded(ids: Set<string>, id: string): void {
	ids.add(id)
	for (const old of ids) {
		if (ids.size <= OWN_KEPT) return
		ids.delete(old)
	}
}

/** Opens the book in this folder; it is written at every change that a kill must not undo. */
export function openBook(folder: string): Book {
	const file = path.join(folder, 'book.json')
	const known = readPage(file)
	const own = new Set(known.own)
	const hidden = new Set(known.hidden)

	const save = () => {
		const part = `${file}.part`
		const now: Page = { ...known, own: [...own].slice(-OWN_KEPT), hidden: [...hidden] }
		fs.writeFileSync(part, JSON.stringify(now))
		fs.renameSync(part, file)
	}
	const prune = (now: number) => {
		for (const [address, at] of Object.entries(known.typed)) if (at + SILENCE_MS < now) delete known.typed[address]
		for (const [key, { at }] of Object.entries(known.underWay)) if (at + DOUBT_KEPT_MS < now) delete known.underWay[key]
	}

	return {
		get number() {
			return known.number
		},
		get readUntil() {
			return known.readUntil
		},
		promotions: () => ({ stopped: undefined, linkedAt: undefined, ...known.promotions }),
		setPromotions(record) {
			known.promotions = { ...record, promotions: [...record.promotions] }
			save()
		},
		link(number, now) {
			const isAnother = known.number !== undefined && known.number !== number
			known.number = number
			if (isAnother || known.promotions.linkedAt === undefined) {
				known.promotions = { ...known.promotions, linkedAt: now }
				known.readUntil = now
			}
			save()
		},
		unlink() {
			known.promotions = { ...known.promotions, linkedAt: undefined }
			known.readUntil = undefined
			save()
		},
		advance(at) {
			if (at <= (known.readUntil ?? 0)) return
			known.readUntil = at
			save()
		},
		isHidden: (lid) => hidden.has(lid),
		hide(lid) {
			if (hidden.has(lid)) return
			hidden.add(lid)
			save()
		},
		noteTyped(address, at) {
			if (at <= (known.typed[address] ?? 0)) return
			known.typed[address] = at
			prune(at)
			save()
		},
		silentUntil(address, now) {
			const until = (known.typed[address] ?? Number.NEGATIVE_INFINITY) + SILENCE_MS
			return until > now ? until : 0
		},
		isOwn({ id, address, text }) {
			if (own.has(id)) return true
			const print = printOf(text)
			return Object.values(known.underWay).some((one) => one.address === address && one.print === print)
		},
		isOwnId: (id) => own.has(id),
		begin(key, { address, text }, now) {
			prune(now)
			// the first attempt counts: what is looked for is at least that old
			known.underWay[key] ??= { address, print: printOf(text), at: now }
			save()
		},
		findDoubt: (key) => known.underWay[key],
		settle(key, id) {
			delete known.underWay[key]
			if (id !== undefined) addBounded(own, id)
			save()
		},
	}
}
