/** What people of the shop may do; each may do all that those before it may. */
export const roles = ['readonly', 'staff', 'manager', 'owner'] as const

export type Role = (typeof roles)[number]

export function isRole(text: string): text is Role {
	return roles.some((role) => role === text)
}

/** Whether a role is at least another; a role nobody knows may do nothing. */
export function isAtLeast(role: string, wanted: Role): boolean {
	return roles.indexOf(role as Role) >= roles.indexOf(wanted)
}
