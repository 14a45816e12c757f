import { type Context, Hono } from 'hono'
import { deskScript, deskStyle } from './desk-assets.ts'
import {
	type DeskView,
	renderDesk,
	renderFeed,
	renderInspection,
	renderQuest,
	renderScore,
	renderSummary,
} from './desk-page.ts'
import { readFeed } from './feed.ts'
import type { WorldHolder } from './index.ts'
import { languageOf, personaOf, readForm, type Visitor, viewPhone, visitorOf } from './phone.ts'
import { htmlLang, placeOf } from './phone-page.ts'
import { doStep, questSteps, readQuest, stepPersonas, useAtCounter } from './quest.ts'
import { skinOf } from './skins.ts'
import { type DemoWorld, setPageLanguage } from './world.ts'

async function viewDesk(visitor: Visitor, shown: { isRefused: boolean }): Promise<DeskView> {
	const { world, persona } = visitor
	const { inspected, shownCast } = world
	return {
		...(await viewPhone(visitor, '/demo')),
		...shown,
		quest: await readQuest(world),
		feed: await readFeed(world, visitor.lang),
		inspection: inspected.get(persona.key),
		shopPlace: shownCast === undefined ? '/demo/console' : `/demo/console/broadcasts/${shownCast}`,
	}
}

function visitOf(c: Context, world: DemoWorld): Visitor {
	const lang = languageOf(c.req.query('lang'), c.req.header('accept-language'))
	return { world, persona: personaOf(world, c.req.query('as')), lang, skin: skinOf(c.req.query('on'), 'whatsapp') }
}

async function showDesk(c: Context, world: DemoWorld): Promise<Response> {
	const visitor = visitOf(c, world)
	setPageLanguage(world, htmlLang(visitor.lang))
	const view = await viewDesk(visitor, { isRefused: c.req.query('code') === 'refused' })
	// shown once, after the step that made it
	world.shownCast = undefined
	return await c.html(renderDesk(view))
}

async function showLive(c: Context, world: DemoWorld): Promise<Response> {
	const view = await viewDesk(visitOf(c, world), { isRefused: false })
	const { quest, feed } = view
	const version = JSON.stringify([quest, feed[0] ?? null])
	const steps = questSteps.map((step) => renderQuest(view, step))
	return c.json({
		steps: (await Promise.all(steps)).map(String),
		score: String(await renderScore(view)),
		feed: String(await renderFeed(view)),
		inspection: String(await renderInspection(view)),
		summary: String(await renderSummary(view)),
		version,
	})
}

async function takeStep(c: Context, world: DemoWorld): Promise<Response> {
	const form = await readForm(c)
	const step = questSteps.find((one) => one === form['step'])
	if (step) await doStep(world, step, skinOf(form['on'], 'whatsapp'))
	const persona = personaOf(world, step ? stepPersonas[step] : form['as'])
	return c.redirect(placeOf({ ...visitorOf(world, form), persona, home: '/demo' }), 303)
}

async function takeCode(c: Context, world: DemoWorld): Promise<Response> {
	const form = await readForm(c)
	const isUsed = await useAtCounter(world, form['code'] ?? '')
	const place = placeOf({ ...visitorOf(world, form), home: '/demo' })
	return c.redirect(isUsed ? place : `${place}&code=refused#tasks`, 303)
}

/** GET /demo: the shopper's phone beside the console, with a tour that ticks itself. */
export function createDesk({ holder }: { holder: WorldHolder }): Hono {
	const app = new Hono()
	app.get('/demo', (c) => holder.use((world) => showDesk(c, world)))
	app.get('/demo/live', (c) => holder.use((world) => showLive(c, world)))
	app.post('/demo/quest', (c) => holder.change((world) => takeStep(c, world)))
	app.post('/demo/counter', (c) => holder.use((world) => takeCode(c, world)))
	app.get('/demo/desk.css', (c) => c.body(deskStyle, 200, { 'content-type': 'text/css; charset=utf-8' }))
	app.get('/demo/desk.js', (c) => c.body(deskScript, 200, { 'content-type': 'text/javascript; charset=utf-8' }))
	return app
}
