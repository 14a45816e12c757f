import { html } from 'hono/html'
import { memberNumber, parseMemberNumber } from '../../domain/member-number.ts'
import { parseMarkup } from '../../domain/message.ts'
import type { Locale, Reply, Shown } from '../../messaging/channel.ts'
import { type Broadcast, channelsOf, renderFor } from '../../messaging/compose.ts'
import { type BroadcastContent, textsOf } from '../../messaging/template.ts'
import { getSegmentContext, listSegment } from '../../segments/index.ts'
import { findMember, type Member } from '../../store/members.ts'
import { words } from '../locales/index.ts'
import type { Html } from '../page.ts'
import { renderPicture } from './broadcast-picture.ts'
import { listPromotionTemplates, renderTemplatePreview } from './broadcast-template.ts'
import { renderField, type Wrong } from './form.ts'
import { renderSpans } from './parts.ts'
import type { Visit } from './visit.ts'

/** What is shown, saved or as it is being typed. */
type Previewed = Pick<Broadcast, 'content' | 'segment' | 'channels'>

/** The member whose figures fill the gaps: the one asked for, else the first of the audience. */
async function findSample(visit: Visit, { segment }: Previewed) {
	const { db, reports, now } = visit.needs.store
	const id = parseMemberNumber(visit.c.req.query('as') ?? '')
	const asked = id === null ? undefined : await findMember(db, id)
	if (asked) return asked
	const [first] = await listSegment(reports, segment, { context: await getSegmentContext(db, now()), limit: 1 })
	return first && (await findMember(db, first.id))
}

/** Where the message is shown: its channels, or plainly where there is none yet. */
function listLooks({ needs: { broadcasts } }: Visit, broadcast: Previewed) {
	const names = channelsOf(broadcast, broadcasts.channels)
	return broadcasts.looks ?? broadcasts.channels.filter(({ name }) => names.includes(name))
}

/** The words as they are, for a channel that adds nothing. */
const showPlainly = ({ text, link }: Reply): Shown => ({
	spans: parseMarkup(text),
	buttons: link ? [`${link.label} → ${link.url}`] : [],
})

interface Look {
	label: string
	style: string
	/** The hash of the picture it stands below. */
	picture: string | undefined
}

function renderLook(reply: Reply, { spans, buttons }: Shown, look: Look): Html {
	const keys = buttons.map((label) => html`<span class="key">${label}</span>`)
	return html`<figure class="look"><figcaption class="mut">${look.label}</figcaption><div class="wall ${look.style}"><div class="bubble" dir="auto" lang="${reply.locale}">${renderPicture(look.picture)}${renderSpans(spans)}</div>${keys}</div></figure>`
}

interface Message {
	locale: Locale
	content: BroadcastContent
	sample: Member | undefined
}

/** The message in one language, as each channel's own renderer makes it. */
async function renderMessage(visit: Visit, broadcast: Previewed, { locale, content, sample }: Message) {
	const { needs, say } = visit
	const reader = { chosenLocale: locale, guessedLocale: undefined }
	const member = sample && { id: sample.id, name: sample.name }
	const hash = content.picture?.hash
	// how a channel shows the words depends on whether there is a picture; the page fetches that by itself
	const picture = hash === undefined ? undefined : { base64: '' }
	const render = { content, reader, member, now: needs.store.now(), picture }
	const { template, ...reply } = await renderFor(needs.store.db, needs.broadcasts, render)
	const language = words[locale]['lang.name']
	const channels = listLooks(visit, broadcast)
	const plain = { label: language, style: '', picture: hash }
	const looks = channels.map(({ name, show = showPlainly }) => {
		const label = `${say(`channel.${name}`)} · ${language}`
		return renderLook(reply, show(reply), { label, style: name, picture: hash })
	})
	return { template, looks: looks.length > 0 ? looks : [renderLook(reply, showPlainly(reply), plain)] }
}

/** The message as it is being typed, for the first of those who would get it; without what WhatsApp has approved. */
export async function renderTypedPreview(visit: Visit, broadcast: Previewed): Promise<Html> {
	const { say } = visit
	const { content } = broadcast
	const sample = await findSample(visit, broadcast)
	const shown: Html[] = []
	for (const [locale] of textsOf(content))
		shown.push(...(await renderMessage(visit, broadcast, { locale, content, sample })).looks)
	const name = sample && (sample.name || memberNumber(sample.id))
	return shown.length === 0
		? html`<p class="hint">${say('cast.preview_empty')}</p>`
		: html`<p class="hint">${name ? say('cast.preview', { name }) : say('cast.preview_nobody')}</p><div class="looks">${shown}</div>`
}

/** The message in each of its languages, as each channel's own renderer makes it, for a real member. */
export async function renderPreview(visit: Visit, broadcast: Broadcast): Promise<Html> {
	const { say } = visit
	const { content } = broadcast
	const sample = await findSample(visit, broadcast)
	const shown: Html[] = []
	const hasTemplate = textsOf(content).some(([, { template }]) => template !== undefined)
	const list = hasTemplate ? await listPromotionTemplates(visit) : undefined
	for (const [locale] of textsOf(content)) {
		const { looks, template } = await renderMessage(visit, broadcast, { locale, content, sample })
		shown.push(...looks)
		if (template) shown.push(renderTemplatePreview(visit, template, list))
	}
	const name = sample && (sample.name || memberNumber(sample.id))
	const asked = visit.c.req.query('as') ?? ''
	const wrong: Wrong = new Map()
	if (asked !== '' && (!sample || memberNumber(sample.id) !== memberNumber(parseMemberNumber(asked) ?? 0)))
		wrong.set('as', say('cast.no_member'))
	return html`<section class="card"><h2>${name ? say('cast.preview', { name }) : say('cast.preview_nobody')}</h2><div class="looks">${shown}</div>
<form method="get" action="/console/broadcasts/${broadcast.publicId}">${renderField({ name: 'as', label: say('cast.preview_as'), value: asked === '' && sample ? memberNumber(sample.id) : asked.slice(0, 40), wrong })}
<button class="quiet">${say('cast.preview_do')}</button></form></section>`
}
