import { html } from 'hono/html'
import { formatMoment } from '../../conversation/locales/format.ts'
import { listAudit } from '../../store/audit.ts'
import { listStaff } from '../../store/staff.ts'
import { type Html, none } from '../page.ts'
import { renderConsole } from './layout.ts'
import { numberOf, renderMore, renderTable } from './parts.ts'
import type { ConsoleRoute, Visit } from './visit.ts'

const PAGE = 50

function renderSubject(subject: string | null): Html {
	if (subject === null) return html`–`
	const place = /^mem_/.test(subject)
		? `/console/members/${subject}`
		: /^brd_/.test(subject)
			? `/console/broadcasts/${subject}`
			: undefined
	return place === undefined ? html`<code>${subject}</code>` : html`<a href="${place}">${subject}</a>`
}

function renderFacts(before: string | null, after: string | null): Html {
	const shown = [before, after].filter((facts) => facts !== null)
	return shown.length === 0 ? none : html`<code>${shown.join(' → ')}</code>`
}

/** Who did what, the newest first. The names of acts are those of the record, in no language. */
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
<th scope="row"><code>${line.action}</code></th><td>${renderSubject(line.subject)}</td><td>${renderFacts(line.before, line.after)}</td><td>${line.origin ?? ''}</td></tr>`,
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
