import type { Chance } from './chance.ts'
import type { Frame } from './seed-days.ts'
import type { MemberPlan } from './seed-plan.ts'

/** What is known about a member besides what she bought. */
export interface Profile {
	/** E.164, invented; verified when she shared it herself. */
	phone: { number: string; verifiedAt: number | null } | null
	birthday: { month: number; day: number } | null
	tags: readonly string[]
	promotions: 'granted' | 'declined'
	/** When she said stop, ms UTC. */
	withdrawnAt: number | null
	/** False: she has blocked the bot. */
	isReachable: boolean
	/** Points of the stamp card she had before the programme. */
	openingPoints: number
}

const MINUTE_MS = 60_000

/** Draws numbers of the form mobile numbers have in Hong Kong, none twice. */
export function createPhoneBook(chance: Chance): () => string {
	const given = new Set<string>()
	return () => {
		for (;;) {
			const number = `+852${chance.pick(['51', '53', '54', '60', '62', '64', '67', '90', '92', '93', '97'])}${String(chance.int(0, 999_999)).padStart(6, '0')}`
			if (given.has(number)) continue
			given.add(number)
			return number
		}
	}
}

const tagsByChance: readonly [tag: string, share: number][] = [
	['生日蛋糕', 0.07],
	['公司訂購', 0.03],
	['素食', 0.04],
	['街坊', 0.1],
]

function drawBirthday(chance: Chance): Profile['birthday'] {
	return chance.isLikely(0.48) ? { month: chance.int(1, 12), day: chance.int(1, 28) } : null
}

function drawPhone(plan: MemberPlan, nextNumber: () => string, chance: Chance): Profile['phone'] {
	const { joinedAt, isImported } = plan
	if (!isImported && (joinedAt === null || !chance.isLikely(0.45))) return null
	const shares = joinedAt !== null && (!isImported || chance.isLikely(0.7))
	// an imported member claims her points by sharing the number, a new one does it a minute after joining
	const verifiedAt = shares ? (joinedAt ?? 0) + (isImported ? 0 : MINUTE_MS) : null
	return { number: nextNumber(), verifiedAt }
}

/** Draws what a member's row, addresses and consents say. */
export function drawProfile(
	frame: Frame,
	plan: MemberPlan,
	given: { nextNumber: () => string; chance: Chance },
): Profile {
	const { chance, nextNumber } = given
	const { joinedAt, persona } = plan
	const promotions = chance.isLikely(0.72) ? 'granted' : 'declined'
	const phone = drawPhone(plan, nextNumber, chance)
	const memberFor = joinedAt === null ? 0 : frame.now - joinedAt
	const stops = promotions === 'granted' && chance.isLikely(0.05)
	const withdrawnAt = stops ? (joinedAt ?? 0) + Math.floor(memberFor * (0.3 + 0.6 * chance.unit())) : null
	const profile: Profile = {
		phone,
		birthday: drawBirthday(chance),
		tags: tagsByChance.filter(([, share]) => chance.isLikely(share)).map(([tag]) => tag),
		promotions,
		withdrawnAt,
		isReachable: !chance.isLikely(0.02),
		openingPoints: plan.isImported && chance.isLikely(0.45) ? chance.int(4, 36) * 10 : 0,
	}
	if (persona === undefined) return profile
	// who is played has a phone of her own that works, and takes offers, or there would be nothing to see
	const own = phone ?? { number: nextNumber(), verifiedAt: joinedAt === null ? null : joinedAt + MINUTE_MS }
	return { ...profile, phone: own, promotions: 'granted', withdrawnAt: null, isReachable: true }
}
