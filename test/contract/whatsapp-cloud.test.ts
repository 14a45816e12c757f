import type { AddressInfo } from 'node:net'
import { createWhatsAppCloud, WEBHOOK_PATH } from '../../bots/whatsapp-cloud/index.ts'
import { configOf, mountWebhook } from '../bots/whatsapp-cloud/harness.ts'
import { silentLog } from '../support/test-channel.ts'
import { CloudEmulator } from '../support/whatsapp-cloud/emulator.ts'
import type { Fault } from '../support/whatsapp-cloud/faults.ts'
import type { ScreenMessage } from '../support/whatsapp-cloud/screen.ts'
import { describeContract } from './suite.ts'
import type { ContractWorld, Fate, Seen } from './world.ts'

const FATES: Record<Fate, Fault['does']> = {
	'slow-down': { kind: 'refuse', status: 429, code: 130429, title: 'Rate limit hit' },
	refused: { kind: 'refuse', status: 400, code: 131051, title: 'Unsupported message type' },
	'cut-before-it-was-sent': { kind: 'reset-before' },
	'cut-after-it-was-sent': { kind: 'reset-after' },
}

const numbered = (raw: string) => [...raw.matchAll(/^\d+\. (.+)$/gm)].map(([, label = '']) => label)

function seen({ from, text, raw, marks, buttons, rows, picture }: ScreenMessage): Seen {
	const offered = [...buttons, ...rows].map(({ title }) => title)
	const choices = from === 'shop' && offered.length === 0 ? numbered(raw) : offered
	return { from, text, marked: marks.map((mark) => mark.text), choices, picture }
}

async function open(): Promise<ContractWorld> {
	const emulator = await new CloudEmulator().start()
	const channel = createWhatsAppCloud(configOf(emulator), { clock: () => Date.now(), log: silentLog })
	const server = await mountWebhook(channel)
	emulator.webhookUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}${WEBHOOK_PATH}`
	let phones = 85_291_000_000
	return {
		channel,
		start: (receive) => channel.start(receive),
		person(name) {
			const person = emulator.person(String(++phones), { name })
			const offers = async (label: RegExp) =>
				(await person.sees()).messages.map(seen).findLast((one) => one.choices.some((text) => label.test(text)))
			return {
				address: () => `bsuid:${person.userId}`,
				says: async (text) => void (await person.says(text)),
				async chooses(label) {
					const { choices = [] } = (await offers(label)) ?? {}
					const index = choices.findIndex((text) => label.test(text))
					const { messages } = await person.sees()
					const isTappable = messages.some(({ buttons, rows }) =>
						[...buttons, ...rows].some(({ title }) => title === choices[index]),
					)
					await (isTappable ? person.presses(choices[index] ?? '') : person.says(String(index + 1)))
				},
				async sends(media) {
					await person.sends({ kind: ({ photo: 'image', voice: 'audio', file: 'document' } as const)[media] })
					return true
				},
				async blocks() {
					await person.blocks()
					return true
				},
				sees: async () => (await person.sees()).messages.map(seen),
			}
		},
		fate(fate) {
			emulator.faults = [{ path: '/messages', body: /"to"|"recipient"/, times: 1, does: FATES[fate] }]
			return true
		},
		repeatEverything() {
			emulator.webhook.knobs.duplicate = 1
			return true
		},
		reverseStatuses() {
			emulator.webhook.knobs.reverse = true
			return true
		},
		settled: () => emulator.webhook.settled(),
		violations: () => emulator.violations,
		async stop() {
			await channel.stop()
			await emulator.stop()
			server.closeAllConnections()
			server.close()
		},
	}
}

describeContract({ name: 'whatsapp-cloud', open })
