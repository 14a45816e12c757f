/**
 * The address of a person in this channel, one string with its kind. `bsuid:HK.…` is the business-scoped user id, which
 * every webhook has carried since April 2026 whether or not the phone is shown; `phone:852…` only where there is none.
 * Whoever has shown an id once is never addressed by phone again, so that a phone that appears and vanishes makes no
 * second person.
 */
const BSUID = /^[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{1,128}$/
const PHONE = /^\d{6,15}$/

/** How a request names whom it is for: phones and ids have fields of their own. */
export type Recipient = { to: string } | { recipient: string }

export interface Identity {
	address: string
	/** E.164, where the platform shows it. */
	phone?: string
}

/** The person behind the fields of a webhook; any of them may be missing, and the phone's may hold an id. */
export function identify(candidates: readonly unknown[]): Identity | undefined {
	const texts = candidates.filter((one): one is string => typeof one === 'string')
	const bsuid = texts.find((text) => BSUID.test(text))
	const digits = texts.map((text) => text.replace(/^\+/, '')).find((text) => PHONE.test(text))
	if (bsuid === undefined && digits === undefined) return undefined
	const phone = digits === undefined ? {} : { phone: `+${digits}` }
	return { address: bsuid === undefined ? `phone:${digits}` : `bsuid:${bsuid}`, ...phone }
}

/** Whom to send to; undefined when the address is not one of this channel. */
export function recipientOf(address: string): Recipient | undefined {
	const [, kind, value = ''] = /^(phone|bsuid):(.+)$/s.exec(address) ?? []
	if (kind === 'phone' && PHONE.test(value)) return { to: value }
	if (kind === 'bsuid' && BSUID.test(value)) return { recipient: value }
	return undefined
}
