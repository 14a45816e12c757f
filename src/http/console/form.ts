import { html } from 'hono/html'
import { HTTPException } from 'hono/http-exception'
import type { AppContext } from '../context.ts'
import type { Say } from '../locales/index.ts'
import { type Html, none } from '../page.ts'

/** What a form sent: every value is well-formed text without NUL, lines end in \n. */
export interface Form {
	/** The value of a field; empty when it was not sent. */
	text(name: string): string
	/** The values of a field that may come several times. */
	list(name: string): string[]
	/** Every text that was sent, by the name of its field; files are not among them. */
	entries(): [name: string, value: string][]
	/** The text of a file that was picked; empty when none was. */
	file(name: string): Promise<string>
	/** The bytes of a file that was picked; undefined when none was. */
	upload(name: string): Promise<Uint8Array | undefined>
}

const clean = (text: string) => text.toWellFormed().replace(/\r\n?/g, '\n').replaceAll('\0', '')

/** Reads the body of a form. Throws an HTTPException when the body is no form at all. */
export async function readForm(c: AppContext): Promise<Form> {
	const body = await c.req.parseBody({ all: true }).catch((cause: unknown) => {
		if (cause instanceof TypeError) throw new HTTPException(400, { cause })
		throw cause
	})
	const listOf = (name: string) => {
		const value = Object.hasOwn(body, name) ? body[name] : undefined
		return [value ?? []].flat().filter((one): one is string => typeof one === 'string')
	}
	const fileOf = (name: string) => {
		const sent = Object.hasOwn(body, name) ? [body[name]].flat()[0] : undefined
		return sent instanceof File ? sent : undefined
	}
	return {
		text: (name) => clean(listOf(name)[0] ?? ''),
		list: (name) => listOf(name).map(clean),
		entries: () =>
			Object.keys(body).flatMap((name) => listOf(name).map((value): [string, string] => [name, clean(value)])),
		file: async (name) => clean((await fileOf(name)?.text()) ?? ''),
		upload: async (name) => {
			const sent = fileOf(name)
			// a browser sends an empty one without a name where none was picked
			const isPicked = sent !== undefined && (sent.size > 0 || sent.name !== '')
			return isPicked ? new Uint8Array(await sent.arrayBuffer()) : undefined
		},
	}
}

/** What is wrong with a form, by field, in the person's language. */
export type Wrong = Map<string, string>

export interface Field {
	name: string
	label: string
	value: string
	wrong?: Wrong | undefined
	hint?: string
	type?: 'text' | 'password' | 'date' | 'datetime-local' | 'file'
	/** Which files a browser offers. */
	accept?: string
	/** Which keyboard a phone shows. */
	inputMode?: 'numeric' | 'decimal' | 'tel' | 'url'
	autocomplete?: string
	required?: boolean
	/** Makes a text area of so many lines. */
	rows?: number
	maxLength?: number
	/** Makes a list to pick from. */
	options?: readonly { value: string; label: string }[]
}

function renderControl(field: Field, attributes: Html): Html {
	const { name, value, options, rows, type = 'text', autocomplete, maxLength, inputMode, accept } = field
	const common = html`id="${name}" name="${name}" ${attributes}`
	if (options)
		return html`<select ${common}>${options.map((one) => html`<option value="${one.value}" ${one.value === value ? 'selected' : ''}>${one.label}</option>`)}</select>`
	const limit = maxLength === undefined ? none : html`maxlength="${maxLength}"`
	// a browser drops the first line break after the tag: one of ours keeps that of the value
	if (rows !== undefined)
		return html`<textarea ${common} rows="${rows}" ${limit}>
${value}</textarea>`
	const complete = autocomplete === undefined ? none : html`autocomplete="${autocomplete}"`
	const keyboard = inputMode === undefined ? none : html`inputmode="${inputMode}"`
	const shown = type === 'password' || type === 'file' ? none : html`value="${value}"`
	return html`<input ${common} type="${type}" ${shown} ${complete} ${limit} ${keyboard} ${accept === undefined ? none : html`accept="${accept}"`}>`
}

/** One field with its label, what is wrong with it, and a hint; all of them read out together. */
export function renderField(field: Field): Html {
	const { name, label, wrong, hint, required } = field
	const message = wrong?.get(name)
	const notes = [message !== undefined && `${name}-wrong`, hint !== undefined && `${name}-hint`]
		.filter(Boolean)
		.join(' ')
	const attributes = html`${required ? 'required' : ''} ${message === undefined ? none : html`aria-invalid="true"`} ${notes === '' ? none : html`aria-describedby="${notes}"`}`
	return html`<div class="field"><label for="${name}">${label}</label>${renderControl(field, attributes)}
${message === undefined ? none : html`<p class="wrong" id="${name}-wrong">${message}</p>`}
${hint === undefined ? none : html`<p class="hint" id="${name}-hint">${hint}</p>`}</div>`
}

/** The list of what is wrong, before the form, each line leading to its field. */
export function renderWrong(say: Say, wrong: Wrong, labels: Record<string, string>): Html {
	if (wrong.size === 0) return none
	const lines = [...wrong].map(
		([name, message]) => html`<li><a href="#${name}">${labels[name] ?? name}</a>: ${message}</li>`,
	)
	return html`<div class="card alarm" role="alert"><p>${say('form.errors')}</p><ul>${lines}</ul></div>`
}

/** Fields every form of ours carries: the token of the session, and a nonce where a second submit would do harm. */
export function renderHidden(csrf: string, nonce?: string): Html {
	return html`<input type="hidden" name="_form" value="${csrf}">${nonce === undefined ? none : html`<input type="hidden" name="_once" value="${nonce}">`}`
}
