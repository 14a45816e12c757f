import { type Context, Hono } from 'hono'
import { getSettings } from '../store/settings.ts'
import type { WorldHolder } from './index.ts'
import { phoneScript, phoneStyle } from './phone-assets.ts'
import { renderLog } from './phone-log.ts'
import { htmlLang, type PageView, type PhoneHome, placeOf, renderPhone } from './phone-page.ts'
import type { PageLanguage } from './phone-words.ts'
import { type Saying, sayAs, settled, wordsOfLink } from './say.ts'
import type { Persona } from './seed-personas.ts'
import { type Skin, skinOf } from './skins.ts'
import { daysLater, travelTo } from './time-machine.ts'
import { type DemoWorld, setPageLanguage } from './world.ts'

export function languageOf(asked: string | undefined, accepted: string | undefined): PageLanguage {
	if (asked === 'en' || asked === 'zh') return asked
	return /^\s*en\b/i.test(accepted ?? '') ? 'en' : 'zh'
}

/** Whoever is not in the list is the first of it. */
export function personaOf({ personas }: DemoWorld, key: string | undefined): Persona {
	return personas.find((persona) => persona.key === key) ?? (personas[0] as Persona)
}

export interface Visitor {
	world: DemoWorld
	persona: Persona
	lang: PageLanguage
	skin: Skin
}

/** What the page of a phone shows. */
export async function viewPhone({ world, persona, lang, skin }: Visitor, home: PhoneHome): Promise<PageView> {
	const { personas, zone, clock, simulator, store } = world
	const { shopName } = await getSettings(store.db)
	const lines = simulator.transcript(persona.address)
	return { shopName, personas, persona, lang, zone, skin, home, now: clock.now(), lines }
}

async function showPhone(c: Context, visitor: Visitor): Promise<Response> {
	setPageLanguage(visitor.world, htmlLang(visitor.lang))
	return await c.html(renderPhone(await viewPhone(visitor, '/demo/phone')))
}

function showLog(c: Context, { world, persona, lang, skin }: Visitor): Response | Promise<Response> {
	return c.html(
		renderLog({ lines: world.simulator.transcript(persona.address), persona, lang, skin, zone: world.zone }),
	)
}

export type Form = Partial<Record<string, string>>

/** The text fields of a form; of a repeated one the last, files never. */
export async function readForm(c: Context): Promise<Form> {
	const body = await c.req.parseBody()
	const fields = Object.entries(body).filter((field): field is [string, string] => typeof field[1] === 'string')
	return Object.fromEntries(fields)
}

/** What a form says, or nothing when it is empty. */
function sayingOf(form: Form, { persona, skin }: Visitor): Saying | undefined {
	const { choice, contact, start, text = '' } = form
	if (choice !== undefined) {
		const [pressedMessageId, ...value] = choice.split('|')
		return { choice: value.join('|'), pressedMessageId }
	}
	if (contact !== undefined) return { contact: true }
	if (start !== undefined) return { text: wordsOfLink(persona, skin) }
	return text.trim() === '' ? undefined : { text }
}

/** Who a form speaks for. */
export function visitorOf(world: DemoWorld, form: Form): Visitor {
	const lang = languageOf(form['lang'], undefined)
	return { world, persona: personaOf(world, form['as']), lang, skin: skinOf(form['on']) }
}

const backTo = (c: Context, visitor: Visitor, form: Form) =>
	c.redirect(placeOf({ ...visitor, home: form['home'] === '/demo' ? '/demo' : '/demo/phone' }), 303)

async function takeForm(c: Context, world: DemoWorld): Promise<Response> {
	const form = await readForm(c)
	const visitor = visitorOf(world, form)
	const saying = sayingOf(form, visitor)
	if (saying) await sayAs(world, visitor.persona, saying)
	return c.req.header('x-live') ? await showLog(c, visitor) : backTo(c, visitor, form)
}

async function takeTime(c: Context, holder: WorldHolder): Promise<Response> {
	const form = await readForm(c)
	const days = Number(form['days'])
	if (form['reset'] !== undefined) await holder.reset()
	else if (days === 1 || days === 30)
		await holder.change(async (world) => {
			await travelTo(world, daysLater(world, days))
			await settled(world)
		})
	return await holder.use(async (world) => backTo(c, visitorOf(world, form), form))
}

/** The phone of a shopper over the demo shop, as plain pages that a small script makes live. */
export function createPhone({ holder }: { holder: WorldHolder }): Hono {
	const app = new Hono()
	const visit = (c: Context, show: (c: Context, visitor: Visitor) => Response | Promise<Response>) =>
		holder.use(async (world) => {
			const lang = languageOf(c.req.query('lang'), c.req.header('accept-language'))
			const skin = skinOf(c.req.query('on'))
			return await show(c, { world, persona: personaOf(world, c.req.query('as')), lang, skin })
		})
	app.get('/demo/phone', (c) => visit(c, showPhone))
	app.get('/demo/phone/log', (c) => visit(c, showLog))
	app.post('/demo/phone/say', (c) => holder.use((world) => takeForm(c, world)))
	app.post('/demo/phone/time', (c) => takeTime(c, holder))
	app.get('/demo/phone.css', (c) => c.body(phoneStyle, 200, { 'content-type': 'text/css; charset=utf-8' }))
	app.get('/demo/phone.js', (c) => c.body(phoneScript, 200, { 'content-type': 'text/javascript; charset=utf-8' }))
	return app
}
