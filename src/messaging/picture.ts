import { createHash } from 'node:crypto'
import { measurePicture } from '../domain/picture.ts'
import { done, type Refusal, type Result, refuse } from '../domain/result.ts'
import type { Db } from '../store/db.ts'
import { findPicture, insertPicture } from '../store/pictures.ts'
import type { Work } from '../store/transact.ts'
import type { Reply } from './channel.ts'
import type { BroadcastContent } from './template.ts'

/** Below what every channel takes: 5 MB on WhatsApp, 10 MB on Telegram. */
export const MAX_PICTURE_BYTES = 4_000_000
/** Telegram's: width and height together, and how often the longer side is the shorter. */
const MAX_SIDES = 10_000
const MAX_LEAN = 20

export type PictureRefusal =
	| Refusal<'not-a-picture', undefined>
	| Refusal<'picture-too-large', { bytes: number; most: number }>
	| Refusal<'picture-shape', { width: number; height: number }>

/** Keeps a picture for broadcasts and answers its hash; refuses what is no PNG or JPEG that every channel takes. */
export async function storePicture(work: Work, bytes: Uint8Array): Promise<Result<string, PictureRefusal>> {
	const measured = measurePicture(bytes)
	if (!measured) return refuse('not-a-picture')
	if (bytes.length > MAX_PICTURE_BYTES)
		return refuse('picture-too-large', { bytes: bytes.length, most: MAX_PICTURE_BYTES })
	const { mime, width, height } = measured
	const lean = Math.max(width, height) / Math.min(width, height)
	if (width + height > MAX_SIDES || !(lean <= MAX_LEAN)) return refuse('picture-shape', { width, height })
	const hash = createHash('sha256').update(bytes).digest('base64url')
	const base64 = Buffer.from(bytes).toString('base64')
	await insertPicture(work.tx, { hash, mime, base64, kept_at: work.now })
	return done(hash)
}

/** The picture of a broadcast, for its messages to share. Throws when it is not there. */
export async function loadPicture(db: Db, content: BroadcastContent): Promise<Pick<Reply, 'picture'>> {
	if (!content.picture) return {}
	const found = await findPicture(db, content.picture.hash)
	if (!found) throw new Error('the picture of a broadcast is missing')
	return { picture: { base64: found.base64 } }
}
