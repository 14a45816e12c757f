import { html } from 'hono/html'
import type { NesTag } from '../../domain/nes.ts'
import { nesTags } from '../../domain/nes-codes.ts'
import type { Tier } from '../../domain/program.ts'
import type { Locale } from '../../messaging/channel.ts'
import type { Broadcast, BroadcastDraft } from '../../messaging/compose.ts'
import { type Variable, variables } from '../../messaging/template.ts'
import type { Segment } from '../../segments/index.ts'
import { words } from '../locales/index.ts'
import { type Html, none } from '../page.ts'
import { readKeptPicture, renderPictureField } from './broadcast-picture.ts'
import {
	checkTemplate,
	readTemplate,
	renderTemplates,
	type TemplateList,
	type TypedTemplate,
	templateOf,
	typedTemplateOf,
} from './broadcast-template.ts'
import { type Form, renderField, renderHidden, renderWrong, type Wrong } from './form.ts'
import type { Visit } from './visit.ts'

const MAX_NAME = 200
const MAX_TEXT = 4096
const MAX_FALLBACK = 100
const MAX_HOLDOUT = 50

/** Values that not everybody has; points and tier everybody has, and {coupon} has a field of its own. */
const FALLBACK_OF = ['name', 'gap', 'expiring'] as const satisfies Variable[]

export const gapList = variables.map((name) => `{${name}}`).join(' ')

/** What the form of a broadcast holds, as it was typed. */
export interface Typed {
	name: string
	tiers: string[]
	nes: string[]
	/** None: every channel of the shop. */
	channels: string[]
	texts: Partial<Record<Locale, string>>
	/** By language and variable, such as zh-HK.name. */
	fallbacks: Record<string, string>
	linkUrl: string
	linkLabel: string
	coupon: string
	/** The hash of its picture; empty for none. */
	picture: string
	holdout: string
	templates: Partial<Record<Locale, TypedTemplate>>
}

/** The two languages the form asks for: the Chinese of the shop, and English. */
export function formLocales(visit: Visit): Locale[] {
	return [visit.settings.locale === 'zh-Hant' ? 'zh-Hant' : 'zh-HK', 'en']
}

const greetings: Record<Locale, string> = { 'zh-HK': '你', 'zh-Hant': '您', en: 'there' }

/** A form nobody has typed into. */
export function emptyTyped(visit: Visit): Typed {
	const fallbacks = Object.fromEntries(formLocales(visit).map((locale) => [`${locale}.name`, greetings[locale]]))
	return {
		name: '',
		tiers: [],
		nes: [],
		channels: [],
		texts: {},
		fallbacks,
		linkUrl: '',
		linkLabel: '',
		coupon: '',
		picture: '',
		holdout: '0',
		templates: {},
	}
}

export function readTyped(visit: Visit, form: Form): Typed {
	const locales = formLocales(visit)
	const texts = Object.fromEntries(locales.map((locale) => [locale, form.text(`text.${locale}`).trim()]))
	const names = locales.flatMap((locale) => FALLBACK_OF.map((variable) => `${locale}.${variable}`))
	return {
		name: form.text('name').trim(),
		tiers: form.list('tier'),
		nes: form.list('nes'),
		channels: form.list('channel'),
		texts,
		fallbacks: Object.fromEntries(names.map((name) => [name, form.text(`fallback.${name}`).trim()])),
		linkUrl: form.text('linkUrl').trim(),
		linkLabel: form.text('linkLabel').trim(),
		coupon: form.text('coupon').trim(),
		picture: readKeptPicture(form),
		holdout: form.text('holdout').trim(),
		templates: Object.fromEntries(locales.map((locale) => [locale, readTemplate(form, locale)])),
	}
}

/** Tiers and tags, when the segment is no more than that; other ones are kept as they are. */
export function readChoice(segment: Segment): Pick<Typed, 'tiers' | 'nes'> | undefined {
	if (!('and' in segment) || !Array.isArray(segment.and)) return undefined
	const choice = { tiers: [] as string[], nes: [] as string[] }
	for (const part of segment.and as Segment[]) {
		if (!('kind' in part)) return undefined
		if (part.kind === 'tier' && choice.tiers.length === 0) choice.tiers = (part['is'] as number[]).map(String)
		else if (part.kind === 'nes' && choice.nes.length === 0) choice.nes = part['tags'] as string[]
		else return undefined
	}
	return choice
}

