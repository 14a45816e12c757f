import { z } from '@hono/zod-openapi'
import { MAX_ORDER_MINOR } from '../../domain/money.ts'

const EARLIEST = Date.UTC(1900, 0, 1)
const LATEST = Date.UTC(2100, 0, 1)

// PostgreSQL stores neither NUL nor half a surrogate pair, and no name or id has a reason for a control character
const isPlain = (text: string) => text.isWellFormed() && !/\p{Cc}/u.test(text)

/** A line of text from outside, trimmed. */
export const line = (maxLength: number) =>
	z.string().max(maxLength).refine(isPlain, 'must not hold control characters').trim().min(1)

/** The name of a source of orders: part of addresses and keys, so of few characters. */
export const sourceName = z
	.string()
	.regex(/^[A-Za-z0-9][\w.-]{0,39}$/, 'must be 1 to 40 of A-Z a-z 0-9 _ . -, beginning with a letter or digit')
	.openapi({ description: 'The shop, till or file the order comes from', example: 'pos' })

export const externalId = line(120).openapi({ description: 'Unique in its source', example: 'A-1027' })

export const minor = z
	.int()
	.min(0)
	.max(MAX_ORDER_MINOR)
	.openapi({ description: 'Minor units of the currency', example: 19900 })

const rfc3339 = z.iso.datetime({
	offset: true,
	error: 'must be RFC 3339 with an offset, such as 2026-03-10T12:00:00+08:00',
})

/** RFC 3339 with an offset, in small letters too; ms UTC inside. */
export const instant = z
	.preprocess((value) => (typeof value === 'string' ? value.toUpperCase() : value), rfc3339)
	.transform((text) => Date.parse(text))
	.refine((at) => at >= EARLIEST && at < LATEST, 'must lie between 1900 and 2099')
	.openapi({ type: 'string', format: 'date-time', example: '2026-03-10T12:00:00+08:00' })

export const publicId = (prefix: string) =>
	z
		.string()
		.regex(new RegExp(`^${prefix}_[0-9a-f]{32}$`), `must be an id such as ${prefix}_0196…`)
		.openapi({ example: `${prefix}_0196f0a4b5c67d8e9fa0b1c2d3e4f506` })

export const dateText = z.string().openapi({ format: 'date', example: '2026-03-31' })

export const instantText = z.string().openapi({ format: 'date-time', example: '2026-03-10T04:00:00.000Z' })

/** An instant as the API writes it. */
export function writeInstant(at: number): string {
	return new Date(at).toISOString()
}
