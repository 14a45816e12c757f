import { html } from 'hono/html'
import { getSettings, setSettings } from '../../store/settings.ts'
import { type Html, none } from '../page.ts'
import { type Form, renderHidden, type Wrong } from './form.ts'
import { renderConsole } from './layout.ts'
import { actOnce, newNonce } from './once.ts'
import { noteAct } from './parts.ts'
import type { ConsoleRoute, Visit } from './visit.ts'
import { readAnswers, renderAdvice, renderQuestions } from './whatsapp-choice.ts'
import { type CloudShown, cloudRoutes, cloudValues, renderCloudParts } from './whatsapp-cloud.ts'
import { PLACE, renderWebParts, type WebShown, webRoutes, webValues } from './whatsapp-web.ts'

interface Shown {
	web?: Partial<WebShown>
	cloud?: CloudShown
}

function renderChoice(visit: Visit): Html {
	const { say, csrf, needs, settings } = visit
	const driver = needs.whatsappWeb ? 'web' : needs.whatsappCloud ? 'cloud' : 'off'
	return html`<section class="card"><h2>${say('wa.choice')}</h2><p>${say('wa.choice_lead')}</p>
<form method="post" action="${PLACE}/choice">${renderHidden(csrf, newNonce(needs))}${renderQuestions(say, settings.whatsappAnswers)}
<button>${say('wa.save')}</button></form>${renderAdvice(say, settings.whatsappAnswers)}
<p class="hint">${say('wa.now', { driver })}</p></section>`
}

async function renderWhatsApp(visit: Visit, shown: Shown): Promise<Html> {
	const { c, needs, say } = visit
	const nothingWrong: Wrong = new Map()
	const web = { values: webValues(visit), wrong: nothingWrong, ...shown.web }
	const cloud = shown.cloud ?? { values: cloudValues(visit), wrong: nothingWrong }
	const main = html`${needs.whatsappWeb ? renderWebParts(visit, needs.whatsappWeb, web) : none}
${needs.whatsappCloud ? await renderCloudParts(visit, needs.whatsappCloud, cloud) : none}${renderChoice(visit)}`
	const done = c.req.query('done')
	const note = done === 'saved' ? say('cast.saved') : done === 'set-up' ? say('home.ready') : undefined
	return renderConsole(visit, {
		title: say('wa.title'),
		menu: '/console/settings',
		main,
		note,
		live: needs.whatsappWeb !== undefined,
	})
}

async function show(visit: Visit): Promise<Response> {
	return await visit.c.html(await renderWhatsApp(visit, {}))
}

async function saveChoice(visit: Visit, form: Form): Promise<Response> {
	return await actOnce(visit, form, async (work) => {
		const before = await getSettings(work.tx)
		const after = readAnswers(form)
		await setSettings(work.tx, { ...before, whatsappAnswers: after })
		await noteAct(visit, work, { action: 'whatsapp.answers', before: before.whatsappAnswers, after })
		return `${PLACE}?done=saved`
	})
}

/** The page of the shop's WhatsApp: which way, how the line stands, and what it costs. */
export const whatsappRoutes: readonly ConsoleRoute[] = [
	{ method: 'get', path: PLACE, role: 'owner', handle: show },
	{ method: 'post', path: `${PLACE}/choice`, role: 'owner', handle: saveChoice },
	...webRoutes(async (visit, web) => await visit.c.html(await renderWhatsApp(visit, { web }), 422)),
	...cloudRoutes(async (visit, cloud) => await visit.c.html(await renderWhatsApp(visit, { cloud }), 422)),
]
