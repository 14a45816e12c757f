import type { IncomingMessage } from 'node:http'
import { parseMultipart } from './multipart.ts'
import type { Params } from './params.ts'

/** Fields that stay text however much they look like JSON. */
const TEXT_FIELDS = new Set([
	'text',
	'caption',
	'parse_mode',
	'callback_query_id',
	'url',
	'secret_token',
	'action',
	'description',
	'short_description',
	'language_code',
	'file_id',
	'name',
	'photo',
	'document',
])

/** Reads the whole body; undefined when it is larger than the server takes. */
export async function readBody(request: IncomingMessage, limit = 60_000_000): Promise<Buffer | undefined> {
	const parts: Buffer[] = []
	let size = 0
	for await (const part of request) {
		size += part.length
		if (size > limit) return undefined
		parts.push(part)
	}
	return Buffer.concat(parts)
}

/** The parameters in the four ways the Bot API takes them; undefined when the body is broken. */
export function readParams(query: URLSearchParams, contentType: string, body: Buffer): Params | undefined {
	const values: Record<string, unknown> = typed(Object.fromEntries(query))
	const files: Params['files'] = new Map()
	if (body.length === 0) return { values, files }
	if (contentType.includes('multipart/form-data')) {
		const parts = parseMultipart(contentType, body)
		return parts && { values: { ...values, ...typed(parts.fields) }, files: parts.files }
	}
	if (contentType.includes('x-www-form-urlencoded'))
		return { values: { ...values, ...typed(Object.fromEntries(new URLSearchParams(body.toString()))) }, files }
	try {
		return { values: { ...values, ...JSON.parse(body.toString()) }, files }
	} catch {
		return undefined
	}
}

/** Forms carry everything as text: numbers, flags and objects get their type back. */
function typed(fields: Record<string, unknown>): Record<string, unknown> {
	return Object.fromEntries(
		Object.entries(fields).map(([name, value]) => {
			if (TEXT_FIELDS.has(name) || typeof value !== 'string') return [name, value]
			try {
				return [name, JSON.parse(value)]
			} catch {
				return [name, value]
			}
		}),
	)
}