export function typedOf(broadcast: Broadcast): Typed {
	const { content, name, holdoutPermyriad, segment } = broadcast
	const all = Object.entries(content.texts)
	const link = all.find(([, text]) => text.link !== undefined)?.[1].link
	return {
		name,
		...(readChoice(segment) ?? { tiers: [], nes: [] }),
		channels: broadcast.channels ?? [],
		texts: Object.fromEntries(all.map(([locale, { text }]) => [locale, text])),
		fallbacks: Object.fromEntries(
			all.flatMap(([locale, text]) =>
				Object.entries(text.fallbacks).map(([name, value]) => [`${locale}.${name}`, value]),
			),
		),
		linkUrl: link?.url ?? '',
		linkLabel: link?.label ?? '',
		coupon: content.coupon ?? '',
		picture: content.picture?.hash ?? '',
		holdout: String(holdoutPermyriad / 100),
		templates: Object.fromEntries(all.map(([locale, { template }]) => [locale, typedTemplateOf(template)])),
	}
}

const isTag = (text: string): text is NesTag => nesTags.some((tag) => tag === text)

/** The segment of the ticked tiers and tags; nothing ticked is everybody. */
export function segmentOf({ tiers, nes }: Pick<Typed, 'tiers' | 'nes'>): Segment {
	const ids = tiers.filter((text) => /^\d{1,3}$/.test(text)).map(Number)
	const tags = nes.filter(isTag)
	return {
		and: [
			...(ids.length > 0 ? [{ kind: 'tier', is: [...new Set(ids)].slice(0, 10) }] : []),
			...(tags.length > 0 ? [{ kind: 'nes', tags: [...new Set(tags)] }] : []),
		],
	}
}

