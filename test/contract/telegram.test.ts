import { createTelegram, telegramConfig } from '../../bots/telegram/index.ts'
import { TelegramEmulator } from '../support/telegram/emulator.ts'
import type { Fault } from '../support/telegram/faults.ts'
import type { ScreenMessage } from '../support/telegram/screen.ts'
import { silentLog } from '../support/test-channel.ts'
import { describeContract } from './suite.ts'
import type { ContractWorld, Fate, Seen } from './world.ts'

const FATES: Record<Fate, Fault['does']> = {
	'slow-down': { kind: 'refuse', code: 429, description: 'Too Many Requests: retry after 3', retryAfter: 3 },
	refused: { kind: 'refuse', code: 400, description: 'Bad Request: BUTTON_DATA_INVALID' },
	'cut-before-it-was-sent': { kind: 'reset-before' },
	'cut-after-it-was-sent': { kind: 'reset-after' },
}

function seen({ from, text, marks, buttons, picture }: ScreenMessage): Seen {
	return {
		from: from === 'bot' ? 'shop' : 'person',
		text,
		marked: marks.filter(({ kind }) => kind !== 'bot_command').map((mark) => mark.text),
		choices: buttons.flat().flatMap(({ label, data }) => (data === undefined ? [] : [label])),
		picture: picture !== undefined,
	}
}

async function open(): Promise<ContractWorld> {
	const emulator = await new TelegramEmulator().start()
	const channel = createTelegram(telegramConfig.parse({ token: emulator.token, apiRoot: emulator.root }), {
		clock: () => Date.now(),
		log: silentLog,
	})
	let ids = 1000
	return {
		channel,
		start: (receive) => channel.start(receive),
		person(name) {
			const person = emulator.person(++ids, { name, languageCode: 'en' })
			const see = async () => (await person.sees()).messages.map(seen)
			return {
				address: () => String(person.id),
				says: (text) => person.says(text),
				async chooses(label) {
					const offered = (await see()).toReversed().flatMap(({ choices }) => choices)
					await person.presses(offered.find((text) => label.test(text)) ?? String(label))
				},
				async sends(media) {
					await person.sends({ kind: media === 'file' ? 'document' : media })
					return true
				},
				async blocks() {
					await person.blocks()
					return true
				},
				sees: see,
			}
		},
		fate(fate) {
			emulator.faults = [{ method: 'sendMessage', times: 1, does: FATES[fate] }]
			return true
		},
		repeatEverything() {
			emulator.context.updates.knobs.duplicate = 1
			return true
		},
		// Telegram tells nobody what became of a message
		reverseStatuses: () => false,
		settled: async () => {},
		violations: () => emulator.violations,
		async stop() {
			await channel.stop()
			await emulator.stop()
		},
	}
}

describeContract({ name: 'telegram', open })
