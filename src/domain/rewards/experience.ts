import { z } from 'zod'
import { localeText } from '../program-words.ts'
import { commonTerms, defineKind, minor } from './kind.ts'

const session = z.object({
	id: z.string().trim().min(1).max(40),
	/** ms UTC. */
	startsAt: z.int(),
	seats: z.int().min(1).max(10_000),
})

const terms = commonTerms
	.extend({
		event: localeText,
		worthMinor: minor.optional(),
		/** Each has its own seats; without any the reward's stock counts. */
		sessions: z.array(session).max(100).default([]),
	})
	.refine((one) => new Set(one.sessions.map((s) => s.id)).size === one.sessions.length, {
		path: ['sessions'],
		message: 'two sessions have one id',
	})

/** A workshop, a tasting, an evening: a seat at it. */
export const experience = defineKind({
	name: 'experience',
	terms,
	valueMinor: ({ worthMinor }) => worthMinor ?? null,
	words: ({ event }, { locale }) => event[locale],
})
