import { ensureProgram } from '../store/programs.ts'
import { getSettings } from '../store/settings.ts'
import type { Work } from '../store/transact.ts'
import { seedRewards } from './create-reward.ts'

/** Gives a store nobody has used its first programme and reward; a store that has one stays as it is. */
export async function prepareStore(work: Work): Promise<void> {
	const { currency } = await getSettings(work.tx)
	const { made } = await ensureProgram(work.tx, { currency, at: work.now })
	if (made) await seedRewards(work)
}
