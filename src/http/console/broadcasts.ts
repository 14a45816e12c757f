import { html } from 'hono/html'
import { formatMoment } from '../../conversation/locales/format.ts'
import type { Locale } from '../../messaging/channel.ts'
import {
	type Broadcast,
	type BroadcastNeeds,
	createBroadcast,
	readBroadcast,
	updateBroadcast,
} from '../../messaging/compose.ts'
import { describeSegment, getSegmentContext } from '../../segments/index.ts'
import { type BroadcastState, findBroadcast, listBroadcasts } from '../../store/broadcasts.ts'
import { countReached } from '../../store/deliveries.ts'
import { words } from '../locales/index.ts'
import { answerMissing } from '../missing.ts'
import { type Html, none } from '../page.ts'
import {
	checkTyped,
	chosenChannels,
	draftOf,
	emptyTyped,
	readChoice,
	readTyped,
	renderForm,
	segmentOf,
	type Typed,
	typedOf,
} from './broadcast-form.ts'
import { countShown, findShown } from './broadcast-parts.ts'
import { holdPicture, renderPicture, takePicture } from './broadcast-picture.ts'
import { renderTypedPreview } from './broadcast-preview.ts'
import { listPromotionTemplates } from './broadcast-template.ts'
import type { Form, Wrong } from './form.ts'
import { renderConsole } from './layout.ts'
import { actOnceUnless, newNonce } from './once.ts'
import { noteAct } from './parts.ts'
import { isAtLeast } from './roles.ts'
import type { ConsoleRoute, Visit } from './visit.ts'

const PAGE = 30

const looks: Record<string, string> = { sending: 'good', scheduled: 'warn', paused: 'warn' }

async function showList(visit: Visit): Promise<Response> {
	const { c, needs, say, locale, settings, staff } = visit
	const asked = c.req.query('before') ?? ''
	const page = /^\d{1,15}$/.test(asked) ? { limit: PAGE, beforeId: Number(asked) } : { limit: PAGE }
	const rows = await listBroadcasts(needs.store.db, page)
	const reached = await countReached(
		needs.store.db,
		rows.map(({ id }) => id),
	)
	const lines = rows.map(
		(row) => html`<tr><th scope="row"><a href="/console/broadcasts/${row.public_id}">${row.name}</a></th>
<td>${formatMoment(locale, row.started_at ?? row.scheduled_at ?? row.created_at, settings.timeZone)}</td>
<td class="num">${row.started_at === null ? none : say('cast.reached', { count: reached.get(row.id) ?? 0 })}</td>
<td><span class="pill ${looks[row.state] ?? ''}">${say(`caststate.${row.state as BroadcastState}`)}</span></td></tr>`,
	)
	const table = html`<table class="stack"><thead><tr><th scope="col">${say('cast.name')}</th><th scope="col">${say('cast.created')}</th>
<th scope="col" class="num">${say('cast.got_it')}</th><th scope="col">${say('cast.state')}</th></tr></thead><tbody>${lines}</tbody></table>`
	const mayWrite = isAtLeast(staff.role, 'manager')
	const last = rows.length === PAGE ? rows.at(-1) : undefined
	const main = html`${mayWrite ? html`<p><a class="btn" href="/console/broadcasts/new">${say('cast.new')}</a></p>` : none}
<section class="card">${rows.length > 0 ? table : html`<p>${say('cast.none')}</p>`}</section>
${last ? html`<p><a class="btn quiet" href="/console/broadcasts?before=${last.id}">${say('page.more')}</a></p>` : none}`
	return await c.html(renderConsole(visit, { title: say('cast.title'), menu: '/console/broadcasts', main }))
}

interface Composing {
	typed: Typed
	wrong: Wrong
	/** The draft that is changed. */
	before?: Broadcast | undefined
	note?: string | undefined
	/** What somebody else saved meanwhile. */
	theirs?: Html
}

/** The figure beside the ticks, as they stand. */
async function countTyped(visit: Visit, broadcasts: BroadcastNeeds, typed: Typed, before?: Broadcast): Promise<Html> {
	const kept = before && readChoice(before.segment) === undefined
	const share = /^\d{1,2}$/.test(typed.holdout) ? Math.min(50, Number(typed.holdout)) : 0
	return await countShown(visit, broadcasts, {
		rule: { segment: kept ? before.segment : segmentOf(typed), ...(before?.of ? { of: before.of } : {}) },
		channels: chosenChannels(visit, typed, before).channels ?? null,
		holdoutPermyriad: share * 100,
	})
}

