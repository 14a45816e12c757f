import { html } from 'hono/html'
import { recommendWhatsApp, type WhatsAppAnswers, whatsappAnswers } from '../../domain/whatsapp-choice.ts'
import type { Say } from '../locales/index.ts'
import { type Html, none } from '../page.ts'
import { type Form, renderField } from './form.ts'

const options = {
	withProvider: ['unsaid', 'yes', 'no'],
	mayBeLost: ['unsaid', 'yes', 'no'],
	place: ['unsaid', 'shop', 'data-centre'],
} as const

const names = ['withProvider', 'mayBeLost', 'place'] as const

/** The answers of a form; what is no answer of ours counts as none. */
export function readAnswers(form: Form): WhatsAppAnswers {
	const given = names.map((name) => [name, form.text(name)])
	const parsed = whatsappAnswers.safeParse(Object.fromEntries(given.filter(([, value]) => value !== '')))
	return parsed.success ? parsed.data : whatsappAnswers.parse({})
}

/** The three questions that decide how a shop should be on WhatsApp. */
export function renderQuestions(say: Say, answers: WhatsAppAnswers): Html {
	const fields = names.map((name) =>
		renderField({
			name,
			label: say(`wa.${name}`),
			value: answers[name],
			options: options[name].map((value) => ({ value, label: say(`wa.${value}`) })),
			...(name === 'mayBeLost' ? { hint: say('wa.mayBeLost_hint') } : {}),
		}),
	)
	return html`${fields}`
}

/** What follows from the answers. */
export function renderAdvice(say: Say, answers: WhatsAppAnswers): Html {
	const { isComplete, allowsWeb, against } = recommendWhatsApp(answers)
	const lines = [
		...against.map((reason) => say(`wa.against.${reason}`)),
		...(allowsWeb ? [say('wa.advice_web')] : []),
		...(isComplete || against.length > 0 ? [] : [say('wa.advice_open')]),
	]
	return html`<p><b>${say('wa.advice')}</b></p>${lines.length > 0 ? html`<ul>${lines.map((line) => html`<li>${line}</li>`)}</ul>` : none}`
}
