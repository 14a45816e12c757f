import { html } from 'hono/html'
import { formatMoment } from '../../conversation/locales/format.ts'
import { dayOf, formatDay, parseDay, startOfDay } from '../../domain/calendar.ts'
import type { ProgramRules } from '../../domain/program.ts'
import { getProgramAt, insertProgram, listPrograms, type ProgramVersion } from '../../store/programs.ts'
import { listStaff } from '../../store/staff.ts'
import { type Html, none } from '../page.ts'
import { type Form, renderField, renderHidden, renderWrong, type Wrong } from './form.ts'
import { renderConsole } from './layout.ts'
import { actOnceUnless, newNonce } from './once.ts'
import { noteAct, renderTable } from './parts.ts'
import {
	type Change,
	draftOf,
	fieldsOf,
	listChanges,
	listGroups,
	type ProgramField,
	type ProgramGroup,
	readTyped,
	type Typed,
	typedOf,
} from './program-fields.ts'
import type { ConsoleRoute, Visit } from './visit.ts'

const PLACE = '/console/program'
const SHOWN_VERSIONS = 10

interface Shown {
	/** The version that is changed, the one in force. */
	version: ProgramVersion
	groups: readonly ProgramGroup[]
	typed: Typed
	/** The day from which it counts; empty is at once. */
	from: string
	wrong: Wrong
	note?: string | undefined
}

function renderProgramField(visit: Visit, field: ProgramField, { typed, wrong }: Shown): Html {
	const label = field.label + (field.what === 'money' ? ` (${visit.settings.currency})` : '')
	return renderField({
		name: field.name,
		label,
		value: typed[field.name] ?? '',
		wrong,
		...(field.options ? { options: field.options } : { maxLength: field.what === 'words' ? 60 : 20 }),
		...(field.what === 'whole' || field.what === 'money' ? { inputMode: 'decimal' as const } : {}),
		...(field.hint ? { hint: field.hint } : {}),
	})
}

async function renderVersions(visit: Visit, inForce: ProgramVersion): Promise<Html> {
	const { needs, say, locale, settings } = visit
	const { db, now } = needs.store
	const people = new Map((await listStaff(db)).map((person) => [person.public_id, person.name]))
	const items = (await listPrograms(db, SHOWN_VERSIONS)).map((one) => {
		const pill =
			one.id === inForce.id
				? html`<span class="pill good">${say('program.in_force')}</span>`
				: one.effectiveFrom > now()
					? html`<span class="pill warn">${say('program.upcoming')}</span>`
					: none
		const by = one.publishedBy === null ? '' : (people.get(one.publishedBy) ?? one.publishedBy)
		return html`<li>${formatMoment(locale, one.effectiveFrom, settings.timeZone)} ${by} ${pill}</li>`
	})
	return html`<section class="card"><h2>${say('program.versions')}</h2><ul class="plain">${items}</ul></section>`
}

async function renderProgram(visit: Visit, shown: Shown): Promise<Html> {
	const { say, csrf } = visit
	const { groups, wrong, version, from, note } = shown
	const labels = Object.fromEntries(fieldsOf(groups).map(({ name, label }) => [name, label]))
	const cards = groups
		.filter(({ fields }) => fields.length > 0)
		.map(
			({ title, fields }) =>
				html`<section class="card"><h2>${title}</h2><div class="three">${fields.map((field) => renderProgramField(visit, field, shown))}</div></section>`,
		)
	const others = version.rules.earning.by === 'amount' ? none : html`<p class="card">${say('program.earning_kept')}</p>`
	const main = html`<p>${say('program.lead')}</p>${renderWrong(say, wrong, { ...labels, from: say('program.from') })}${others}
<form method="post" action="${PLACE}">${renderHidden(csrf)}<input type="hidden" name="base" value="${version.id}">${cards}
<section class="card">${renderField({ name: 'from', label: say('program.from'), value: from, wrong, type: 'date', hint: say('program.from_hint') })}
<button name="do" value="preview">${say('program.preview')}</button></section></form>
${await renderVersions(visit, version)}`
	return renderConsole(visit, { title: say('program.title'), menu: '/console/settings', main, note })
}

