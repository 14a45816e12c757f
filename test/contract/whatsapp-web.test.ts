import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { inject } from 'vitest'
import { createWhatsAppWeb, whatsappWebConfig } from '../../bots/whatsapp-web/index.ts'
import { silentLog } from '../support/test-channel.ts'
import { WhatsAppEmulator } from '../support/whatsapp-web/emulator.ts'
import type { ScreenLine } from '../support/whatsapp-web/person.ts'
import { describeContract } from './suite.ts'
import type { ContractWorld, Fate, Seen } from './world.ts'

/** The signs of marks as the app reads them, and the words without. */
function readMarks(raw: string): { text: string; marked: string[] } {
	const marked: string[] = []
	const isWord = /[\p{L}\p{N}]/u
	const text = raw.replace(/```([^`]+)```|([*_`])(?=\S)([^*_`\n]*\S)\2/gu, (whole, code, _sign, words, at: number) => {
		// a sign inside a word is only a sign
		if (isWord.test(raw[at - 1] ?? '') || isWord.test(raw[at + whole.length] ?? '')) return whole
		marked.push(code ?? words)
		return code ?? words
	})
	return { text, marked }
}

const wordsOf = ({ body, caption }: ScreenLine['message']) => caption || body || ''

function seen({ from, message }: ScreenLine): Seen {
	const raw = wordsOf(message)
	if (from === 'person') return { from, text: raw, marked: [], choices: [], picture: false }
	const choices = [...raw.matchAll(/^\d+\. (.+)$/gm)].map(([, label = '']) => label)
	return { from, ...readMarks(raw), choices, picture: message.type === 'image' }
}

/** The number that stands before a label; the last choice may be 0. */
const numberOf = (raw: string, label: RegExp) =>
	[...raw.matchAll(/^(\d+)\. (.+)$/gm)].find(([, , text = '']) => label.test(text))?.[1]

async function open(): Promise<ContractWorld> {
	const emulator = await WhatsAppEmulator.start()
	const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'suki-contract-'))
	const browser = inject('chromium')
	Object.assign(process.env, browser.env)
	const config = whatsappWebConfig.parse({ dataDir, browserPath: browser.path, browserArgs: emulator.browserArgs })
	const channel = createWhatsAppWeb(config, {
		clock: () => Date.now(),
		log: silentLog,
		limits: { readyMs: 15_000, callMs: 3_000, beatMs: 1_000, typingMs: 0 },
	})
	const until = async (holds: () => boolean, what: string) => {
		for (const end = performance.now() + 30_000; !holds(); ) {
			if (performance.now() > end) throw new Error(`${what}: ${channel.health().detail}`)
			await new Promise((resolve) => setTimeout(resolve, 20))
		}
	}
	const fates: Partial<Record<Fate, () => void>> = {
		refused() {
			emulator.onSend = () => {
				emulator.onSend = () => {}
				throw new Error('refused')
			}
		},
	}
	let phones = 85_292_000_000
	return {
		channel,
		async start(receive) {
			await channel.start(receive)
			await until(() => channel.pairing()?.qr !== undefined, 'no code')
			emulator.scan(channel.pairing()?.qr ?? '')
			await until(() => channel.health().state === 'up', 'not linked')
		},
		person(name) {
			const person = emulator.person(String(++phones), name)
			return {
				address: () => `phone:${person.phone}`,
				says: async (text) => void person.says(text),
				async chooses(label) {
					const offers = person.screen.toReversed().map(({ message }) => wordsOf(message))
					const number = offers.map((raw) => numberOf(raw, label)).find((found) => found !== undefined)
					if (number === undefined) throw new Error(`no choice ${label}`)
					person.says(number)
				},
				async sends(media) {
					const type = ({ photo: 'image', voice: 'ptt', file: 'document' } as const)[media]
					person.says('', { type, mimetype: 'application/octet-stream', directPath: '/media/none' })
					return true
				},
				async blocks() {
					person.blocked = true
					return false
				},
				sees: async () => person.screen.map(seen),
			}
		},
		fate(fate) {
			fates[fate]?.()
			return fates[fate] !== undefined
		},
		repeatEverything() {
			emulator.repeats = true
			return true
		},
		reverseStatuses: () => false,
		settled: async () => {},
		violations: () => [],
		async stop() {
			await channel.stop()
			await emulator.stop()
			fs.rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 })
		},
	}
}

describeContract({ name: 'whatsapp-web', open })
