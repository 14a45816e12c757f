const AT_A_TIME = 100

/** Maps a long list with a pause after every hundred, so that others have their turn. */
export async function mapSlowly<T, R>(
	list: readonly T[],
	breathe: () => Promise<void>,
	map: (one: T, index: number) => R,
): Promise<R[]> {
	const mapped: R[] = []
	for (const [index, one] of list.entries()) {
		mapped.push(map(one, index))
		if (index % AT_A_TIME === AT_A_TIME - 1) await breathe()
	}
	return mapped
}
