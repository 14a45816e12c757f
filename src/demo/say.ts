import type { SimulatorInput, SimulatorLine } from '../../bots/simulator/index.ts'
import { sayPlain } from '../conversation/locales/index.ts'
import { understand } from '../conversation/understand.ts'
import { systemSleep } from '../lib/sleep.ts'
import { setLocale } from '../loyalty/set-locale.ts'
import { findAddress } from '../store/addresses.ts'
import { type Inspection, takeSnapshot } from './inspect.ts'
import type { Persona } from './seed-personas.ts'
import type { Skin } from './skins.ts'
import type { DemoWorld } from './world.ts'

/** What a visitor lets a persona do; one of them. */
export interface Saying {
	text?: string | undefined
	/** The value of a button, and the message it stands on where that is known. */
	choice?: string | undefined
	pressedMessageId?: string | undefined
	/** Shares her own number. */
	contact?: boolean | undefined
}

/** What the bot made of it, 0 to 1 how surely; a button says by itself what it means. */
export interface Meaning {
	intent: string | null
	score: number
}

export interface Said {
	meaning: Meaning
	/** Messages that are new or changed since. */
	answers: Extract<SimulatorLine, { from: 'bot' }>[]
	/** What it led to. */
	inspection: Inspection
}

/** How long a page waits for the answer; a broadcast that is under way must not hold it up. */
const PATIENCE_MS = 3_000

/** Resolves when all that came in has been answered, or after some seconds. */
export async function settled({ shop }: Pick<DemoWorld, 'shop'>): Promise<void> {
	const patience = new AbortController()
	await Promise.race([shop.idle(), systemSleep(PATIENCE_MS, patience.signal)])
	patience.abort()
}

type BotLine = Extract<SimulatorLine, { from: 'bot' }>

const isBotLine = (line: SimulatorLine): line is BotLine => line.from === 'bot'

/** The message a button stands on: the newest that has it. */
function findPressed(lines: readonly SimulatorLine[], choice: string): BotLine | undefined {
	return lines.filter(isBotLine).findLast((line) => line.reply.choices?.some((one) => one.value === choice))
}

function readSaying(world: DemoWorld, persona: Persona, saying: Saying): { input: SimulatorInput; meaning: Meaning } {
	const { choice, contact } = saying
	if (contact)
		return {
			input: { contact: { phone: persona.phone, own: true }, shown: `📱 ${persona.phone}` },
			meaning: { intent: 'phone', score: 1 },
		}
	if (choice !== undefined) {
		const lines = world.simulator.transcript(persona.address)
		const line = lines.find((one) => isBotLine(one) && one.id === saying.pressedMessageId)
		const pressed = line && isBotLine(line) ? line : findPressed(lines, choice)
		const shown = pressed?.reply.choices?.find((one) => one.value === choice)?.label ?? '👆'
		const id = pressed?.id ?? saying.pressedMessageId
		const input = { choice, shown, ...(id === undefined ? {} : { pressedMessageId: id }) }
		return { input, meaning: { intent: choice.split(':')[0] ?? choice, score: 1 } }
	}
	const text = (saying.text ?? '').trim()
	const start = /^\/start(?:\s+(\S*))?$/.exec(text)
	if (start) return { input: { text, start: start[1] ?? '' }, meaning: { intent: 'start', score: 1 } }
	const { intent, score } = understand(text, { channel: 'simulator' })
	return { input: { text }, meaning: { intent, score } }
}

/** Tells a persona's chat once that the page has another language; what she chooses there herself stays until the next time. */
async function speakAsPage(world: DemoWorld, persona: Persona): Promise<Persona['locale']> {
	const { store, pageLang, told } = world
	const locale = pageLang === 'en' ? 'en' : persona.locale
	if (pageLang === undefined || told.has(persona.key)) return locale
	const known = await findAddress(store.db, 'simulator', persona.address)
	if (known) await store.transact((work) => setLocale(work, { addressId: known.id, locale }))
	told.add(persona.key)
	return locale
}

/** What the friend's link puts into the chat: WhatsApp writes words that can be read, Telegram its command. */
export function wordsOfLink({ start = '', locale }: Persona, skin: Skin): string {
	return skin === 'whatsapp' ? sayPlain(locale, 'refer.prefill', { code: start.replace(/^r_/, '') }) : `/start ${start}`
}

/** Lets a persona say something and waits for what the bot answers. */
export async function sayAs(world: DemoWorld, persona: Persona, saying: Saying): Promise<Said> {
	const { simulator } = world
	const { name, address } = persona
	const locale = await speakAsPage(world, persona)
	const stateBefore = await takeSnapshot(world, persona)
	const before = new Set(simulator.transcript(address))
	const { input, meaning } = readSaying(world, persona, saying)
	const began = world.wallClock()
	await simulator.say(address, { name, locale, ...input })
	await settled(world)
	const answers = simulator.transcript(address).filter((line): line is BotLine => isBotLine(line) && !before.has(line))
	const ms = world.wallClock() - began
	const after = await takeSnapshot(world, persona)
	if (meaning.intent === 'tier' || meaning.intent === 'card') world.asked.add('tier')
	const replies = answers.map(({ reply }) => reply)
	const inspection = { meaning, ms, before: stateBefore, after, replies }
	world.inspected.set(persona.key, inspection)
	return { meaning, answers, inspection }
}