/** The message beside the form, as it stands; what is wrong with it is left out until it is right. */
async function previewTyped(visit: Visit, typed: Typed, before?: Broadcast): Promise<Html> {
	const wrong = checkTyped(visit, typed, undefined)
	const link = wrong.has('linkUrl') || wrong.has('linkLabel') ? { linkUrl: '', linkLabel: '' } : {}
	const { content, segment, channels = null } = draftOf(visit, { ...typed, ...link }, before)
	return await renderTypedPreview(visit, { content, segment, channels })
}

async function renderComposer(visit: Visit, { typed, wrong, before, note, theirs }: Composing): Promise<Html> {
	const { needs, say, locale } = visit
	const { store, broadcasts } = needs
	const context = await getSegmentContext(store.db, store.now())
	const kept = before && readChoice(before.segment) === undefined
	const main = renderForm(visit, {
		typed,
		wrong,
		templates: await listPromotionTemplates(visit),
		tiers: context.tiers,
		action: before ? `/console/broadcasts/${before.publicId}` : '/console/broadcasts',
		hidden: before ? { version: before.version, id: before.publicId } : { nonce: newNonce(needs) },
		audience: await countTyped(visit, broadcasts, typed, before),
		preview: await previewTyped(visit, typed, before),
		theirs,
		keptSegment: kept ? describeSegment(before.segment, context)[locale] : undefined,
	})
	const title = before ? `${say('cast.edit')}: ${before.name}` : say('cast.new')
	return renderConsole(visit, { title, menu: '/console/broadcasts', main, note, live: true })
}

/** An empty form, or one that begins with the words of an earlier broadcast. */
async function showNew(visit: Visit): Promise<Response> {
	const row = await findBroadcast(visit.needs.store.db, visit.c.req.query('like')?.slice(0, 60) ?? '')
	const typed = row ? typedOf(readBroadcast(row)) : emptyTyped(visit)
	return await visit.c.html(await renderComposer(visit, { typed, wrong: new Map() }))
}

async function showEdit(visit: Visit): Promise<Response> {
	const before = await findShown(visit)
	if (!before) return await answerMissing(visit.c)
	return await visit.c.html(await renderComposer(visit, { typed: typedOf(before), wrong: new Map(), before }))
}

/** The draft that a part of the form page is asked for, where it changes one. */
async function findBefore(visit: Visit, form: Form): Promise<Broadcast | undefined> {
	const row = await findBroadcast(visit.needs.store.db, form.text('id').slice(0, 60))
	return row && readBroadcast(row)
}

/** The count alone, for the page that htmx keeps up to date. */
async function count(visit: Visit, form: Form): Promise<Response> {
	const { c, needs } = visit
	const before = await findBefore(visit, form)
	return await c.html(await countTyped(visit, needs.broadcasts, readTyped(visit, form), before))
}

/** The message alone, likewise. */
async function preview(visit: Visit, form: Form): Promise<Response> {
	const typed = readTyped(visit, form)
	const picture = form.text('picture-off') === '' ? typed.picture : ''
	return await visit.c.html(await previewTyped(visit, { ...typed, picture }, await findBefore(visit, form)))
}

/** The buttons that only look, for browsers without script. */
const isLook = (form: Form) => ['count', 'preview'].includes(form.text('do'))

/** The form as it was sent with its picture kept, and what is wrong with that. */
async function takeTyped(visit: Visit, form: Form): Promise<{ typed: Typed; wrong: Wrong }> {
	const { hash, wrong } = await takePicture(visit, form)
	const typed = { ...readTyped(visit, form), picture: hash }
	return { typed, wrong: new Map(wrong === undefined ? [] : [['picture', wrong]]) }
}

async function create(visit: Visit, form: Form): Promise<Response> {
	const { c, staff } = visit
	const { typed, wrong: atPicture } = await takeTyped(visit, form)
	const composed = async (wrong: Wrong, status: 200 | 422 = 422) =>
		await c.html(await renderComposer(visit, { typed, wrong }), status)
	if (isLook(form)) return await composed(atPicture, atPicture.size > 0 ? 422 : 200)
	const wrong = new Map([...checkTyped(visit, typed, await listPromotionTemplates(visit)), ...atPicture])
	if (wrong.size > 0) return await composed(wrong)
	const answer = await actOnceUnless(visit, form, async (work) => {
		const gone = await holdPicture(visit, work, typed.picture)
		if (gone.size > 0) return gone
		const { publicId } = await createBroadcast(work, draftOf(visit, typed), staff.publicId)
		await noteAct(visit, work, { action: 'broadcast.create', subject: publicId })
		return `/console/broadcasts/${publicId}?done=saved`
	})
	if (!(answer instanceof Map)) return answer
	typed.picture = ''
	return await composed(answer)
}

