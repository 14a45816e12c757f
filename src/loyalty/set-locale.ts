import type { StoreSettings } from '../domain/settings.ts'
import type { Work } from '../store/transact.ts'

/** The language of an address, and of its member when it has one. */
export async function setLocale(
	_work: Work,
	_input: { addressId: number; locale: StoreSettings['locale'] },
): Promise<void> {
	throw new Error('not written yet')
}