/** What is wrong with the form; gaps and lengths are looked at when the draft is checked. */
export function checkTyped(visit: Visit, typed: Typed, list: TemplateList): Wrong {
	const { say } = visit
	const wrong: Wrong = new Map()
	const atMost = (name: string, value: string, max: number) => {
		if (value.length > max) wrong.set(name, say('form.too_long', { max }))
	}
	if (typed.name === '') wrong.set('name', say('form.required'))
	atMost('name', typed.name, MAX_NAME)
	const [first = 'zh-HK'] = formLocales(visit)
	if (formLocales(visit).every((locale) => !typed.texts[locale])) wrong.set(`text.${first}`, say('cast.no_text'))
	for (const [locale, text] of Object.entries(typed.texts)) atMost(`text.${locale}`, text, MAX_TEXT)
	for (const [name, text] of Object.entries(typed.fallbacks)) atMost(`fallback.${name}`, text, MAX_FALLBACK)
	const { linkUrl, linkLabel } = typed
	if ((linkUrl === '') !== (linkLabel === ''))
		wrong.set(linkUrl === '' ? 'linkUrl' : 'linkLabel', say('cast.both_link'))
	else if (linkUrl !== '' && !(/^https?:\/\//.test(linkUrl) && URL.canParse(linkUrl)))
		wrong.set('linkUrl', say('cast.bad_link'))
	atMost('linkUrl', linkUrl, 1000)
	atMost('linkLabel', linkLabel, 64)
	atMost('coupon', typed.coupon, 60)
	for (const locale of formLocales(visit)) {
		const template = typed.templates[locale]
		if (template) for (const [name, message] of checkTemplate(visit, locale, template, list)) wrong.set(name, message)
	}
	if (!/^\d{1,2}$/.test(typed.holdout) || Number(typed.holdout) > MAX_HOLDOUT)
		wrong.set('holdout', say('cast.holdout_rule'))
	return wrong
}

/** The channels of the shop that may carry a promotion. */
function listCarriers({ needs }: Visit) {
	return needs.broadcasts.channels.filter(({ abilities }) => abilities.promotions !== false)
}

/** The ticked channels, as they are kept; a form that does not ask leaves them as they were. */
export function chosenChannels(visit: Visit, typed: Typed, before?: Broadcast): Pick<BroadcastDraft, 'channels'> {
	const carriers = listCarriers(visit).map(({ name }) => name)
	const asked = carriers.length > 1
	const kept = (before?.channels ?? []) as typeof carriers
	const names = asked ? carriers.filter((name) => typed.channels.includes(name)) : kept
	return names.length > 0 ? { channels: names } : {}
}

/** The draft of a form without anything wrong. What the form does not ask for stays as it was. */
export function draftOf(visit: Visit, typed: Typed, before?: Broadcast): BroadcastDraft {
	const texts = { ...before?.content.texts }
	const link = typed.linkUrl === '' ? {} : { link: { url: typed.linkUrl, label: typed.linkLabel } }
	for (const locale of formLocales(visit)) {
		const text = typed.texts[locale]
		const kept = texts[locale]?.template
		// a shop that is off the Cloud API for a while keeps what was chosen
		const template = visit.needs.whatsappCloud ? templateOf(typed.templates[locale] ?? { choice: '', gaps: '' }) : kept
		delete texts[locale]
		if (!text) continue
		const given = FALLBACK_OF.map((name) => [name, typed.fallbacks[`${locale}.${name}`] ?? ''] as const)
		const fallbacks = Object.fromEntries(given.filter(([, value]) => value !== ''))
		texts[locale] = { text, fallbacks, ...link, ...(template ? { template } : {}) }
	}
	const kept = before && readChoice(before.segment) === undefined
	return {
		name: typed.name,
		segment: kept ? before.segment : segmentOf(typed),
		content: {
			texts,
			...(typed.coupon === '' ? {} : { coupon: typed.coupon }),
			...(typed.picture === '' ? {} : { picture: { hash: typed.picture } }),
		},
		...chosenChannels(visit, typed, before),
		holdoutPermyriad: Number(typed.holdout) * 100,
	}
}

export interface ShownForm {
	typed: Typed
	/** Templates to choose from; undefined where none are needed. */
	templates: TemplateList
	wrong: Wrong
	tiers: readonly Tier[]
	/** Where it is sent. */
	action: string
	hidden: { nonce?: string; version?: number; id?: string }
	/** How many get it, as the ticks stand. */
	audience: Html
	/** The message as it stands. */
	preview: Html
	/** What somebody else has saved meanwhile, where it is unlike what was typed here. */
	theirs?: Html | undefined
	/** The audience in words, where it was not chosen by ticks. */
	keptSegment?: string | undefined
}

function renderTicks(
	legend: string,
	name: string,
	options: readonly { value: string; label: string }[],
	ticked: string[],
): Html {
	const boxes = options.map(
		({ value, label }) =>
			html`<label><input type="checkbox" name="${name}" value="${value}" ${ticked.includes(value) ? 'checked' : ''}> ${label}</label>`,
	)
	return html`<fieldset><legend>${legend}</legend><div class="picks">${boxes}</div></fieldset>`
}

function renderAudienceFields(visit: Visit, shown: ShownForm): Html {
	const { say, locale } = visit
	const { typed, tiers, keptSegment } = shown
	const ticks =
		keptSegment === undefined
			? html`${renderTicks(
					say('cast.tiers'),
					'tier',
					tiers.map((tier) => ({ value: String(tier.id), label: tier.name[locale] })),
					typed.tiers,
				)}
${renderTicks(
	say('cast.nes'),
	'nes',
	nesTags.map((tag) => ({ value: tag, label: say(`nes.${tag}`) })),
	typed.nes,
)}`
			: html`<p>${say('cast.kept_segment')} <b>${keptSegment}</b></p>`
	const carriers = listCarriers(visit).map(({ name }) => ({ value: name, label: say(`channel.${name}`) }))
	const channels = carriers.length > 1 ? renderTicks(say('cast.channels'), 'channel', carriers, typed.channels) : none
	// htmx counts again at every tick; without script the button does
	return html`<section class="card"><h2>${say('cast.audience')}</h2>${ticks}${channels}
<div id="audience" aria-live="polite" hx-post="/console/broadcasts/count" hx-encoding="application/x-www-form-urlencoded" hx-trigger="change from:'closest form' delay:300ms" hx-swap="innerHTML">${shown.audience}</div>
<p><button class="quiet" name="do" value="count" formnovalidate>${say('cast.count')}</button></p></section>`
}

function renderTexts(visit: Visit, { typed, wrong, templates: list }: ShownForm): Html {
	const { say } = visit
	const locales = formLocales(visit)
	const nameOf = (locale: Locale) => words[locale]['lang.name']
	const texts = locales.map((locale) =>
		renderField({
			name: `text.${locale}`,
			label: say('cast.text', { language: nameOf(locale) }),
			value: typed.texts[locale] ?? '',
			wrong,
			rows: 5,
			maxLength: MAX_TEXT,
			hint: say('cast.text_hint', { gaps: gapList }),
		}),
	)
	const fallbacks = locales.flatMap((locale) =>
		FALLBACK_OF.map((variable) =>
			renderField({
				name: `fallback.${locale}.${variable}`,
				label: say('cast.fallback', { variable: `{${variable}}`, language: nameOf(locale) }),
				value: typed.fallbacks[`${locale}.${variable}`] ?? '',
				wrong,
				maxLength: MAX_FALLBACK,
			}),
		),
	)
	const templates = locales.map((locale) => {
		const chosen = typed.templates[locale] ?? { choice: '', gaps: '' }
		return renderTemplates(visit, { locale, typed: chosen, list, wrong, gapList })
	})
	return html`${texts}${templates}<details><summary>${say('cast.fallbacks')}</summary>${fallbacks}</details>`
}

/** The message beside what is typed: htmx asks for it whenever somebody stops typing; without script the button does. */
function renderLive({ say }: Visit, preview: Html): Html {
	return html`<section class="card"><h2>${say('cast.preview_live')}</h2>
<div id="preview" hx-post="/console/broadcasts/preview" hx-encoding="application/x-www-form-urlencoded" hx-trigger="input from:'closest form' delay:500ms, change from:'closest form' delay:500ms" hx-sync="replace" hx-swap="innerMorph">${preview}</div>
<p><button class="quiet" name="do" value="preview" formnovalidate>${say('cast.preview_do')}</button></p></section>`
}

/** The form of a draft. */
export function renderForm(visit: Visit, shown: ShownForm): Html {
	const { say, csrf } = visit
	const { typed, wrong, action, hidden } = shown
	const field = (name: 'name' | 'linkUrl' | 'linkLabel' | 'coupon' | 'holdout', label: string, more = {}) =>
		renderField({ name, label, value: typed[name], wrong, ...more })
	const labels = {
		name: say('cast.name'),
		linkUrl: say('cast.link_url'),
		linkLabel: say('cast.link_label'),
		coupon: say('cast.coupon', { gap: '{coupon}' }),
		picture: say('cast.picture'),
		holdout: say('cast.holdout'),
		...Object.fromEntries(
			formLocales(visit).map((locale) => [
				`text.${locale}`,
				say('cast.text', { language: words[locale]['lang.name'] }),
			]),
		),
		...Object.fromEntries(
			formLocales(visit).flatMap((locale) => {
				const language = words[locale]['lang.name']
				return [
					[`template.${locale}`, say('cast.template', { language })],
					[`gaps.${locale}`, say('cast.template_gaps', { language })],
				]
			}),
		),
	}
	return html`${renderWrong(say, wrong, labels)}${shown.theirs ?? none}<form method="post" enctype="multipart/form-data" action="${action}">${renderHidden(csrf, hidden.nonce)}
${hidden.version === undefined ? none : html`<input type="hidden" name="version" value="${hidden.version}"><input type="hidden" name="id" value="${hidden.id ?? ''}">`}
${field('name', labels.name, { required: true, maxLength: MAX_NAME })}
${renderAudienceFields(visit, shown)}
<section class="card"><h2>${say('cast.content')}</h2>${renderTexts(visit, shown)}
${renderPictureField(visit, { hash: typed.picture, wrong })}
${field('linkUrl', labels.linkUrl)}${field('linkLabel', labels.linkLabel)}${field('coupon', labels.coupon)}
${field('holdout', labels.holdout, { hint: say('cast.holdout_rule') })}</section>
${renderLive(visit, shown.preview)}
<p><button name="do" value="save">${say('cast.save')}</button></p></form>`
}
