import { createSimulator, type SimulatorLine } from '../../bots/simulator/index.ts'
import { parseMarkup } from '../../src/domain/message.ts'
import { describeContract } from './suite.ts'
import type { ContractWorld, Seen } from './world.ts'

function seen(line: SimulatorLine): Seen {
	if (line.from === 'person') return { from: 'person', text: line.text, marked: [], choices: [], picture: false }
	const spans = parseMarkup(line.reply.text)
	return {
		from: 'shop',
		text: spans.map((span) => span.text).join(''),
		marked: spans.filter(({ bold, italic, code }) => bold || italic || code).map((span) => span.text),
		choices: (line.reply.choices ?? []).map(({ label }) => label),
		picture: line.reply.picture !== undefined,
	}
}

async function open(): Promise<ContractWorld> {
	const channel = createSimulator(() => Date.now())
	let count = 0
	return {
		channel,
		start: (receive) => channel.start(receive),
		person(name) {
			const address = `person-${++count}`
			const say = (input: Parameters<typeof channel.say>[1]) => channel.say(address, { name, locale: 'en', ...input })
			return {
				address: () => address,
				says: (text) => say({ text }),
				async chooses(label) {
					const offers = channel.transcript(address).toReversed()
					for (const line of offers) {
						const choice = line.from === 'bot' && line.reply.choices?.find((one) => label.test(one.label))
						if (choice) return say({ choice: choice.value, shown: choice.label, pressedMessageId: line.id })
					}
					throw new Error(`no choice ${label}`)
				},
				sends: async () => false,
				async blocks() {
					await channel.block(address, true)
					return true
				},
				sees: async () => channel.transcript(address).map(seen),
			}
		},
		// the simulator is its own platform: nothing comes between
		fate: () => false,
		repeatEverything: () => false,
		reverseStatuses: () => false,
		settled: async () => {},
		violations: () => [],
		stop: () => channel.stop(),
	}
}

describeContract({ name: 'simulator', open })
