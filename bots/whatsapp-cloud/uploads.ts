import { createHash } from 'node:crypto'
import type { Clock } from '../../src/lib/clock.ts'
import type { Graph } from './graph.ts'
import type { Attachment } from './render.ts'

/** Meta keeps what was uploaded for 30 days. */
const KEPT_MS = 20 * 86_400_000
const MOST_KEPT = 200

/** Uploads, and remembers what was uploaded: a picture for a thousand people goes up once. */
export function createUploads(graph: Graph, now: Clock): (attachment: Attachment) => Promise<string> {
	type Upload = { at: number; id: Promise<string> }
	const known = new Map<string, Upload>()
	// the messages of a broadcast share one object: finding it by its bytes would cost more than sending
	const shared = new WeakMap<object, Upload>()
	const isGood = (upload: Upload | undefined): upload is Upload => upload !== undefined && now() - upload.at < KEPT_MS

	const findOrUpload = ({ bytes, mime, name }: Attachment): Upload => {
		const content = bytes()
		const key = createHash('sha256').update(mime).update(content).digest('base64url')
		const before = known.get(key)
		if (isGood(before)) return before
		const oldest = known.keys().next()
		if (known.size >= MOST_KEPT && !oldest.done) known.delete(oldest.value)
		const upload = { at: now(), id: graph.upload({ bytes: content, mime, name }) }
		known.set(key, upload)
		upload.id.catch(() => known.delete(key))
		return upload
	}

	return (attachment) => {
		const { bytes, mime, name, picture } = attachment
		// documents are one person's own
		if (!picture) return graph.upload({ bytes: bytes(), mime, name })
		const before = shared.get(picture)
		if (isGood(before)) return before.id
		const upload = findOrUpload(attachment)
		shared.set(picture, upload)
		upload.id.catch(() => shared.delete(picture))
		return upload.id
	}
}
