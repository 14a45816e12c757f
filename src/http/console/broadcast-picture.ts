import { html } from 'hono/html'
import type { Result } from '../../domain/result.ts'
import { MAX_PICTURE_BYTES, type PictureRefusal, storePicture } from '../../messaging/picture.ts'
import { PICTURE_HASH } from '../../messaging/template.ts'
import { findPicture, keepPicture } from '../../store/pictures.ts'
import type { Work } from '../../store/transact.ts'
import { answerMissing } from '../missing.ts'
import { type Html, none } from '../page.ts'
import { type Form, renderField, type Wrong } from './form.ts'
import type { ConsoleRoute, Visit } from './visit.ts'

const KEPT_SECONDS = 86_400

const placeOf = (hash: string) => `/console/pictures/${hash}`

/** The picture a form brings along from before, by its hash; empty for none. */
export function readKeptPicture(form: Form): string {
	const hash = form.text('picture-kept')
	return PICTURE_HASH.test(hash) ? hash : ''
}

function explain({ say, locale }: Visit, refusal: Exclude<Result<string, PictureRefusal>, { ok: true }>): string {
	const megabytes = (bytes: number) => new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(bytes / 1e6)
	if (refusal.reason === 'not-a-picture') return say('cast.picture_not')
	if (refusal.reason === 'picture-shape') return say('cast.picture_shape', refusal.facts)
	const { bytes, most } = refusal.facts
	return say('cast.picture_large', { size: megabytes(bytes), most: megabytes(most) })
}

/**
 * The picture a form asks for, kept at once so that another mistake in the form does not lose it: one just picked, the one
 * from before, or none. What is wrong with one just picked leaves the one from before.
 */
export async function takePicture(visit: Visit, form: Form): Promise<{ hash: string; wrong?: string }> {
	const kept = form.text('picture-off') === '' ? readKeptPicture(form) : ''
	const bytes = await form.upload('picture')
	if (!bytes) return { hash: kept }
	const stored = await visit.needs.store.transact((work) => storePicture(work, bytes))
	return stored.ok ? { hash: stored.value } : { hash: kept, wrong: explain(visit, stored) }
}

/** Makes sure in the transaction that saves a broadcast that its picture is still there; what is wrong otherwise. */
export async function holdPicture(visit: Visit, work: Work, hash: string): Promise<Wrong> {
	if (hash === '' || (await keepPicture(work.tx, hash, work.now))) return new Map()
	return new Map([['picture', visit.say('cast.picture_gone')]])
}

/** The field for a picture, with the one that is there and a tick to take it off. */
export function renderPictureField({ say, locale }: Visit, { hash, wrong }: { hash: string; wrong: Wrong }): Html {
	const most = new Intl.NumberFormat(locale).format(MAX_PICTURE_BYTES / 1e6)
	const kept = html`<input type="hidden" name="picture-kept" value="${hash}"><p><img class="thumb" src="${placeOf(hash)}" alt="${say('cast.picture_kept')}"></p>
<div class="picks field"><label><input type="checkbox" name="picture-off" value="1"> ${say('cast.picture_off')}</label></div>`
	return html`${renderField({ name: 'picture', label: say('cast.picture'), value: '', wrong, type: 'file', accept: 'image/png,image/jpeg', hint: say('cast.picture_hint', { most }) })}
${hash === '' ? none : kept}`
}

/** A picture of a broadcast where the page shows it. */
export function renderPicture(hash: string | undefined): Html {
	return hash === undefined ? none : html`<img class="thumb" src="${placeOf(hash)}" alt="">`
}

async function showPicture({ c, needs }: Visit): Promise<Response> {
	const hash = c.req.param('hash') ?? ''
	const picture = PICTURE_HASH.test(hash) ? await findPicture(needs.store.db, hash) : undefined
	if (!picture) return await answerMissing(c)
	c.header('content-type', picture.mime)
	// named by what it is: it never changes
	c.header('cache-control', `private, max-age=${KEPT_SECONDS}, immutable`)
	return c.body(new Uint8Array(Buffer.from(picture.base64, 'base64')))
}

export const pictureRoutes: readonly ConsoleRoute[] = [
	{ method: 'get', path: '/console/pictures/:hash', role: 'readonly', handle: showPicture },
]
