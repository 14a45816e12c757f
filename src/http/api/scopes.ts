/** What a key may be allowed to do, and how the reference says it. */
export const scopes = {
	'members:read': 'read members, their points and their history',
	'members:write': 'change members; nothing asks for it yet',
	'orders:read': 'read orders',
	'orders:write': 'report orders and returns',
	'coupons:use': 'use coupons up at a till',
} as const

export type Scope = keyof typeof scopes

export const scopeNames = Object.keys(scopes) as Scope[]

export function isScope(name: string): name is Scope {
	return Object.hasOwn(scopes, name)
}

/**
 * Reads scopes as people type them, between commas or spaces; `resource:read` and `resource:write` stand for those of
 * every resource. Answers what is unknown, if anything.
 */
export function parseScopes(text: string): { scopes: Scope[]; unknown: string[] } {
	const asked = text.split(/[\s,]+/).filter(Boolean)
	const all = (action: string) => scopeNames.filter((name) => name.endsWith(`:${action}`))
	const named = asked.flatMap((name) =>
		name === 'resource:read' ? all('read') : name === 'resource:write' ? all('write') : [name],
	)
	return { scopes: [...new Set(named.filter(isScope))], unknown: named.filter((name) => !isScope(name)) }
}
