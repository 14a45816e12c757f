import { Refused } from './answer.ts'
import type { UploadedFile } from './multipart.ts'

/** The parameters of one request, whichever way they came: query, JSON, form or multipart. */
export interface Params {
	values: Record<string, unknown>
	files: Map<string, UploadedFile>
}

/** A whole number, also one that a form sent as text. */
export function integer(params: Params, name: string): number | undefined {
	const value = params.values[name]
	if (value === undefined || value === null || value === '') return undefined
	const number = typeof value === 'string' ? Number(value) : value
	return typeof number === 'number' && Number.isSafeInteger(number) ? number : undefined
}

/** A text; the server refuses what is not proper UTF-8. */
export function string(params: Params, name: string): string | undefined {
	const value = params.values[name]
	if (value === undefined || value === null) return undefined
	if (typeof value === 'object') throw new Refused(400, `can't parse ${name}`)
	const text = String(value)
	if (!text.isWellFormed()) throw new Refused(400, 'strings must be encoded in UTF-8')
	return text
}

export function flag(params: Params, name: string): boolean {
	const value = params.values[name]
	return value === true || value === 'true' || value === 'True' || value === '1' || value === 1
}

/** An object or array, also one that a form sent as JSON text. */
export function structure(params: Params, name: string): unknown {
	const value = params.values[name]
	if (typeof value !== 'string') return value ?? undefined
	try {
		return JSON.parse(value)
	} catch {
		throw new Refused(400, `can't parse ${name} JSON object`)
	}
}

export function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The file a field names: a part of its own, or attach://part. */
export function uploaded(params: Params, name: string): UploadedFile | undefined {
	const value = params.values[name]
	if (typeof value === 'string' && value.startsWith('attach://')) return params.files.get(value.slice(9))
	return params.files.get(name)
}
