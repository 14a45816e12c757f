import { listFeed } from '../store/feed.ts'
import { type PageLanguage, phoneWords } from './phone-words.ts'
import type { DemoWorld } from './world.ts'

/** Something that happened: points that came or went, or what somebody wrote. */
export type FeedLine = { at: number; name: string } & ({ kind: string; points: number } | { said: string })

const LINES = 8

/** What happened to points and what was said since the demo began, the newest first. */
export async function readFeed(
	{ store, simulator, personas, startedAt }: DemoWorld,
	lang: PageLanguage,
): Promise<FeedLine[]> {
	const names = new Map(personas.map(({ name, label }) => [name, label[lang].split(' · ')[0] ?? name]))
	const points = (await listFeed(store.db, { since: startedAt, limit: LINES })).map((entry) => ({
		...entry,
		name: names.get(entry.name) ?? entry.name,
	}))
	const said = personas.flatMap(({ name, address }) =>
		simulator.transcript(address).flatMap((line) => {
			// the number of a menu says nothing by itself
			if (line.from !== 'person' || line.at < startedAt || /^\d{1,2}$/.test(line.text)) return []
			const text = line.text.startsWith('/start') ? phoneWords[lang].openLink : line.text
			return [{ at: line.at, name: names.get(name) ?? name, said: text }]
		}),
	)
	// of one moment, what was said came before what it led to
	return [...points, ...said].sort((a, b) => b.at - a.at).slice(0, LINES)
}
