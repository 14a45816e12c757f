import zlib from 'node:zlib'

const SIGNATURE = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10])
const MOST_COLOURS = 256

interface Picture {
	width: number
	height: number
	/** 0xRRGGBB, row by row. */
	pixels: Uint32Array
}

function paeth(a: number, b: number, c: number): number {
	const [pa, pb, pc] = [Math.abs(b - c), Math.abs(a - c), Math.abs(a + b - 2 * c)]
	return pa <= pb && pa <= pc ? a : pb <= pc ? b : c
}

function unfilter(raw: Buffer, { width, height, size }: { width: number; height: number; size: number }): Buffer {
	const line = width * size
	const out = Buffer.alloc(line * height)
	for (let y = 0; y < height; y++) {
		const filter = raw[y * (line + 1)] ?? 0
		for (let x = 0; x < line; x++) {
			const at = y * line + x
			const a = x >= size ? (out[at - size] ?? 0) : 0
			const b = y > 0 ? (out[at - line] ?? 0) : 0
			const c = x >= size && y > 0 ? (out[at - line - size] ?? 0) : 0
			const by = [0, a, b, (a + b) >> 1, paeth(a, b, c)][filter] ?? 0
			out[at] = ((raw[y * (line + 1) + 1 + x] ?? 0) + by) & 255
		}
	}
	return out
}

/** Reads an 8-bit PNG in RGB or RGBA that is not interlaced, as browsers write them; what is transparent is not kept. */
function readPng(png: Buffer): Picture {
	const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)]
	const size = png[25] === 6 ? 4 : 3
	const parts: Buffer[] = []
	for (let at = 8; at < png.length; at += png.readUInt32BE(at) + 12)
		if (png.toString('latin1', at + 4, at + 8) === 'IDAT')
			parts.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)))
	const bytes = unfilter(zlib.inflateSync(Buffer.concat(parts)), { width, height, size })
	const pixels = new Uint32Array(width * height)
	for (let at = 0; at < pixels.length; at++) pixels[at] = bytes.readUIntBE(at * size, 3)
	return { width, height, pixels }
}

const distance = (a: number, b: number) =>
	Math.abs((a >> 16) - (b >> 16)) + Math.abs(((a >> 8) & 255) - ((b >> 8) & 255)) + Math.abs((a & 255) - (b & 255))

/** The commonest colours, and for every colour the nearest of them. */
function choosePalette(pixels: Uint32Array): { palette: number[]; places: Map<number, number> } {
	const counts = new Map<number, number>()
	for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) ?? 0) + 1)
	const byCount = [...counts].sort((a, b) => b[1] - a[1]).map(([colour]) => colour)
	const palette = byCount.slice(0, MOST_COLOURS)
	const places = new Map(palette.map((colour, place) => [colour, place]))
	for (const colour of byCount.slice(MOST_COLOURS)) {
		let best = 0
		for (let place = 1; place < palette.length; place++)
			if (distance(palette[place] ?? 0, colour) < distance(palette[best] ?? 0, colour)) best = place
		places.set(colour, best)
	}
	return { palette, places }
}

function chunk(type: string, body: Buffer): Buffer {
	const named = Buffer.concat([Buffer.from(type, 'latin1'), body])
	const whole = Buffer.alloc(named.length + 8)
	whole.writeUInt32BE(body.length, 0)
	named.copy(whole, 4)
	whole.writeUInt32BE(zlib.crc32(named), named.length + 4)
	return whole
}

/** The same picture in at most 256 colours, some four times smaller. */
export function shrinkPng(png: Buffer): Buffer {
	const { width, height, pixels } = readPng(png)
	const { palette, places } = choosePalette(pixels)
	const raw = Buffer.alloc((width + 1) * height)
	for (let y = 0; y < height; y++)
		for (let x = 0; x < width; x++) raw[y * (width + 1) + 1 + x] = places.get(pixels[y * width + x] ?? 0) ?? 0
	const head = Buffer.alloc(13)
	head.writeUInt32BE(width, 0)
	head.writeUInt32BE(height, 4)
	head.set([8, 3, 0, 0, 0], 8)
	const colours = Buffer.from(palette.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]))
	const body = chunk('IDAT', zlib.deflateSync(raw, { level: 9 }))
	return Buffer.concat([SIGNATURE, chunk('IHDR', head), chunk('PLTE', colours), body, chunk('IEND', Buffer.alloc(0))])
}
