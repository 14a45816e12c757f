/** What people of the shop may do; each may do all that those before it may. */
const ranks = ['readonly', 'staff', 'manager', 'owner'] as const

export type Role = (typeof ranks)[number]

/** Whether a role is at least another; a role nobody knows may do nothing. */
export function isAtLeast(role: string, wanted: Role): boolean {
	return ranks.indexOf(role as Role) >= ranks.indexOf(wanted)
}
