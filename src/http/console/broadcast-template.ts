import { html } from 'hono/html'
import type { Locale } from '../../messaging/channel.ts'
import type { LocaleContent } from '../../messaging/template.ts'
import type { ShownTemplate } from '../context.ts'
import { words } from '../locales/index.ts'
import { type Html, none } from '../page.ts'
import { type Form, renderField, type Wrong } from './form.ts'
import type { Visit } from './visit.ts'

const MAX_GAPS = 4_000

/** What was chosen for one language: `name/language` of a template, and a line for each of its gaps. */
export interface TypedTemplate {
	choice: string
	gaps: string
}

type Template = NonNullable<LocaleContent['template']>

/** The templates a broadcast may use; undefined where the shop is not on the Cloud API. */
export type TemplateList = { templates: ShownTemplate[] } | { trouble: string } | undefined

/** Asks WhatsApp for approved templates that are not the program's own for notices. */
export async function listPromotionTemplates({ needs }: Visit): Promise<TemplateList> {
	const found = await needs.whatsappCloud?.listTemplates()
	if (!found || 'trouble' in found) return found
	return { templates: found.templates.filter((one) => one.status === 'APPROVED' && !one.isShipped) }
}

export function readTemplate(form: Form, locale: Locale): TypedTemplate {
	return { choice: form.text(`template.${locale}`), gaps: form.text(`gaps.${locale}`).trim() }
}

const keyOf = ({ name, language }: { name: string; language: string }) => `${name}/${language}`

export function typedTemplateOf(template: Template | undefined): TypedTemplate {
	return template ? { choice: keyOf(template), gaps: template.variables.join('\n') } : { choice: '', gaps: '' }
}

const linesOf = (gaps: string) => (gaps === '' ? [] : gaps.split('\n').map((line) => line.trim()))

/** What is wrong with the choice, by field. What WhatsApp cannot be asked about now stays as it is. */
export function checkTemplate(visit: Visit, locale: Locale, typed: TypedTemplate, list: TemplateList): Wrong {
	const { say } = visit
	const wrong: Wrong = new Map()
	if (typed.choice === '' || !list || 'trouble' in list) return wrong
	const found = list.templates.find((one) => keyOf(one) === typed.choice)
	if (!found) return wrong.set(`template.${locale}`, say('cast.template_gone'))
	const lines = linesOf(typed.gaps)
	if (lines.length !== found.gaps || lines.includes(''))
		wrong.set(`gaps.${locale}`, say('cast.template_count', { gaps: found.gaps, lines: lines.filter(Boolean).length }))
	else if (lines.some((line) => line.length > 256)) wrong.set(`gaps.${locale}`, say('form.too_long', { max: 256 }))
	return wrong
}

/** The template of a choice that was checked; undefined when none was chosen. */
export function templateOf({ choice, gaps }: TypedTemplate): Template | undefined {
	const [, name, language] = /^([a-z0-9_]{1,512})\/([a-z]{2,3}(?:_[A-Z]{2,3})?)$/.exec(choice) ?? []
	return name && language ? { name, language, variables: linesOf(gaps).slice(0, 20) } : undefined
}

/** The choice of a template for each language, on a shop that needs one. */
export function renderTemplates(
	visit: Visit,
	shown: { locale: Locale; typed: TypedTemplate; list: TemplateList; wrong: Wrong; gapList: string },
): Html {
	const { say } = visit
	const { locale, typed, list, wrong, gapList } = shown
	if (!list) return none
	const language = words[locale]['lang.name']
	if ('trouble' in list)
		return html`<p class="hint" lang="en">${say('cast.template_down', { reason: list.trouble })}</p>
<input type="hidden" name="template.${locale}" value="${typed.choice}"><input type="hidden" name="gaps.${locale}" value="${typed.gaps}">`
	const known = list.templates.map((one) => ({
		value: keyOf(one),
		label: `${one.name} (${one.language}): ${one.text}`,
	}))
	const isKnown = typed.choice === '' || known.some(({ value }) => value === typed.choice)
	const options = [
		{ value: '', label: say('cast.template_none') },
		...known,
		...(isKnown ? [] : [{ value: typed.choice, label: typed.choice }]),
	]
	return html`${renderField({ name: `template.${locale}`, label: say('cast.template', { language }), value: typed.choice, wrong, options })}
${renderField({ name: `gaps.${locale}`, label: say('cast.template_gaps', { language }), value: typed.gaps, wrong, rows: 3, maxLength: MAX_GAPS, hint: say('cast.template_gaps_hint', { gaps: gapList }) })}`
}

/** A template as it is read, its gaps filled; the name alone where WhatsApp cannot be asked. */
export function renderTemplatePreview(visit: Visit, template: Template, list: TemplateList): Html {
	const kept = list && 'templates' in list ? list.templates.find((one) => keyOf(one) === keyOf(template)) : undefined
	const text = kept?.text.replace(/\{\{(\d+)\}\}/g, (gap, n: string) => template.variables[Number(n) - 1] ?? gap)
	return html`<p class="hint">${visit.say('cast.template_preview', { name: template.name })}</p>
<div class="wall"><div class="bubble" dir="auto">${text ?? template.variables.join(' · ')}</div></div>`
}
