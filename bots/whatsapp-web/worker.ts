/**
 * The process with the browser: one whatsapp-web.js Client and nothing else. It heals nothing. On any doubt it says why
 * and ends, and the supervisor starts a clean one.
 */
import path from 'node:path'
import wweb, { type Message } from 'whatsapp-web.js'
import { killBrowser } from './browser.ts'
import { collectMessages, isTimelocked, nudge, type PageMessage, renewCode, showTyping } from './page-calls.ts'
import type { Calls, Down, EndReason, OutgoingMessage, RawMessage, Sent, Up, WorkerSettings } from './protocol.ts'

const { Client, LocalAuth, MessageMedia } = wweb

const NUDGE_MS = 500
const LOOKUP_MS = 5_000
const PEOPLE_KEPT = 10_000

const settings = JSON.parse(process.env['SUKI_WHATSAPP_WORKER'] ?? '{}') as WorkerSettings
const { limits } = settings
const phones = new Map<string, string | undefined>()
const spokenTo = new Set<string>()
let browserPid: number | undefined
let phase: 'starting' | 'pairing' | 'linked' | 'ready' | 'dying' = 'starting'
let lineLost: NodeJS.Timeout | undefined

const tell = (message: Up) => {
	if (process.connected) process.send?.(message)
}

function die(reason: EndReason, why: string): void {
	if (phase === 'dying') return
	phase = 'dying'
	tell({ t: 'dying', reason, why: why.split('\n')[0]?.slice(0, 200) ?? '' })
	if (browserPid !== undefined) killBrowser(browserPid)
	// time for the last word to leave
	setTimeout(() => process.exit(1), 30)
}

const doubt = (why: string) => die('doubt', why)

const sentence = (error: unknown) => (error instanceof Error ? error.message : String(error))

process.on('unhandledRejection', (error) => doubt(`unhandled: ${sentence(error)}`))
process.on('uncaughtException', (error) => doubt(`uncaught: ${error.message}`))
process.on('disconnect', () => doubt('the program is gone'))

function within<T>(ms: number, work: Promise<T>): Promise<T> {
	let timer: NodeJS.Timeout | undefined
	const late = new Promise<never>((_, reject) => {
		timer = setTimeout(() => reject(new Error(`no answer in ${ms} ms`)), ms)
	})
	return Promise.race([work, late]).finally(() => clearTimeout(timer))
}

const client = new Client({
	authStrategy: new LocalAuth({ dataPath: path.dirname(settings.profileDir) }),
	webVersionCache: { type: 'none' },
	authTimeoutMs: limits.startMs,
	deviceName: 'Suki',
	puppeteer: {
		executablePath: settings.browser.path,
		headless: settings.browser.headless,
		args: settings.browser.args,
	},
})

const page = () => {
	if (!client.pupPage) throw new Error('there is no page')
	return client.pupPage
}

/** The number behind a hidden id, digits only; undefined where WhatsApp does not tell. */
async function phoneOf(chat: string): Promise<string | undefined> {
	if (!chat.endsWith('@lid')) return undefined
	if (phones.has(chat)) return phones.get(chat)
	const [found] = await within(LOOKUP_MS, client.getContactLidAndPhone([chat])).catch(() => [])
	const phone = found?.pn?.split('@')[0]
	if (phones.size >= PEOPLE_KEPT) phones.clear()
	if (phone) phones.set(chat, phone)
	return phone
}

const nameOf = (wid: PageMessage['from']) => (typeof wid === 'string' ? wid : (wid?._serialized ?? ''))

async function rawOf(model: PageMessage): Promise<RawMessage> {
	const { id, directPath, caption, body, notifyName: name } = model
	const chat = nameOf(id.fromMe ? model.to : model.from)
	const phone = await phoneOf(chat)
	return {
		id: id._serialized,
		fromMe: id.fromMe,
		chat,
		...(phone ? { phone } : {}),
		type: model.type,
		body: (directPath ? caption : body) ?? '',
		at: model.t,
		...(model.ack === undefined ? {} : { ack: model.ack }),
		...(name ? { name } : {}),
	}
}

