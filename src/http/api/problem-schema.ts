import { z } from '@hono/zod-openapi'

/** RFC 9457 as the reference shows it. */
export const problemSchema = z
	.looseObject({
		type: z.string().openapi({ example: '/api/reference#coupon-used' }),
		title: z.string(),
		status: z.int(),
		detail: z.string().optional(),
		requestId: z.string(),
		errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
	})
	.openapi('Problem')
