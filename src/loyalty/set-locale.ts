import type { StoreSettings } from '../domain/settings.ts'
import { getAddress, setAddressLocale } from '../store/addresses.ts'
import { setMember } from '../store/members.ts'
import type { Work } from '../store/transact.ts'

/** The language of an address, and of its member when it has one. */
export async function setLocale(
	work: Work,
	input: { addressId: number; locale: StoreSettings['locale'] },
): Promise<void> {
	const address = await getAddress(work.tx, input.addressId)
	await setAddressLocale(work.tx, address.id, input.locale)
	if (address.member_id !== null) await setMember(work.tx, address.member_id, { locale: input.locale })
}
