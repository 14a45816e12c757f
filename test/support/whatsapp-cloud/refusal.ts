/** What the Graph API answers instead of doing it, in its own form. */
export class Refusal extends Error {
	readonly code: number
	readonly status: number
	readonly details: string
	readonly subcode: number | undefined

	constructor(code: number, title: string, more: { details?: string; status?: number; subcode?: number } = {}) {
		super(`(#${code}) ${title}`)
		this.code = code
		this.status = more.status ?? 400
		this.details = more.details ?? title
		this.subcode = more.subcode
	}
}

export const wrong = (details: string) => new Refusal(131009, 'Parameter value is not valid', { details })
export const missing = (details: string) => new Refusal(131008, 'Required parameter is missing', { details })

export function errorBody({ message, code, details, subcode }: Refusal) {
	return {
		error: {
			message,
			type: 'OAuthException',
			code,
			...(subcode === undefined ? {} : { error_subcode: subcode }),
			error_data: { messaging_product: 'whatsapp', details },
			fbtrace_id: 'AbCdEfGhIjK',
		},
	}
}
