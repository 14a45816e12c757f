import type { AnyCriterion } from '../criterion.ts'
import { channel } from './channel.ts'
import { joined, unclaimed } from './joined.ts'
import { language } from './language.ts'
import { notOrderedFor, orderedWithin } from './last-order.ts'
import { nes } from './nes.ts'
import { pointsAtLeast, pointsAtMost } from './points.ts'
import { random } from './random.ts'
import { spend } from './spend.ts'
import { tag } from './tag.ts'
import { tier, tierAtLeast } from './tier.ts'

/** A criterion is a file and one word here. */
export const criteria: readonly AnyCriterion[] = [
	tier,
	tierAtLeast,
	nes,
	joined,
	unclaimed,
	orderedWithin,
	notOrderedFor,
	spend,
	pointsAtLeast,
	pointsAtMost,
	tag,
	language,
	channel,
	random,
]
