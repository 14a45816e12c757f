import { at, isJson, type Json, listAt, textAt } from './json.ts'
import { missing, Refusal, wrong } from './refusal.ts'

const KNOWN_FIELDS = new Set([
	'messaging_product',
	'recipient_type',
	'to',
	'recipient',
	'type',
	'context',
	'biz_opaque_callback_data',
	'text',
	'image',
	'document',
	'interactive',
	'template',
])

/** Refuses what the real server refuses at once: unknown fields, missing parts, more than there is room for. */
export function checkMessage(payload: Json, hasMedia: (id: string) => boolean) {
	if (payload['messaging_product'] !== 'whatsapp') throw missing('messaging_product must be whatsapp')
	for (const field of Object.keys(payload))
		if (!KNOWN_FIELDS.has(field))
			throw new Refusal(100, 'Invalid parameter', { details: `Unexpected key "${field}" on param.` })
	if (!['individual', undefined].includes(textAt(payload, 'recipient_type')))
		throw wrong('recipient_type must be individual')
	if ((textAt(payload, 'biz_opaque_callback_data') ?? '').length > 512)
		throw wrong('biz_opaque_callback_data is too long')
	checkRecipient(payload)
	const type = textAt(payload, 'type') ?? 'text'
	if (type === 'text') return checkText(payload)
	if (type === 'image' || type === 'document') return checkMedia(at(payload, type), hasMedia)
	if (type === 'interactive') return checkInteractive(at(payload, 'interactive'), hasMedia)
	if (type === 'template') return
	throw new Refusal(131051, 'Unsupported message type')
}

function checkRecipient(payload: Json) {
	const to = textAt(payload, 'to')
	const recipient = textAt(payload, 'recipient')
	if (to === undefined && recipient === undefined) throw missing('to or recipient')
	if (to !== undefined && !/^\+?\d{6,15}$/.test(to)) throw wrong('to is not a phone number')
	if (to === undefined && !/^[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}$/.test(recipient ?? ''))
		throw wrong('recipient is not a user id')
}

/** UTF-16 units, the narrower of the two ways in which characters can be counted. */
function limit(text: unknown, most: number, what: string) {
	if (typeof text !== 'string' || text.trim() === '') throw missing(what)
	if (text.length > most) throw wrong(`${what} has ${text.length} characters; ${most} is the most`)
	if (!text.isWellFormed()) throw wrong(`${what} has half a character`)
}

function checkText(payload: Json) {
	limit(at(payload, 'text')['body'], 4096, 'text.body')
}

function checkMedia(media: Json, hasMedia: (id: string) => boolean) {
	const id = textAt(media, 'id')
	if (id === undefined) throw missing('the id of the media')
	if (!hasMedia(id)) throw new Refusal(131052, 'Media download error', { details: 'no such media' })
	if (media['caption'] !== undefined) limit(media['caption'], 1024, 'caption')
}

function checkInteractive(interactive: Json, hasMedia: (id: string) => boolean) {
	const kind = textAt(interactive, 'type')
	if (kind !== 'button' && kind !== 'list') throw wrong('interactive.type')
	limit(at(interactive, 'body')['text'], kind === 'list' ? 4096 : 1024, 'body.text')
	if (interactive['footer'] !== undefined) limit(at(interactive, 'footer')['text'], 60, 'footer.text')
	const header = interactive['header']
	if (isJson(header)) checkHeader(header, kind, hasMedia)
	const choices = choicesOf(interactive)
	const most = kind === 'list' ? 10 : 3
	if (choices.length < 1 || choices.length > most) throw wrong(`a ${kind} takes 1 to ${most} choices`)
	for (const { title, id, description } of choices) {
		limit(title, kind === 'list' ? 24 : 20, 'title')
		limit(id, kind === 'list' ? 200 : 256, 'id')
		if (id.trim() !== id) throw wrong('an id begins or ends with a blank')
		if (description !== undefined) limit(description, 72, 'description')
	}
	if (new Set(choices.map(({ id }) => id)).size < choices.length) throw wrong('ids must differ')
	if (kind === 'list') limit(at(interactive, 'action')['button'], 20, 'action.button')
	else if (new Set(choices.map(({ title }) => title)).size < choices.length) throw wrong('titles must differ')
}

function checkHeader(header: Json, kind: string, hasMedia: (id: string) => boolean) {
	const type = textAt(header, 'type') ?? ''
	if (type === 'text') return limit(header['text'], 60, 'header.text')
	if (kind === 'list') throw wrong('the header of a list is a text')
	if (!['image', 'document'].includes(type)) throw wrong('header.type')
	checkMedia(at(header, type), hasMedia)
}

export interface ShownChoice {
	id: string
	title: string
	description?: string
}

/** Buttons or rows of an interactive message. */
export function choicesOf(interactive: Json): ShownChoice[] {
	const action = at(interactive, 'action')
	const found = [
		...listAt(action, 'buttons').map((button) => at(button, 'reply')),
		...listAt(action, 'sections').flatMap((section) => listAt(section, 'rows')),
	]
	return found.map((one) => {
		const description = textAt(one, 'description')
		return {
			id: textAt(one, 'id') ?? '',
			title: textAt(one, 'title') ?? '',
			...(description === undefined ? {} : { description }),
		}
	})
}
