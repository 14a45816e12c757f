import { createHash } from 'node:crypto'
import type { Clock } from '../../src/lib/clock.ts'
import type { Graph } from './graph.ts'
import type { Attachment } from './render.ts'

/** Meta keeps what was uploaded for 30 days. */
const KEPT_MS = 20 * 86_400_000
const MOST_KEPT = 200

/** Uploads, and remembers what was uploaded: a picture for a thousand people goes up once. */
export function createUploads(graph: Graph, now: Clock): (attachment: Attachment) => Promise<string> {
	const known = new Map<string, { at: number; id: Promise<string> }>()
	return ({ bytes, mime, name, kind }) => {
		// documents are one person's own
		if (kind === 'document') return graph.upload({ bytes, mime, name })
		const key = createHash('sha256').update(mime).update(bytes).digest('base64url')
		const before = known.get(key)
		if (before && now() - before.at < KEPT_MS) return before.id
		const oldest = known.keys().next()
		if (known.size >= MOST_KEPT && !oldest.done) known.delete(oldest.value)
		const id = graph.upload({ bytes, mime, name })
		known.set(key, { at: now(), id })
		id.catch(() => known.delete(key))
		return id
	}
}
