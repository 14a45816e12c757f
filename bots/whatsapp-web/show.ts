import { parseMarks } from '../../src/domain/whatsapp-markup.ts'
import type { Reply, Shown } from '../../src/messaging/channel.ts'
import { renderReply } from './render.ts'

/** A message as WhatsApp shows it: there are no buttons, everything stands in the text. */
export function showReply(reply: Reply): Shown {
	return { spans: parseMarks(renderReply(reply).text), buttons: [] }
}
