import { setTimeout as sleep } from 'node:timers/promises'
import { type Api, InputFile } from 'grammy'
import type { Update } from 'grammy/types'
import type { Clock } from '../../src/lib/clock.ts'
import type { Log } from '../../src/lib/log.ts'
import type { Abilities, Channel, Locale, ReceiveEvents, Reply, SendOutcome } from '../../src/messaging/channel.ts'
import { type BotTexts, registerTexts, showCommands } from './commands.ts'
import type { TelegramConfig } from './config.ts'
import { createConnection, type Pauses } from './connection.ts'
import { editRefusal, outcomeOf } from './errors.ts'
import { createClients } from './http.ts'
import { fetchMedia } from './media.ts'
import { pressToAnswer } from './parse.ts'
import { createPhotoSender } from './photos.ts'
import { pollUpdates } from './poller.ts'
import { connect, watchWebhook } from './registration.ts'
import { LIMIT, type Rendered, renderReply, UnrenderableReply } from './render.ts'
import { showReply } from './show.ts'
import { createWebhook, type ReceiveWebhook } from './webhook.ts'

export type { BotTexts } from './commands.ts'
export { type TelegramConfig, telegramConfig, WEBHOOK_PATH } from './config.ts'
export { parseStored } from './parse.ts'

export const ABILITIES: Abilities = {
	choices: 'buttons',
	maxChoices: LIMIT.buttons - 2,
	maxText: LIMIT.text,
	coldStart: false,
	bulkPerSecond: 28,
}
const POLL_SECONDS = 25
/** How often it is asked whether updates still reach us by webhook. */
const WATCH_MS = 60_000
/** Answers to presses that may be under way; in a flood of presses some buttons may spin until they time out. */
const MOST_PRESS_ANSWERS = 200
/** start() waits so long for the first contact, then goes on trying in the background. */
const FIRST_CONTACT_MS = 3000
/** Somebody waits at a command line for the bot's name. */
const HANDLE_SECONDS = 5
/** stop() waits so long for a batch that is being stored; what is lost comes again. */
const STOP_MS = 5000

export interface TelegramDeps {
	clock: Clock
	log: Log
	/** Command lists and descriptions to register at start. */
	texts?: BotTexts
	/** The language of people whose app speaks neither Chinese nor English. */
	fallbackLocale?: Locale
	/** Patience, shorter in tests. */
	pauses?: Pauses
	pollSeconds?: number
	sendSeconds?: number
	watchMs?: number
}

export interface TelegramChannel extends Channel {
	/** For the route that WEBHOOK_PATH is mounted on; answers 401 to everybody in polling mode. */
	webhook: ReceiveWebhook
	/** Gives one chat its own command list; rejects with what Telegram refused. */
	showCommands(address: string, locale: Locale, texts: Pick<BotTexts, 'commands'>): Promise<void>
}

interface Contact {
	/** Called once it is known whether Telegram can be reached. */
	onContact: () => void
	mayReceive: () => boolean
}

