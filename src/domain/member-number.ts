const DIGITS = 5

/** The number people read and say: M and the member's id, at least five digits, such as M00042. */
export function memberNumber(id: number): string {
	return `M${String(id).padStart(DIGITS, '0')}`
}

/** The id in a typed member number; m, full width, spaces and missing zeros are accepted. Null when it is not one. */
export function parseMemberNumber(text: string): number | null {
	const match = /^M(\d{1,15})$/.exec(text.normalize('NFKC').replace(/[\s-]/g, '').toUpperCase())
	const id = match ? Number(match[1]) : 0
	return id > 0 ? id : null
}
