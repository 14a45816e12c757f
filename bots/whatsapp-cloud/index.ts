import { setTimeout as sleep } from 'node:timers/promises'
import type { Clock } from '../../src/lib/clock.ts'
import type { Log } from '../../src/lib/log.ts'
import type { Abilities, Channel, ReceiveEvents, Reply, SendOutcome } from '../../src/messaging/channel.ts'
import { recipientOf } from './addresses.ts'
import type { WhatsAppCloudConfig } from './config.ts'
import { type Connection, createConnection, PAUSES, type Pauses } from './connection.ts'
import { outcomeBefore, outcomeOf } from './errors.ts'
import { createGraph, type Graph, type KeptTemplate } from './graph.ts'
import type { Parsed } from './parse.ts'
import { LIMIT, type Rendered, renderReply } from './render.ts'
import { showReply } from './show.ts'
import { createThroughput } from './throughput.ts'
import { createUploads } from './uploads.ts'
import { answerHandshake, createWebhook, type Handshake, type ReceiveWebhook, type WebhookAnswer } from './webhook.ts'

export { recipientOf } from './addresses.ts'
export {
	verifyTokenOf,
	WEBHOOK_PATH,
	type WhatsAppCloudConfig,
	type WhatsAppCloudSettings,
	whatsappCloudConfig,
} from './config.ts'
export { explainTrouble, isGraphFault } from './errors.ts'
export { createGraph } from './graph.ts'
export { countGaps, listTemplateStates, previewTemplate, pushTemplates } from './templates.ts'

/** start() waits so long for the first contact, then goes on trying in the background. */
const FIRST_CONTACT_MS = 3000
/** stop() waits so long for the line to end. */
const STOP_MS = 5000
/** Chats whose newest message is remembered, to show it as read once it is answered. */
const MOST_UNREAD = 5000

export interface WhatsAppCloudDeps {
	clock: Clock
	log: Log
	/** Patience, shorter in tests. */
	pauses?: Partial<Pauses>
	callMs?: number
}

export interface WhatsAppCloudChannel extends Channel {
	/** For POST on the route that WEBHOOK_PATH is mounted on. */
	webhook: ReceiveWebhook
	/** For GET on the same route. */
	handshake(query: Handshake): WebhookAnswer
	/** What WhatsApp keeps of templates; throws GraphError or GraphSilence. */
	listTemplates(): Promise<KeptTemplate[]>
}

/** Free text within 24 hours of the person's last message; about a message per 6 seconds each, with room to begin. */
export function abilitiesOf(config: Pick<WhatsAppCloudConfig, 'perSecond'>): Abilities {
	return {
		choices: 'buttons',
		maxChoices: LIMIT.rows,
		maxText: LIMIT.text,
		linkInText: true,
		coldStart: false,
		windowHours: 24,
		bulkPerSecond: config.perSecond,
		chatPerSecond: 1 / 6,
		chatBurst: 30,
		statuses: true,
	}
}

/** Builds the channel; nothing is sent or opened before start() or send(). */
export function createWhatsAppCloud(config: WhatsAppCloudConfig, deps: WhatsAppCloudDeps): WhatsAppCloudChannel {
	const { clock: now, log } = deps
	const graph = createGraph({ ...config, ...(deps.callMs === undefined ? {} : { callMs: deps.callMs }) })
	const connection = createConnection({ graph, now, log, pauses: { ...PAUSES, ...deps.pauses } })
	const readMarks = createReadMarks(graph)
	const send = createSend({ config, graph, connection, readMarks, now })
	let receiver: ReceiveEvents | undefined
	let running: Promise<void> | undefined
	return {
		name: 'whatsapp-cloud',
		abilities: abilitiesOf(config),
		show: showReply,
		handle: connection.number,
		health: connection.health,
		webhook: createWebhook({
			...config,
			receive: () => receiver,
			onParsed(parsed) {
				for (const code of parsed.codes) connection.failed(code)
				readMarks.note(parsed)
			},
			now,
			log,
		}),
		handshake: (query) => answerHandshake(query, config.verifyToken),
		listTemplates: graph.listTemplates,
		fetchMedia: graph.download,
		send,
		async start(receive) {
			receiver = receive
			await new Promise<void>((resolve) => {
				const timer = setTimeout(resolve, FIRST_CONTACT_MS)
				running = connection.run(() => {
					clearTimeout(timer)
					resolve()
				})
			})
		},
		async stop() {
			receiver = undefined
			connection.stop()
			await Promise.race([running, sleep(STOP_MS, undefined, { ref: false })])
		},
	}
}

interface SendNeeds {
	config: WhatsAppCloudConfig
	graph: Graph
	connection: Connection
	readMarks: ReturnType<typeof createReadMarks>
	now: Clock
}

function createSend({ config, graph, connection, readMarks, now }: SendNeeds): Channel['send'] {
	const upload = createUploads(graph, now)
	const mayGo = createThroughput(config.perSecond)

	const prepare = async (address: string, reply: Reply): Promise<ReturnType<Rendered['payload']>> => {
		const rendered = renderReply(reply)
		if (!rendered.attachment) return rendered.payload()
		readMarks.answering(address, { typing: true })
		return rendered.payload(await upload(rendered.attachment))
	}

	const deliver = async (address: string, payload: object, marketing: boolean): Promise<SendOutcome> => {
		const body = {
			messaging_product: 'whatsapp',
			recipient_type: 'individual',
			...recipientOf(address),
			...payload,
			// comes back with every status: they name people in more ways than one
			...(marketing ? {} : { biz_opaque_callback_data: address }),
		}
		await mayGo()
		const platformMessageId = await graph.send(body, { marketing })
		connection.works()
		if (!marketing) readMarks.answering(address, { typing: false })
		return { kind: 'sent', platformMessageId }
	}

	return async (address, reply) => {
		if (connection.stopped) return { kind: 'retry', at: now(), reason: 'the channel is stopped', wholeAccount: true }
		if (!recipientOf(address)) return { kind: 'gone', reason: 'this is not the address of a WhatsApp chat' }
		const marketing = config.marketingEndpoint && reply.kind === 'promo' && reply.template !== undefined
		let payload: object | undefined
		try {
			payload = await prepare(address, reply)
			return await deliver(address, payload, marketing)
		} catch (error) {
			connection.refused(error)
			return payload ? outcomeOf(error, now()) : outcomeBefore(error, now())
		}
	}
}

/**
 * Shows a person's newest message as read when it is answered, and not before: what nobody handled stays unread. Whether
 * that works does not matter.
 */
function createReadMarks(graph: Graph) {
	const newest = new Map<string, string>()
	return {
		note({ events }: Parsed) {
			for (const event of events) {
				if (event.kind !== 'message' || event.unanswered) continue
				newest.delete(event.address)
				newest.set(event.address, event.messageId)
			}
			for (const address of newest.keys()) {
				if (newest.size <= MOST_UNREAD) break
				newest.delete(address)
			}
		},
		answering(address: string, { typing }: { typing: boolean }) {
			const messageId = newest.get(address)
			if (messageId === undefined) return
			newest.delete(address)
			void graph.markRead(messageId, { typing }).catch(() => {})
		},
	}
}
