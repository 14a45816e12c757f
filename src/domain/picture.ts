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

export interface Measured {
	mime: PictureMime
	/** Pixels. */
	width: number
	height: number
}

const twoAt = (bytes: Uint8Array, at: number) => ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)
const fourAt = (bytes: Uint8Array, at: number) => twoAt(bytes, at) * 65_536 + twoAt(bytes, at + 2)

/** Of the markers of a JPEG those that begin a frame, which says its size; C4, C8 and CC say something else. */
const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)

function measureJpeg(bytes: Uint8Array): Omit<Measured, 'mime'> | undefined {
	let at = 2
	while (at + 9 < bytes.length && bytes[at] === 0xff) {
		const marker = bytes[at + 1] ?? 0
		if (isFrame(marker)) return { height: twoAt(bytes, at + 5), width: twoAt(bytes, at + 7) }
		// a marker may be padded, and a part is never shorter than its own length
		const length = twoAt(bytes, at + 2)
		if (marker !== 0xff && length < 2) return undefined
		at += marker === 0xff ? 1 : 2 + length
	}
	return undefined
}

/** The size of a PNG or JPEG as its head says it; undefined for everything else. */
export function measurePicture(bytes: Uint8Array): Measured | undefined {
	const mime = pictureMime(bytes)
	if (mime === 'image/png' && bytes.length > 24) return { mime, width: fourAt(bytes, 16), height: fourAt(bytes, 20) }
	const size = mime === 'image/jpeg' ? measureJpeg(bytes) : undefined
	return size && { mime: 'image/jpeg', ...size }
}
