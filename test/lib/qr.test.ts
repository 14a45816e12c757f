import { inflateSync } from 'node:zlib'
import decodeQR from 'qr/decode.js'
import { describe, expect, test } from 'vitest'
import { qrPng, qrSvg } from '../../src/lib/qr.ts'

function pixelsOf(png: Buffer): { width: number; height: number; data: Uint8Array } {
	const size = png.readUInt32BE(16)
	const at = png.indexOf('IDAT')
	const lines = inflateSync(png.subarray(at + 4, at + 4 + png.readUInt32BE(at - 4)))
	const data = new Uint8Array(size * size * 4).fill(255)
	const width = Math.ceil(size / 8) + 1
	for (let y = 0; y < size; y++)
		for (let x = 0; x < size; x++) {
			const white = (lines[y * width + 1 + (x >> 3)] ?? 0) & (0x80 >> (x & 7))
			if (!white) data.fill(0, (y * size + x) * 4, (y * size + x) * 4 + 3)
		}
	return { width: size, height: size, data }
}

describe('a QR code', () => {
	test('can be read from the picture', () => {
		const text = 'https://t.me/suki_bot?start=r_7K3XQ9TW'
		expect(decodeQR(pixelsOf(qrPng(text)))).toBe(text)
	})

	test('comes as SVG for a page', () => {
		expect(qrSvg('M00042')).toMatch(/^<svg /)
	})
})
