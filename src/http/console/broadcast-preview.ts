import { html } from 'hono/html'
import { memberNumber, parseMemberNumber } from '../../domain/member-number.ts'
import { parseMarkup } from '../../domain/message.ts'
import type { Reply, Shown } from '../../messaging/channel.ts'
import { type Broadcast, channelsOf, renderFor } from '../../messaging/compose.ts'
import { textsOf } from '../../messaging/template.ts'
import { getSegmentContext, listSegment } from '../../segments/index.ts'
import { findMember } from '../../store/members.ts'
import { words } from '../locales/index.ts'
import type { Html } from '../page.ts'
import { renderPicture } from './broadcast-picture.ts'
import { listPromotionTemplates, renderTemplatePreview } from './broadcast-template.ts'
import { renderField, type Wrong } from './form.ts'
import { renderSpans } from './parts.ts'
import type { Visit } from './visit.ts'

/** The member whose figures fill the gaps: the one asked for, else the first of the audience. */
async function findSample(visit: Visit, broadcast: Broadcast) {
	const { db, reports, now } = visit.needs.store
	const id = parseMemberNumber(visit.c.req.query('as') ?? '')
	const asked = id === null ? undefined : await findMember(db, id)
	if (asked) return asked
	const [first] = await listSegment(reports, broadcast.segment, {
		context: await getSegmentContext(db, now()),
		limit: 1,
	})
	return first && (await findMember(db, first.id))
}

/** Where the message is shown: its channels, or plainly where there is none yet. */
function listLooks({ needs: { broadcasts } }: Visit, broadcast: Broadcast) {
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

/** The message in each of its languages, as each channel's own renderer makes it, for a real member. */
export async function renderPreview(visit: Visit, broadcast: Broadcast): Promise<Html> {
	const { needs, say } = visit
	const sample = await findSample(visit, broadcast)
	const channels = listLooks(visit, broadcast)
	const shown: Html[] = []
	const hash = broadcast.content.picture?.hash
	const hasTemplate = textsOf(broadcast.content).some(([, { template }]) => template !== undefined)
	const list = hasTemplate ? await listPromotionTemplates(visit) : undefined
	for (const [locale] of textsOf(broadcast.content)) {
		const reader = { chosenLocale: locale, guessedLocale: undefined }
		const member = sample && { id: sample.id, name: sample.name }
		// how a channel shows the words depends on whether there is a picture; the page fetches that by itself
		const picture = hash === undefined ? undefined : { base64: '' }
		const render = { content: broadcast.content, reader, member, now: needs.store.now(), picture }
		const { template, ...reply } = await renderFor(needs.store.db, needs.broadcasts, render)
		const language = words[locale]['lang.name']
		if (channels.length === 0)
			shown.push(renderLook(reply, showPlainly(reply), { label: language, style: '', picture: hash }))
		for (const { name, show = showPlainly } of channels)
			shown.push(
				renderLook(reply, show(reply), {
					label: `${say(`channel.${name}`)} · ${language}`,
					style: name,
					picture: hash,
				}),
			)
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
