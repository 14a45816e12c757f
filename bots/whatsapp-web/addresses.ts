/**
 * The address of a person in this channel, one string with its kind: `phone:852…`, or `lid:…` where WhatsApp hides the
 * number. A page names people by `852…@c.us` or `…@lid`, and by both at different times.
 */
const PHONE = /^[1-9]\d{5,14}$/
const LID = /^\d{5,20}$/

export interface Identity {
	address: string
	/** E.164, where WhatsApp tells it. */
	phone?: string
}

/** The person behind a chat of the page; undefined for groups, status, channels and WhatsApp itself. */
export function identify({ chat, phone }: { chat: string; phone?: string }): Identity | undefined {
	const [user = '', server] = chat.split('@')
	if (server === 'c.us') return PHONE.test(user) ? { address: `phone:${user}`, phone: `+${user}` } : undefined
	if (server !== 'lid' || !LID.test(user)) return undefined
	if (phone !== undefined && PHONE.test(phone)) return { address: `phone:${phone}`, phone: `+${phone}` }
	return { address: `lid:${user}` }
}

/** The page's name of the chat with this person; undefined when the address is not one of this channel. */
export function chatOf(address: string): string | undefined {
	const [, kind, value = ''] = /^(phone|lid):(\d+)$/.exec(address) ?? []
	if (kind === 'phone' && PHONE.test(value)) return `${value}@c.us`
	return kind === 'lid' && LID.test(value) ? `${value}@lid` : undefined
}
