import { crc32, deflateSync } from 'node:zlib'
import encodeQR from 'qr'

const SCALE = 8
const BORDER = 4

function chunk(type: string, body: Uint8Array): Buffer {
	const named = Buffer.concat([Buffer.from(type, 'latin1'), body])
	const length = Buffer.alloc(4)
	length.writeUInt32BE(body.length)
	const sum = Buffer.alloc(4)
	sum.writeUInt32BE(crc32(named))
	return Buffer.concat([length, named, sum])
}

/** Pixels as a PNG of one bit a pixel (PNG specification, 11.2); true is black. */
function encodePng(rows: readonly (readonly boolean[])[]): Buffer {
	const size = rows.length
	const header = Buffer.alloc(13)
	header.writeUInt32BE(size, 0)
	header.writeUInt32BE(size, 4)
	header[8] = 1
	const lineBytes = Math.ceil(size / 8)
	const pixels = Buffer.alloc(size * (lineBytes + 1))
	rows.forEach((row, y) => {
		row.forEach((black, x) => {
			const at = y * (lineBytes + 1) + 1 + (x >> 3)
			if (!black) pixels[at] = (pixels[at] ?? 0) | (0x80 >> (x & 7))
		})
	})
	const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
	return Buffer.concat([
		signature,
		chunk('IHDR', header),
		chunk('IDAT', deflateSync(pixels)),
		chunk('IEND', Buffer.alloc(0)),
	])
}

/** A QR code as a PNG that a phone can scan from a screen. Throws when the text is too long for one. */
export function qrPng(text: string): Buffer {
	return encodePng(encodeQR(text, 'raw', { border: BORDER, scale: SCALE, ecc: 'medium' }))
}

/** A QR code as SVG markup for a page. Throws when the text is too long for one. */
export function qrSvg(text: string): string {
	return encodeQR(text, 'svg', { border: BORDER, ecc: 'medium' })
}

/** A QR code as lines of text for a terminal. Throws when the text is too long for one. */
export function qrTerminal(text: string): string {
	return encodeQR(text, 'ascii', { border: 2, ecc: 'low' })
}