/** One after another, so that what looking up takes does not change their order. */
let announcing: Promise<void> = Promise.resolve()
function announce(message: Message): void {
	const model = message.rawData as PageMessage
	announcing = announcing.then(async () => tell({ t: 'message', message: await rawOf(model) }))
	announcing.catch((error: unknown) => doubt(`a message could not be read: ${sentence(error)}`))
}

const startTimer = setTimeout(() => doubt('neither a code nor a session'), limits.startMs)
let readyTimer: NodeJS.Timeout | undefined
setInterval(() => tell({ t: 'alive' }), limits.beatMs)
let started = false
const watchingStart = setInterval(() => {
	if (!started || phase === 'linked' || phase === 'ready' || phase === 'dying') return
	// both fail while the page loads
	if (phase === 'pairing')
		page()
			.evaluate(renewCode)
			.catch(() => {})
	page()
		.evaluate(nudge)
		.then(({ isConnected, isLost }) => {
			if (isConnected) expectReady()
			if (isLost) doubt('the library does not listen to the page')
		})
		.catch(() => {})
}, NUDGE_MS)

function expectReady(): void {
	clearTimeout(startTimer)
	readyTimer ??= setTimeout(() => doubt('linked, but not ready in time'), limits.readyMs)
}

function onPairing(t: 'qr' | 'code', text: string): void {
	clearTimeout(startTimer)
	if (phase === 'starting') phase = 'pairing'
	tell({ t, text })
}

client.on('qr', (text: string) => onPairing('qr', text))
client.on('code', (text: string) => onPairing('code', text))
client.on('authenticated', () => {
	if (phase === 'ready' || phase === 'dying') return
	phase = 'linked'
	expectReady()
})
client.on('ready', () => {
	clearTimeout(readyTimer)
	clearInterval(watchingStart)
	if (phase === 'ready' || phase === 'dying') return
	phase = 'ready'
	tell({ t: 'ready', number: client.info.wid.user })
	void beat()
})
client.on('message_create', announce)
client.on('message_ack', (message: Message, ack: number) => {
	const { to: chat, id } = message
	if (!message.fromMe) return
	void phoneOf(chat).then((phone) => tell({ t: 'ack', id: id._serialized, chat, ...(phone ? { phone } : {}), ack }))
})
client.on('change_state', (state: string) => takeState(state))
client.on('disconnected', (why: string) => {
	const reason = /LOGOUT|UNPAIRED/.test(why) ? 'logged-out' : why === 'CONFLICT' ? 'conflict' : 'doubt'
	die(reason, `disconnected: ${why}`)
})
client.on('auth_failure', () => die('logged-out', 'the session was refused'))

function takeState(state: string | null): void {
	const online = state === 'CONNECTED'
	if (online) {
		clearTimeout(lineLost)
		lineLost = undefined
	} else lineLost ??= setTimeout(() => doubt(`no line to WhatsApp: ${state}`), limits.offlineMs)
	tell({ t: 'online', online })
}

/** A page that hangs says nothing, so it is asked. */
async function beat(): Promise<void> {
	for (let known: string | null = 'CONNECTED'; ; ) {
		await new Promise((resolve) => setTimeout(resolve, limits.beatMs))
		try {
			const state = await within(limits.beatMs, client.getState())
			if (state !== known) takeState(state)
			known = state
		} catch (error) {
			return doubt(`heartbeat: ${sentence(error)}`)
		}
	}
}

/** What goes wrong before the page has the message is surely not sent; after that there is doubt. */
class NotSent extends Error {}

async function send(message: OutgoingMessage): Promise<Sent> {
	const { chat, text, media } = message
	try {
		if (!(await canReach(chat))) return { kind: 'not-on-whatsapp' }
		if (message.unlessTimelocked && (await within(limits.callMs, page().evaluate(isTimelocked))))
			return { kind: 'timelocked' }
		if (message.typing) await typeFirst(chat)
		if ((await within(limits.callMs, client.getState())) !== 'CONNECTED') throw new Error('no line to WhatsApp')
	} catch (error) {
		throw new NotSent(sentence(error))
	}
	const content = media ? new MessageMedia(media.mime, media.base64, media.name) : text
	const options = {
		// what nobody handled stays unread
		sendSeen: false,
		linkPreview: false,
		parseVCards: false,
		waitUntilMsgSent: true,
		...(media && text ? { caption: text } : {}),
		...(media?.asDocument ? { sendMediaAsDocument: true } : {}),
	}
	const sent = await within(limits.callMs, client.sendMessage(chat, content, options))
	if (!sent) throw new Error('the page gave no message back')
	const id = sent.id._serialized
	return sent.ack === -1 ? { kind: 'refused', id } : { kind: 'sent', id }
}

