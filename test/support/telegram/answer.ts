import type { ResponseParameters } from '@grammyjs/types'

/** What a method answers, in the form that goes over the wire. */
export type Answer =
	| { ok: true; result: unknown; description?: string }
	| { ok: false; error_code: number; description: string; parameters?: ResponseParameters }

const PREFIX: Record<number, string> = {
	400: 'Bad Request',
	403: 'Forbidden',
	404: 'Not Found',
	409: 'Conflict',
	429: 'Too Many Requests',
}

export function accept(result: unknown, description?: string): Answer {
	return description === undefined ? { ok: true, result } : { ok: true, result, description }
}

/** A refusal with the server's own prefix for the code: refuse(400, 'chat not found') → "Bad Request: chat not found". */
export function refuse(code: number, text: string, parameters?: ResponseParameters): Answer {
	const prefix = PREFIX[code]
	const description = prefix ? `${prefix}: ${text}` : text
	return { ok: false, error_code: code, description, ...(parameters ? { parameters } : {}) }
}

/** Thrown inside a method to end it with a refusal; the method table catches it. */
export class Refused extends Error {
	readonly answer: Answer
	constructor(code: number, text: string) {
		super(text)
		this.answer = refuse(code, text)
	}
}
