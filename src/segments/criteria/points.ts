import { z } from 'zod'
import { defineCriterion, inWords, members } from '../criterion.ts'

const points = z.int().min(0).max(1_000_000_000)

/** Members with at least, or at most, so many usable points. */
export const pointsAtLeast = defineCriterion(
	'points-at-least',
	{ points },
	{
		where: ({ points: least }) => members('members.usable', '>=', least),
		describe: ({ points: least }) => inWords(`有 ${least} 分或以上`, `have at least ${least} points`),
	},
)

export const pointsAtMost = defineCriterion(
	'points-at-most',
	{ points },
	{
		where: ({ points: most }) => members('members.usable', '<=', most),
		describe: ({ points: most }) => inWords(`有 ${most} 分或以下`, `have at most ${most} points`),
	},
)
