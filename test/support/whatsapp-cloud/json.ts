/** Reading what came over the wire without trusting its shape. */
export type Json = Record<string, unknown>

export const isJson = (value: unknown): value is Json =>
	typeof value === 'object' && value !== null && !Array.isArray(value)

export const at = (value: unknown, key: string): Json => (isJson(value) && isJson(value[key]) ? value[key] : {})

export const textAt = (value: unknown, key: string): string | undefined => {
	const found = isJson(value) ? value[key] : undefined
	return typeof found === 'string' ? found : undefined
}

export const listAt = (value: unknown, key: string): Json[] => {
	const found = isJson(value) ? value[key] : undefined
	return Array.isArray(found) ? found.filter(isJson) : []
}
