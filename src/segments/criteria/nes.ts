import { z } from 'zod'
import type { NesTag } from '../../domain/nes.ts'
import { nesCode, nesTags } from '../../domain/nes-codes.ts'
import { defineCriterion, inWords, members } from '../criterion.ts'

/** What a merchant calls them: several tags at once. */
export const nesGroups = {
	new: ['N'],
	existing: ['E0'],
	sleeping: ['S1', 'S2', 'S3'],
} as const satisfies Record<string, readonly NesTag[]>

export type NesGroup = keyof typeof nesGroups

const names: Record<NesTag | NesGroup, [chinese: string, english: string]> = {
	prospect: ['未消費', 'prospects'],
	N: ['新客', 'New'],
	E0: ['活躍客', 'Existing'],
	S1: ['瞌睡客 S1', 'S1 drowsy'],
	S2: ['半睡客 S2', 'S2 half-asleep'],
	S3: ['沉睡客 S3', 'S3 deep asleep'],
	new: ['新客', 'New'],
	existing: ['活躍客', 'Existing'],
	sleeping: ['沉睡客', 'Sleeping'],
}

/** Three sleeping tags together are called by the name of their group. */
function gather(tags: readonly NesTag[]): (NesTag | NesGroup)[] {
	const asleep = nesGroups.sleeping.every((tag) => tags.includes(tag))
	return asleep ? [...tags.filter((tag) => !tag.startsWith('S')), 'sleeping'] : [...tags]
}

/** Reads a list such as 'Sleeping' or 'N,E0,S1' into tags; undefined when a word is neither tag nor group. */
export function parseNesTags(text: string): NesTag[] | undefined {
	const found = text.split(',').map((word) => {
		const name = word.trim().toLowerCase()
		const tag = nesTags.find((one) => one.toLowerCase() === name)
		return Object.hasOwn(nesGroups, name) ? nesGroups[name as NesGroup] : tag && [tag]
	})
	if (found.some((tags) => tags === undefined)) return undefined
	return [...new Set(found.flatMap((tags) => tags ?? []))]
}

/** Members by their NES tag, as it is kept up with the store cycle in force. */
export const nes = defineCriterion(
	'nes',
	{ tags: z.array(z.enum(nesTags)).min(1).max(nesTags.length) },
	{
		where: ({ tags }) => members('members.nes', 'in', tags.map(nesCode)),
		describe: ({ tags }) => {
			const words = gather(tags).map((tag) => names[tag])
			const chinese = words.map(([text]) => text).join('、')
			return inWords(`屬於${chinese}`, `are ${words.map(([, text]) => text).join(' or ')}`)
		},
	},
)
