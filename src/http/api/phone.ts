import { normalizePhone } from '../../domain/phone.ts'
import type { StoreSettings } from '../../domain/settings.ts'
import type { Keyring } from '../../lib/keys.ts'

/** The keyed hash of a number as people write it, local ones in the country of the shop; undefined when it is none. */
export function hashPhone(text: string, settings: StoreSettings, keys: Keyring): string | undefined {
	const phone = normalizePhone(text, settings.country)
	return phone === undefined ? undefined : keys.hash('phone', phone)
}