/** The page refuses a chat with a number it has not looked up; what is not on WhatsApp is found out the same way. */
async function canReach(chat: string): Promise<boolean> {
	if (spokenTo.has(chat) || chat.endsWith('@lid')) return true
	const found = await within(limits.callMs, client.getNumberId(chat))
	if (found) spokenTo.add(chat)
	return found !== null
}

async function typeFirst(chat: string): Promise<void> {
	// a chat that cannot be shown as typing can still be written to
	await within(limits.callMs, page().evaluate(showTyping, chat)).catch(() => {})
	if (limits.typingMs > 0) await new Promise((resolve) => setTimeout(resolve, limits.typingMs))
}

async function collect(since: number, only?: string[]): Promise<RawMessage[]> {
	const models = await within(limits.callMs, page().evaluate(collectMessages, since, only))
	const raw: RawMessage[] = []
	for (const model of models) raw.push(await rawOf(model))
	return raw.sort((a, b) => a.at - b.at)
}

/** Both names of the chat: the page may know it by the other one. */
async function namesOf(chat: string): Promise<string[]> {
	const [found] = await within(LOOKUP_MS, client.getContactLidAndPhone([chat])).catch(() => [])
	return [chat, ...(found ? [found.lid, found.pn] : [])].filter((name) => typeof name === 'string')
}

async function download(id: string): Promise<Calls['download']['answer']> {
	const message = await within(limits.callMs, client.getMessageById(id))
	const media = message?.hasMedia ? await within(limits.callMs, message.downloadMedia()) : undefined
	return media ? { mime: media.mimetype, base64: media.data } : null
}

async function answer(down: Down): Promise<unknown> {
	switch (down.call) {
		case 'send':
			return send(down.ask)
		case 'findOwn':
			return (await collect(down.ask.since, await namesOf(down.ask.chat))).filter(({ fromMe }) => fromMe)
		case 'findSince':
			return collect(down.ask.since)
		case 'download':
			return download(down.ask.id)
		case 'pairByCode':
			return within(limits.callMs, client.requestPairingCode(down.ask.phone))
		case 'stop':
			return stop()
	}
}

async function stop(): Promise<null> {
	phase = 'dying'
	// closing lets the browser write its profile
	await within(limits.callMs, client.destroy()).catch(() => {})
	if (browserPid !== undefined) killBrowser(browserPid)
	setTimeout(() => process.exit(0), 30)
	return null
}

process.on('message', (down: Down) => {
	const { rid } = down
	answer(down).then(
		(found) => tell({ t: 'done', rid, answer: found }),
		(error: unknown) => {
			const where = error instanceof NotSent || down.call !== 'send' ? 'before' : 'in doubt'
			tell({ t: 'done', rid, error: { where, why: sentence(error).split('\n')[0] ?? '' } })
			// a page that does not answer a call may never answer one again
			if (/no answer in/.test(sentence(error))) doubt(`${down.call}: ${sentence(error)}`)
			else if (/Target closed|Session closed|detached|Protocol error/.test(sentence(error)))
				doubt(`${down.call}: the page is gone`)
		},
	)
})

/** The browser is known as soon as it runs, so that it can be ended even in the middle of the start. */
const watching = setInterval(() => {
	const browser = client.pupBrowser
	const pid = browser?.process()?.pid
	if (!browser || pid === undefined) return
	clearInterval(watching)
	browserPid = pid
	tell({ t: 'browser', pid })
	browser.on('disconnected', () => doubt('the browser is gone'))
	client.pupPage?.on('error', () => doubt('the page crashed'))
	client.pupPage?.on('pageerror', (error: unknown) => {
		// what the page throws while the library settles in is why it will never be ready
		if (phase === 'linked') doubt(`page: ${sentence(error)}`)
	})
}, 5)

client.initialize().then(
	() => {
		started = true
	},
	(error: unknown) => doubt(`start: ${sentence(error)}`),
)
