import { z } from 'zod'
import { parseMarks } from '../../src/domain/whatsapp-markup.ts'
import type { Reply, Shown } from '../../src/messaging/channel.ts'
import { renderReply } from './render.ts'

const title = z.object({ title: z.string() })

/** What of our own payloads a reader sees. */
const seen = z.object({
	text: z.object({ body: z.string() }).optional(),
	image: z.object({ caption: z.string().default('') }).optional(),
	document: z.object({ caption: z.string().default('') }).optional(),
	interactive: z
		.object({
			body: z.object({ text: z.string() }),
			action: z.object({ buttons: z.array(z.object({ reply: title })).default([]), button: z.string().optional() }),
		})
		.optional(),
})

/**
 * A message as WhatsApp shows it to somebody who wrote within the last day. Outside of that an approved template takes
 * its place, whose words are WhatsApp's.
 */
export function showReply({ template: _, ...reply }: Reply): Shown {
	const { text, image, document, interactive } = seen.parse(renderReply(reply).payload(''))
	const words = text?.body ?? image?.caption ?? document?.caption ?? interactive?.body.text ?? ''
	const { buttons = [], button } = interactive?.action ?? {}
	const labels = buttons.map(({ reply: { title: label } }) => label)
	return { spans: parseMarks(words), buttons: button === undefined ? labels : [...labels, button] }
}
