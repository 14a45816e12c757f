import { html } from 'hono/html'
import { z } from 'zod'
import { equalSecrets } from '../../lib/keys.ts'
import type { Locale } from '../../messaging/channel.ts'
import type { AppContext, AppNeeds } from '../context.ts'
import type { Say } from '../locales/index.ts'
import { type Html, renderPage } from '../page.ts'
import { type Form, renderHidden } from './form.ts'

/** A form that came without a session, or with the token of another: what was typed is brought along until it may act. */
export interface KeptForm {
	path: string
	fields: [name: string, value: string][]
}

const keptForm = z.object({
	path: z.string().regex(/^\/(console|logout)[\w/-]*$/),
	fields: z.array(z.tuple([z.string().max(200), z.string()])).max(500),
})

/** Nothing that is secret is written into a page again. */
const SECRET = /password/i

/** What somebody typed into a form of the console; undefined when there was nothing to type. */
export function keepForm(c: AppContext, form: Form): KeptForm | undefined {
	const fields = form.entries().filter(([name]) => name !== '_form' && !SECRET.test(name))
	return fields.some(([name]) => name !== '_once') ? { path: c.req.path, fields } : undefined
}

/** Hidden fields of the log-in form, signed so that only a form of ours can be brought along. */
export function renderKept(needs: AppNeeds, kept: KeptForm): Html {
	const text = JSON.stringify(kept)
	return html`<input type="hidden" name="_kept" value="${text}"><input type="hidden" name="_kept_by" value="${needs.store.keys.hash('nonce', `kept ${text}`)}">`
}

/** The form that a log-in form brought along, if we gave it that. */
export function readKept(needs: AppNeeds, form: Form): KeptForm | undefined {
	const text = form.text('_kept')
	if (text === '' || !equalSecrets(form.text('_kept_by'), needs.store.keys.hash('nonce', `kept ${text}`)))
		return undefined
	return keptForm.safeParse(JSON.parse(text)).data
}

/** A page with the form as it was typed, to be sent once more: nothing acts before somebody presses the button. */
export function renderAgain(
	{ say, locale }: { say: Say; locale: Locale },
	{ kept, csrf, title }: { kept: KeptForm; csrf: string; title: string },
): Html {
	const fields = kept.fields.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)
	const seen = kept.fields.filter(([name, value]) => !name.startsWith('_') && value.trim() !== '')
	const main = html`<div class="card"><h1>${title}</h1><p>${say('page.kept')}</p>
<dl>${seen.map(([name, value]) => html`<dt class="mut">${name}</dt><dd class="kept" dir="auto">${value}</dd>`)}</dl>
<form method="post" action="${kept.path}">${renderHidden(csrf)}${fields}<p class="row"><button>${say('page.kept_send')}</button> <a class="btn quiet" href="/console">${say('page.kept_drop')}</a></p></form></div>`
	return renderPage({ locale, title, main })
}
