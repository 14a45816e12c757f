/** Kinds of picture a browser may be shown, by their first bytes and not by what anybody says of them. */
export type PictureMime = 'image/png' | 'image/jpeg' | 'image/webp' | 'image/gif'

const latin = (bytes: Uint8Array, from: number, to: number) => String.fromCharCode(...bytes.subarray(from, to))

const SIGNS: readonly [PictureMime, (bytes: Uint8Array) => boolean][] = [
	['image/png', (bytes) => latin(bytes, 0, 8) === '\x89PNG\r\n\x1a\n'],
	['image/jpeg', (bytes) => latin(bytes, 0, 3) === '\xff\xd8\xff'],
	['image/webp', (bytes) => latin(bytes, 0, 4) === 'RIFF' && latin(bytes, 8, 12) === 'WEBP'],
	['image/gif', (bytes) => /^GIF8[79]a$/.test(latin(bytes, 0, 6))],
]

/** What kind of picture these bytes are; undefined when they are none we know. */
export function pictureMime(bytes: Uint8Array): PictureMime | undefined {
	return SIGNS.find(([, matches]) => matches(bytes))?.[0]
}
