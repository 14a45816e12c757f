import type { NesTag } from './nes.ts'

/** How members.nes is stored: the place in this list; prospect is 0. */
export const nesTags = ['prospect', 'N', 'E0', 'S1', 'S2', 'S3'] as const satisfies readonly NesTag[]

/** The number members.nes holds for a tag. */
export function nesCode(tag: NesTag): number {
	return nesTags.indexOf(tag)
}

/** The tag of a number in members.nes; an unknown number is a prospect. */
export function nesTagOf(code: number): NesTag {
	return nesTags[code] ?? 'prospect'
}
