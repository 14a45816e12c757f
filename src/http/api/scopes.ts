/** What a key may be allowed to do, and how the reference says it. */
export const scopes = {
	'members:read': 'read members, their points and their history',
	'orders:write': 'report orders and returns',
	'coupons:use': 'use coupons up at a till',
} as const

export type Scope = keyof typeof scopes

export const scopeNames = Object.keys(scopes) as Scope[]

export function isScope(name: string): name is Scope {
	return Object.hasOwn(scopes, name)
}
