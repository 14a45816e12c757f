import { getProgramAt } from '../store/programs.ts'
import type { Work } from '../store/transact.ts'
import { setTier } from './set-tier.ts'

/** Takes whoever is no member any more out of the tiers for good, so that no review ever looks at her again. */
export async function endTier(work: Work, memberId: number): Promise<void> {
	const { rules } = await getProgramAt(work.tx, work.now)
	const [base] = rules.tiers
	if (base) await setTier(work, { memberId, tierId: base.id, endsOn: null, cause: 'import' })
}