/** Nothing is published before this was seen: what changes, and from when. */
function renderPreview(visit: Visit, shown: Shown, changes: readonly Change[], at: number | undefined): Html {
	const { say, csrf, needs, locale, settings } = visit
	const rows = changes.map(
		({ label, before, after }) =>
			html`<tr><th scope="row">${label}</th><td>${before}</td><td><b>${after}</b></td></tr>`,
	)
	const hidden = Object.entries({ ...shown.typed, from: shown.from, base: String(shown.version.id) }).map(
		([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
	)
	const when =
		at === undefined
			? say('program.at_once')
			: say('program.from_day', { date: formatMoment(locale, at, settings.timeZone) })
	const main = html`<section class="card">${renderTable([say('program.what'), say('program.now'), say('program.then')], rows)}
<p><b>${when}</b></p><p class="hint">${say('program.keeps')}</p></section>
<form class="row" method="post" action="${PLACE}">${renderHidden(csrf, newNonce(needs))}${hidden}
<button name="do" value="publish">${say('program.publish')}</button><button class="quiet" name="do" value="edit">${say('program.edit')}</button></form>`
	return renderConsole(visit, { title: say('program.preview_title'), menu: '/console/settings', main })
}

async function startEdit(visit: Visit): Promise<Shown> {
	const { store } = visit.needs
	const version = await getProgramAt(store.db, store.now())
	const groups = listGroups(visit, version.rules)
	return { version, groups, typed: typedOf(groups, version.rules), from: '', wrong: new Map() }
}

async function showProgram(visit: Visit): Promise<Response> {
	const note = visit.c.req.query('done') === 'published' ? visit.say('program.done') : undefined
	return await visit.c.html(await renderProgram(visit, { ...(await startEdit(visit)), note }))
}

/** The instant of the day typed; undefined is at once. */
function readFrom({ say, settings, needs }: Visit, from: string, wrong: Wrong): number | undefined {
	if (from === '') return undefined
	const day = parseDay(from)
	const tomorrow = dayOf(needs.store.now(), settings.timeZone) + 1
	if (day !== undefined && day >= tomorrow && day <= tomorrow + 366) return startOfDay(day, settings.timeZone)
	wrong.set('from', say('program.from_rule', { date: formatDay(tomorrow) }))
	return undefined
}

async function publish(
	visit: Visit,
	form: Form,
	planned: { base: number; rules: ProgramRules; changes: readonly Change[]; at: number | undefined },
): Promise<Response | Wrong> {
	const { staff } = visit
	return await actOnceUnless(visit, form, async (work) => {
		const { id } = await getProgramAt(work.tx, work.now)
		if (id !== planned.base) return new Map([['base', '']])
		const effectiveFrom = planned.at ?? work.now
		const program = { rules: planned.rules, effectiveFrom, at: work.now, by: staff.publicId }
		const made = await insertProgram(work.tx, program)
		const facts = (side: 'before' | 'after') =>
			Object.fromEntries(planned.changes.map((change) => [change.name, change[side]]))
		const change = { subject: `program ${made.id}`, before: facts('before'), after: facts('after') }
		await noteAct(visit, work, { action: 'program.publish', ...change })
		return `${PLACE}?done=published`
	})
}

async function takeProgram(visit: Visit, form: Form): Promise<Response> {
	const { c, say } = visit
	const started = await startEdit(visit)
	const { version, groups } = started
	const typed = readTyped(groups, form)
	const from = form.text('from').trim().slice(0, 20)
	const wrong: Wrong = new Map()
	const shown: Shown = { version, groups, typed, from, wrong }
	const again = async (note?: string) => await c.html(await renderProgram(visit, { ...shown, note }), 422)
	const act = form.text('do')
	if (act === 'edit') return await c.html(await renderProgram(visit, shown))
	const base = Number(form.text('base').slice(0, 15))
	// a second submit leads where the first one led, though the first one has replaced the version it was based on
	if (base !== version.id && act !== 'publish') return await again(say('cast.changed_look'))
	const rules = draftOf(visit, version.rules, { groups, typed, wrong })
	const at = readFrom(visit, from, wrong)
	if (wrong.size > 0) return await again()
	const changes = listChanges(groups, version.rules, rules)
	if (changes.length === 0 && base === version.id) return await again(say('program.nothing'))
	if (act !== 'publish') return await c.html(renderPreview(visit, shown, changes, at))
	const answer = await publish(visit, form, { base, rules, changes, at })
	visit.needs.wakeJobs?.()
	return answer instanceof Map ? await again(say('cast.changed_look')) : answer
}

export const programRoutes: readonly ConsoleRoute[] = [
	{ method: 'get', path: PLACE, role: 'owner', handle: showProgram },
	{ method: 'post', path: PLACE, role: 'owner', handle: takeProgram },
]