/** Builds the channel; nothing is sent or opened before start() or send(). */
export function createTelegram(config: TelegramConfig, deps: TelegramDeps): TelegramChannel {
	const pollSeconds = deps.pollSeconds ?? POLL_SECONDS
	const clients = createClients({
		...config,
		pollSeconds,
		...(deps.sendSeconds === undefined ? {} : { sendSeconds: deps.sendSeconds }),
	})
	const { api, pollApi } = clients
	const senders = { api, sendPhoto: createPhotoSender(api) }
	const connection = createConnection(deps.log, deps.pauses)
	const onUpdate = createPressAnswerer(api)
	let handle: string | undefined
	let receiver: ReceiveEvents | undefined
	let running: Promise<void> | undefined

	async function run(receive: ReceiveEvents, { onContact, mayReceive }: Contact) {
		const contact = await connect({ api, config, connection }, onContact)
		if (!contact) return
		handle = contact.username
		onContact()
		if (deps.texts)
			await registerTexts(api, deps.texts, deps.fallbackLocale ?? 'zh-HK').catch((error) =>
				deps.log.warn({ channel: 'telegram', err: String(error) }, 'the command lists could not be registered'),
			)
		if (config.mode === 'webhook')
			await watchWebhook({ api, config, connection, now: deps.clock, everyMs: deps.watchMs ?? WATCH_MS })
		else await pollUpdates({ api: pollApi, connection, receive, mayReceive, onUpdate, now: deps.clock, pollSeconds })
	}

	/** The list beside a chat is a convenience: without it every command still works when typed. */
	async function listCommands(address: string, { commands, locale }: Reply): Promise<void> {
		const own = commands === 'staff' ? deps.texts?.staffCommands : deps.texts?.commands
		if (!own) return
		await showCommands(api, { address, locale, texts: { commands: own } }).catch((error) =>
			deps.log.warn({ channel: 'telegram', err: String(error) }, 'the command list of a chat could not be changed'),
		)
	}

	return {
		name: 'telegram',
		abilities: ABILITIES,
		show: showReply,
		handle: () => handle,
		health: connection.health,
		webhook: createWebhook({
			secret: config.mode === 'webhook' ? config.webhookSecret : undefined,
			receive: () => receiver,
			onUpdate,
			now: deps.clock,
			log: deps.log,
		}),
		showCommands: (address, locale, texts) => showCommands(api, { address, locale, texts }),
		fetchMedia: (mediaId) => fetchMedia(clients, mediaId),
		async send(address, reply) {
			if (connection.stopped)
				return { kind: 'retry', at: deps.clock(), reason: 'the channel is stopped', wholeAccount: true }
			const outcome = await sendReply(senders, { address, reply, now: deps.clock })
			if (outcome.kind === 'sent' && reply.commands) await listCommands(address, reply)
			return outcome
		},
		async start(receive, mayReceive = () => true) {
			receiver = receive
			await new Promise<void>((resolve) => {
				const timer = setTimeout(resolve, FIRST_CONTACT_MS)
				const onContact = () => {
					clearTimeout(timer)
					resolve()
				}
				running = run(receive, { onContact, mayReceive })
			})
		},
		async stop() {
			receiver = undefined
			connection.stop()
			await Promise.race([running, sleep(STOP_MS, undefined, { ref: false })])
			await clients.close()
		},
	}
}

/** The bot's user name, asked once; rejects when Telegram cannot be reached or does not know the token. */
export async function fetchHandle(config: Pick<TelegramConfig, 'token' | 'apiRoot'>): Promise<string> {
	const clients = createClients({ ...config, pollSeconds: 0, sendSeconds: HANDLE_SECONDS })
	try {
		return (await clients.api.getMe()).username
	} finally {
		await clients.close()
	}
}

/** Answers presses at once, so that no button spins while the reply is made; whether that works does not matter. */
function createPressAnswerer(api: Api): (update: Update) => void {
	let underWay = 0
	return (update) => {
		const id = pressToAnswer(update)
		if (id === undefined || underWay >= MOST_PRESS_ANSWERS) return
		underWay++
		void api
			.answerCallbackQuery(id)
			.catch(() => {})
			.finally(() => underWay--)
	}
}

interface Senders {
	api: Api
	sendPhoto: ReturnType<typeof createPhotoSender>
}

/** One attempt. A message that cannot be edited is sent anew; one that already says it counts as sent. */
async function sendReply(
	senders: Senders,
	{ address, reply, now }: { address: string; reply: Reply; now: Clock },
): Promise<SendOutcome> {
	if (!/^\d{1,15}$/.test(address)) return { kind: 'gone', reason: 'this is not the address of a Telegram chat' }
	try {
		const sent = await callApi(senders, renderReply(Number(address), reply))
		return { kind: 'sent', platformMessageId: sent ?? reply.edits ?? '' }
	} catch (error) {
		if (error instanceof UnrenderableReply) return { kind: 'rejected', reason: error.message }
		const refusal = reply.edits === undefined ? undefined : editRefusal(error)
		if (refusal === 'unchanged') return { kind: 'sent', platformMessageId: reply.edits ?? '' }
		if (refusal === 'send anew') {
			const { edits: _gone, ...anew } = reply
			return sendReply(senders, { address, reply: anew, now })
		}
		return outcomeOf(error, now())
	}
}

/** The platform's number of the message, where it says one. */
async function callApi({ api, sendPhoto }: Senders, rendered: Rendered): Promise<string | undefined> {
	switch (rendered.method) {
		case 'sendMessage':
			return String((await api.raw.sendMessage(rendered.payload)).message_id)
		case 'editMessageText': {
			const edited = await api.raw.editMessageText(rendered.payload)
			return edited === true ? undefined : String(edited.message_id)
		}
		case 'sendPhoto':
			return String((await sendPhoto(rendered)).message_id)
		case 'sendDocument': {
			const document = new InputFile(Buffer.from(rendered.file.text), plainFileName(rendered.file.name))
			return String((await api.raw.sendDocument({ ...rendered.payload, document })).message_id)
		}
	}
}

/** grammY writes the name into a header without quoting it. */
function plainFileName(name: string): string {
	return name.replace(/[^A-Za-z0-9._-]+/g, '-').slice(-100) || 'file'
}