async function save(visit: Visit, form: Form): Promise<Response> {
	const { c, needs } = visit
	const before = await findShown(visit)
	if (!before) return await answerMissing(c)
	const { typed, wrong: atPicture } = await takeTyped(visit, form)
	const composed = async (wrong: Wrong, status: 200 | 422 = 422) =>
		await c.html(await renderComposer(visit, { typed, wrong, before }), status)
	if (isLook(form)) return await composed(atPicture, atPicture.size > 0 ? 422 : 200)
	const wrong = new Map([...checkTyped(visit, typed, await listPromotionTemplates(visit)), ...atPicture])
	if (wrong.size > 0) return await composed(wrong)
	const version = Number(form.text('version').slice(0, 9))
	const edit = { publicId: before.publicId, version, draft: draftOf(visit, typed, before) }
	const result = await needs.store.transact(async (work) => {
		const gone = await holdPicture(visit, work, typed.picture)
		if (gone.size > 0) return gone
		const updated = await updateBroadcast(work, edit)
		if (updated.ok) await noteAct(visit, work, { action: 'broadcast.edit', subject: before.publicId })
		return updated
	})
	if (result instanceof Map) {
		typed.picture = ''
		return await composed(result)
	}
	if (result.ok) return c.redirect(`/console/broadcasts/${before.publicId}?done=saved`, 303)
	return await answerOvertaken(visit, typed, result.reason)
}

/** Somebody else was faster: nothing was saved, and what was typed is shown again. */
async function answerOvertaken(
	visit: Visit,
	typed: Typed,
	reason: 'no-such-broadcast' | 'changed' | 'wrong-state',
): Promise<Response> {
	const { c, say } = visit
	const newest = await findShown(visit)
	if (!newest || reason === 'no-such-broadcast') return await answerMissing(c)
	const wrong: Wrong = new Map()
	if (reason === 'changed') {
		const theirs = renderTheirs(visit, newest, typed)
		const composing = { typed, wrong, before: newest, note: say('cast.changed'), theirs }
		return await c.html(await renderComposer(visit, composing), 422)
	}
	// it can no longer be changed, but what was typed can become another one
	const note = say('cast.too_late', { state: say(`caststate.${newest.state}`) })
	return await c.html(await renderComposer(visit, { typed, wrong, note }), 422)
}

/** The other version's fields that differ from what was typed. */
function renderTheirs({ say }: Visit, theirs: Broadcast, mine: Typed): Html {
	const other = typedOf(theirs)
	const lines: [string, string, string][] = [
		[say('cast.name'), other.name, mine.name],
		...Object.entries(words).map(([locale, { 'lang.name': language }]): [string, string, string] => [
			say('cast.text', { language }),
			other.texts[locale as Locale] ?? '',
			mine.texts[locale as Locale] ?? '',
		]),
		[say('cast.link_url'), other.linkUrl, mine.linkUrl],
		[say('cast.link_label'), other.linkLabel, mine.linkLabel],
		[say('cast.coupon', { gap: '{coupon}' }), other.coupon, mine.coupon],
		[say('cast.holdout'), other.holdout, mine.holdout],
	]
	const isOtherPicture = other.picture !== mine.picture
	const unlike = lines.filter(([, their, own]) => their !== own)
	if (unlike.length === 0 && !isOtherPicture) return none
	const items = unlike.map(([label, text]) => html`<dt>${label}</dt><dd class="kept">${text === '' ? '–' : text}</dd>`)
	return html`<section class="card note"><h2>${say('cast.theirs')}</h2><dl>${items}${isOtherPicture ? html`<dt>${say('cast.picture')}</dt><dd class="kept">${other.picture === '' ? '–' : renderPicture(other.picture)}</dd>` : none}</dl></section>`
}

export const broadcastRoutes: readonly ConsoleRoute[] = [
	{ method: 'get', path: '/console/broadcasts', role: 'readonly', handle: showList },
	{ method: 'get', path: '/console/broadcasts/new', role: 'manager', handle: showNew },
	{ method: 'post', path: '/console/broadcasts', role: 'manager', handle: create },
	{ method: 'post', path: '/console/broadcasts/count', role: 'manager', handle: count },
	{ method: 'post', path: '/console/broadcasts/preview', role: 'manager', handle: preview },
	{ method: 'get', path: '/console/broadcasts/:id/edit', role: 'manager', handle: showEdit },
	{ method: 'post', path: '/console/broadcasts/:id', role: 'manager', handle: save },
]
