import { z } from 'zod'
import { defineCriterion, inWords, members } from '../criterion.ts'

const percent = z.int().min(0).max(100)

/** Members whose place in the draw at joining lies from one percentage up to another; 0–50 and 50–100 are two halves. */
export const random = defineCriterion(
	'random',
	{ fromPercent: percent, toPercent: percent },
	{
		where: ({ fromPercent, toPercent }) =>
			members.and([
				members('members.random_bucket', '>=', fromPercent * 100),
				members('members.random_bucket', '<', toPercent * 100),
			]),
		describe: ({ fromPercent: from, toPercent: to }) =>
			inWords(`在隨機抽樣的 ${from}%–${to}%`, `are in the random ${from}–${to} %`),
	},
)
