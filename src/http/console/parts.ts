import { html } from 'hono/html'
import { parseMarkup, type Span } from '../../domain/message.ts'
import type { IdPrefix } from '../../lib/ids.ts'
import { insertAudit } from '../../store/audit.ts'
import type { Work } from '../../store/transact.ts'
import { type Html, none } from '../page.ts'
import { renderHidden } from './form.ts'
import { newNonce } from './once.ts'
import type { Visit } from './visit.ts'

/** The public id in the address of a page; empty, which nothing has, when it is none of that kind. */
export function publicIdOf(visit: Visit, prefix: IdPrefix, name = 'id'): string {
	const id = visit.c.req.param(name) ?? ''
	return new RegExp(`^${prefix}_\\w{1,40}$`).test(id) ? id : ''
}

/** A positive whole number out of an address; undefined when it is none. */
export function numberOf(text: string | undefined): number | undefined {
	return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined
}

/** Writes down what somebody did on a page. */
export async function noteAct(
	visit: Visit,
	work: Work,
	act: { action: string; subject?: string; before?: unknown; after?: unknown },
): Promise<void> {
	await insertAudit(work.tx, { at: work.now, actor: visit.staff.publicId, origin: 'console', ...act })
}

/** A form that is one button; `of` says what it is about where several look alike. */
export function renderAction(
	visit: Visit,
	action: string,
	button: { label: string; look?: string; fields?: Html; of?: string },
): Html {
	const { label, look = 'quiet', fields = none, of } = button
	// what is seen begins what is heard, so that both call the button the same
	const name = of === undefined ? none : html`aria-label="${label}: ${of}"`
	return html`<form method="post" action="${action}">${renderHidden(visit.csrf, newNonce(visit.needs))}${fields}<button class="${look}" ${name}>${label}</button></form>`
}

/** A table that becomes a list of small blocks on a phone. */
export function renderTable(heads: readonly string[], rows: readonly Html[]): Html {
	return html`<table class="stack"><thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead><tbody>${rows}</tbody></table>`
}

/** Characters from which on a figure is set smaller, so that it stays on one line. */
const LONG = 9

/** A named figure for a <dl class="kpis">. */
export function renderFigure(label: string, value: string, hint?: string): Html {
	const look = [...value].length > LONG ? 'long' : ''
	return html`<div><dt>${label}</dt><dd class="${look}">${value}${hint === undefined ? none : html`<small class="mut">${hint}</small>`}</dd></div>`
}

/** The link to the next page of a list. */
export function renderMore(visit: Visit, place: string | undefined, label?: string): Html {
	return place === undefined
		? none
		: html`<p><a class="btn quiet" href="${place}">${label ?? visit.say('page.more')}</a></p>`
}

/** Words as bold, italic and code. */
export function renderSpans(spans: readonly Span[]): Html {
	const parts = spans.map(({ text: part, bold, italic, code }) => {
		if (code) return html`<code>${part}</code>`
		if (bold && italic) return html`<b><i>${part}</i></b>`
		return bold ? html`<b>${part}</b>` : italic ? html`<i>${part}</i>` : html`${part}`
	})
	return html`${parts}`
}

/** A text with our markup as bold, italic and code. */
export function renderMarkup(text: string): Html {
	return renderSpans(parseMarkup(text))
}
