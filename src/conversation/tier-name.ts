import { getProgramAt } from '../store/programs.ts'
import type { Turn } from './turn.ts'

/** What a tier is called in the language of the turn. */
export async function tierName(turn: Turn, tierId: number): Promise<string> {
	const { rules } = await getProgramAt(turn.work.tx, turn.work.now)
	const tier = rules.tiers.find((one) => one.id === tierId) ?? rules.tiers[0]
	return tier?.name[turn.locale] ?? ''
}
