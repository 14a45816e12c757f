import { at, isJson, type Json, listAt, textAt } from './json.ts'
import { missing, Refusal } from './refusal.ts'

export interface Template {
	id: string
	name: string
	language: string
	category: string
	status: string
	components: Json[]
	rejected_reason?: string
}

const gapsOf = (text: string) => [...text.matchAll(/\{\{(\d+)\}\}/g)].map(([, number]) => Number(number))

/** The templates of one account: handed in, reviewed, sent. */
export class Templates {
	readonly all: Template[] = []
	#count = 900_000

	find(name: string, language: string): Template | undefined {
		return this.all.find((one) => one.name === name && one.language === language)
	}

	/** Puts one in as if it had been handed in long ago. */
	add(template: Partial<Template> & { name: string; language: string; text: string }): Template {
		const { text, ...rest } = template
		const made: Template = {
			id: String(++this.#count),
			category: 'MARKETING',
			status: 'APPROVED',
			components: [{ type: 'BODY', text }],
			...rest,
		}
		this.all.push(made)
		return made
	}

	/** What the reviewers decide. */
	review(name: string, language: string, status: string, reason?: string) {
		const found = this.find(name, language)
		if (!found) throw new Error(`no template ${name} in ${language}`)
		found.status = status
		if (reason) found.rejected_reason = reason
	}

	create(body: Json) {
		const name = textAt(body, 'name') ?? ''
		const language = textAt(body, 'language') ?? ''
		const category = textAt(body, 'category') ?? ''
		if (!/^[a-z0-9_]{1,512}$/.test(name)) throw missing('name: lower case, digits and underscores')
		if (!/^[a-z]{2,3}(_[A-Z]{2,3})?$/.test(language)) throw missing('language')
		if (!['UTILITY', 'MARKETING', 'AUTHENTICATION'].includes(category)) throw missing('category')
		if (this.find(name, language))
			throw new Refusal(100, 'Content in this language already exists', { subcode: 2388024 })
		const text = listAt(body, 'components').find((one) => one['type'] === 'BODY')
		checkBody(text ?? {})
		const made = this.add({ name, language, category, text: '', status: 'PENDING' })
		made.components = listAt(body, 'components')
		return { id: made.id, status: made.status, category }
	}

	list(query: URLSearchParams) {
		const limit = Math.min(100, Number(query.get('limit') ?? 25))
		const from = Number(Buffer.from(query.get('after') ?? '', 'base64').toString() || 0)
		const data = this.all.slice(from, from + limit)
		const isLast = from + limit >= this.all.length
		const after = Buffer.from(String(from + limit)).toString('base64')
		const next = isLast ? {} : { next: `https://graph.facebook.com/next?after=${after}` }
		return { data, paging: { cursors: { before: 'x', after }, ...next } }
	}

	/** What one message of the template shows; refuses as the server does at once. */
	fill(sent: Json): { template: Template; text: string } {
		const name = textAt(sent, 'name') ?? ''
		const language = textAt(at(sent, 'language'), 'code') ?? ''
		const template = this.find(name, language)
		if (!template || ['PENDING', 'REJECTED'].includes(template.status))
			throw new Refusal(132001, 'Template name does not exist in the translation', { status: 404 })
		if (template.status === 'PAUSED') throw new Refusal(132015, 'Template is paused')
		if (template.status === 'DISABLED') throw new Refusal(132016, 'Template is disabled')
		const body = template.components.find((one) => one['type'] === 'BODY')
		const text = textAt(body, 'text') ?? ''
		const component = listAt(sent, 'components').find((one) => textAt(one, 'type') === 'body')
		const values = listAt(component, 'parameters').map((one) => textAt(one, 'text') ?? '')
		if (values.length !== new Set(gapsOf(text)).size)
			throw new Refusal(132000, 'Number of parameters does not match the expected number of params')
		for (const value of values)
			if (value.trim() === '' || /[\n\t]| {5}/.test(value))
				throw new Refusal(132018, 'There’s an issue with the parameters in your template')
		return {
			template,
			text: text.replace(/\{\{(\d+)\}\}/g, (_gap, number: string) => values[Number(number) - 1] ?? ''),
		}
	}
}

/** The rules that a body is refused by before anybody reads it. */
function checkBody(component: Json) {
	const text = textAt(component, 'text') ?? ''
	const refuse = (details: string) => new Refusal(100, 'Invalid parameter', { details, subcode: 2388299 })
	if (!text || text.length > 1024) throw refuse('the body has 1 to 1024 characters')
	const gaps = gapsOf(text)
	if (/^\s*\{\{|\}\}\s*$/.test(text)) throw refuse('variables can’t be at the start or end of the template')
	if (/\}\}\s*\{\{/.test(text)) throw refuse('variables can’t stand beside each other')
	if (gaps.some((gap, index) => gap !== index + 1)) throw refuse('variables must be numbered one after the other')
	if (
		text
			.replace(/\{\{\d+\}\}/g, '')
			.trim()
			.split(/\s+|(?<=\p{Script=Han})/u).length <
		2 * gaps.length
	)
		throw refuse('too many variables for the length of the text')
	const examples = isJson(component['example']) ? component['example']['body_text'] : undefined
	const given = Array.isArray(examples) && Array.isArray(examples[0]) ? examples[0].length : 0
	if (given !== gaps.length) throw refuse('each variable needs an example')
}
