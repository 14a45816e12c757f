import { type Context, Hono } from 'hono'
import { methodNotAllowed } from 'hono/method-not-allowed'
import { z } from 'zod'
import type { WorldHolder } from './index.ts'
import { listPayloads, listWritten } from './inspect.ts'
import { type Said, sayAs, settled } from './say.ts'
import { personaKeys } from './seed-personas.ts'
import { skinNames } from './skins.ts'
import { daysLater, MAX_JUMP_DAYS, travelTo } from './time-machine.ts'
import type { DemoWorld } from './world.ts'

const MAX_TEXT = 4_096

const jump = z
	.strictObject({
		/** RFC 3339, or ms UTC. */
		at: z.union([z.int().min(0), z.iso.datetime({ offset: true }).transform((text) => Date.parse(text))]).optional(),
		advanceDays: z.int().min(0).max(MAX_JUMP_DAYS).optional(),
	})
	.refine(({ at, advanceDays }) => (at === undefined) !== (advanceDays === undefined), 'either at or advanceDays')

const saying = z
	.strictObject({
		persona: z.enum(personaKeys),
		channel: z.enum(skinNames).default('simulator'),
		text: z.string().trim().min(1).max(MAX_TEXT).optional(),
		/** The value of a button. */
		choice: z.string().min(1).max(64).optional(),
		/** The message the button stands on; the newest with that button when nothing is said. */
		message: z.string().max(64).optional(),
		/** Shares her own number. */
		contact: z.literal(true).optional(),
	})
	.refine(
		({ text, choice, contact }) => [text, choice, contact].filter((one) => one !== undefined).length === 1,
		'one of text, choice and contact',
	)

interface Fault {
	title: string
	detail: string
	errors?: { path: string; message: string }[]
}

function refuse(c: Context, status: 400 | 404 | 405, fault: Fault): Response {
	return c.json({ status, ...fault }, status, { 'content-type': 'application/problem+json' })
}

const refuseBody = (c: Context, fault: Fault) => refuse(c, 400, fault)

/** The body as the schema wants it, or the answer that says what is wrong with it. */
async function readBody<T>(c: Context, schema: z.ZodType<T>): Promise<{ body: T } | { answer: Response }> {
	let json: unknown
	try {
		json = JSON.parse(await c.req.text())
	} catch {
		return { answer: refuseBody(c, { title: 'not JSON', detail: 'the body must be a JSON object' }) }
	}
	const parsed = schema.safeParse(json)
	if (parsed.success) return { body: parsed.data }
	const errors = parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }))
	return { answer: refuseBody(c, { title: 'invalid body', detail: 'the fields are listed in errors', errors }) }
}

const instantOf = (at: number) => new Date(at).toISOString()

const timeOf = ({ clock }: DemoWorld) => ({ now: clock.now(), at: instantOf(clock.now()) })

async function moveClock(c: Context, world: DemoWorld, { at, advanceDays }: z.infer<typeof jump>): Promise<Response> {
	const moved = await travelTo(world, at ?? daysLater(world, advanceDays ?? 0))
	if (moved.ok) {
		await settled(world)
		return c.json({ ...timeOf(world), nights: moved.value.nights })
	}
	if (moved.reason === 'earlier')
		return refuseBody(c, {
			title: 'the clock only goes forward',
			detail: `it is ${instantOf(moved.facts.now)} already; reset the demo to begin anew`,
		})
	return refuseBody(c, {
		title: 'too far at once',
		detail: `at most ${MAX_JUMP_DAYS} days, until ${instantOf(moved.facts.latest)}`,
	})
}

function describeAnswers({ answers }: Said) {
	return answers.map(({ id, at, reply }) => {
		const { picture, file, kind, locale, text, choices = [], copy, link, requestContact } = reply
		return {
			id,
			at: instantOf(at),
			kind,
			locale,
			text,
			choices,
			...(copy ? { copy } : {}),
			...(link ? { link } : {}),
			...(file ? { file: file.name } : {}),
			...(requestContact ? { requestContact } : {}),
			hasPicture: picture !== undefined,
			payloads: listPayloads(reply),
		}
	})
}

async function say(world: DemoWorld, body: z.infer<typeof saying>) {
	const persona = world.personas.find(({ key }) => key === body.persona)
	if (!persona) throw new Error(`nobody plays ${body.persona}`)
	const { text, choice, contact, message: pressedMessageId } = body
	const said = await sayAs(world, persona, { text, choice, contact, pressedMessageId })
	const { inspection } = said
	const { ms, before, after } = inspection
	const ledger = listWritten(inspection).map(({ seq, kind, points, cause, at }) => ({
		seq,
		kind,
		points,
		cause,
		at: instantOf(at),
	}))
	return {
		persona: body.persona,
		channel: body.channel,
		...said.meaning,
		ms,
		messages: describeAnswers(said),
		state: { before: before.state, after: after.state },
		ledger,
	}
}

/** /demo/api: who can be played, what they say, the time machine and beginning anew. */
export function createDemoApi({ holder }: { holder: WorldHolder }): Hono {
	const app = new Hono()
	const onMethodNotAllowed = (c: Context, allowed: string[]) => {
		c.header('allow', allowed.join(', '))
		return refuse(c, 405, { title: 'another method', detail: `this address takes ${allowed.join(', ')}` })
	}
	app.use('/demo/api/*', methodNotAllowed({ app, onMethodNotAllowed }))
	app.get('/demo/api/state', (c) =>
		holder.use(async (world) => {
			const personas = world.personas.map(({ key, name, locale, label }) => ({ key, name, locale, label }))
			return c.json({ ...timeOf(world), personas })
		}),
	)
	app.post('/demo/api/say', async (c) => {
		const read = await readBody(c, saying)
		if ('answer' in read) return read.answer
		return await holder.use(async (world) => c.json(await say(world, read.body)))
	})
	app.post('/demo/api/clock', async (c) => {
		const read = await readBody(c, jump)
		if ('answer' in read) return read.answer
		return await holder.change((world) => moveClock(c, world, read.body))
	})
	app.post('/demo/api/reset', async (c) => {
		await holder.reset()
		return await holder.use(async (world) => c.json(timeOf(world)))
	})
	return app
}

/** What is at none of the demo's addresses: a problem for programs. */
export function refuseAddress(c: Context): Response {
	return refuse(c, 404, { title: 'nothing here', detail: 'the addresses are in docs/operating.md' })
}
