import { html } from 'hono/html'
import { formatMoment } from '../../conversation/locales/format.ts'
import { listAudit } from '../../store/audit.ts'
import { listStaff } from '../../store/staff.ts'
import { type Say, type WordKey, words } from '../locales/index.ts'
import { type Html, none } from '../page.ts'
import { renderConsole } from './layout.ts'
import { numberOf, renderMore, renderTable } from './parts.ts'
import type { ConsoleRoute, Visit } from './visit.ts'

const PAGE = 50
/** Characters of an id by which two are told apart. */
const TAIL = 6

/** The word for an act, a place or a kind of subject; undefined for one that has none. */
function wordOf(say: Say, group: 'act' | 'origin' | 'subject', name: string): string | undefined {
	const key = `${group}.${name}`
	return Object.hasOwn(words.en, key) ? say(key as WordKey & `${typeof group}.${string}`) : undefined
}

/** Facts as people read them: name and value, no braces. */
function describeFacts(text: string): string {
	const facts: unknown = JSON.parse(text)
	if (typeof facts !== 'object' || facts === null || Array.isArray(facts)) return String(facts)
	return Object.entries(facts)
		.map(([name, value]) => `${name}: ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`)
		.join(', ')
}

function renderSubject(say: Say, subject: string | null): Html {
	if (subject === null) return html`–`
	const place = /^mem_/.test(subject)
		? `/console/members/${subject}`
		: /^brd_/.test(subject)
			? `/console/broadcasts/${subject}`
			: undefined
	const kind = wordOf(say, 'subject', subject.slice(0, 3))
	const name = kind === undefined ? subject : `${kind} …${subject.slice(-TAIL)}`
	return place === undefined
		? html`<span title="${subject}">${name}</span>`
		: html`<a href="${place}" title="${subject}">${name}</a>`
}

function renderFacts(before: string | null, after: string | null): Html {
	const shown = [before, after].filter((facts) => facts !== null)
	return shown.length === 0 ? none : html`<code>${shown.map(describeFacts).join(' → ')}</code>`
}

/** Who did what, the newest first. */
async function showAudit(visit: Visit): Promise<Response> {
	const { c, needs, say, locale, settings } = visit
	const { db } = needs.store
	const beforeId = numberOf(c.req.query('before'))
	const lines = await listAudit(db, { limit: PAGE + 1, ...(beforeId === undefined ? {} : { beforeId }) })
	const people = new Map((await listStaff(db)).map((person) => [person.public_id, person.name]))
	const shown = lines.slice(0, PAGE)
	const rows = shown.map(
		(
			line,
		) => html`<tr><td>${formatMoment(locale, line.at, settings.timeZone)}</td><td dir="auto">${people.get(line.actor) ?? line.actor}</td>
<th scope="row">${wordOf(say, 'act', line.action) ?? line.action}<small class="mut">${line.action}</small></th><td>${renderSubject(say, line.subject)}</td><td>${renderFacts(line.before, line.after)}</td><td>${wordOf(say, 'origin', line.origin ?? '') ?? line.origin ?? ''}</td></tr>`,
	)
	const heads = [
		say('member.date'),
		say('audit.who'),
		say('audit.what'),
		say('audit.to'),
		say('audit.facts'),
		say('member.source'),
	]
	const last = lines.length > PAGE ? shown.at(-1) : undefined
	const main = html`<section class="card">${rows.length > 0 ? renderTable(heads, rows) : html`<p>${say('audit.none')}</p>`}</section>
${renderMore(visit, last && `/console/audit?before=${last.id}`)}`
	return await c.html(renderConsole(visit, { title: say('audit.title'), menu: '/console/settings', main }))
}

export const auditRoutes: readonly ConsoleRoute[] = [
	{ method: 'get', path: '/console/audit', role: 'owner', handle: showAudit },
]
