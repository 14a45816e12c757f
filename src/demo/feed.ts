import { listFeed } from '../store/feed.ts'
import type { DemoWorld } from './world.ts'

/** Something that happened: points that came or went, or what somebody wrote. */
export type FeedLine = { at: number; name: string } & ({ kind: string; points: number } | { said: string })

const LINES = 8

/** What happened to points and what was said since the demo began, the newest first. */
export async function readFeed({ store, simulator, personas, startedAt }: DemoWorld): Promise<FeedLine[]> {
	const points = await listFeed(store.db, { since: startedAt, limit: LINES })
	const said = personas.flatMap(({ name, address }) =>
		simulator
			.transcript(address)
			.flatMap((line) =>
				line.from === 'person' && line.at >= startedAt ? [{ at: line.at, name, said: line.text }] : [],
			),
	)
	// of one moment, what was said came before what it led to
	return [...points, ...said].sort((a, b) => b.at - a.at).slice(0, LINES)
}
