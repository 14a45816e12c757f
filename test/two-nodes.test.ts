import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Program, startProgram } from './support/program.ts'
import { TelegramEmulator } from './support/telegram/emulator.ts'
import { openTestStore, type TestStore } from './support/world.ts'

let world: TestStore
let emulator: TelegramEmulator
const nodes: Program[] = []

beforeEach(async () => {
	world = await openTestStore('postgres')
	emulator = await new TelegramEmulator().start()
})

afterEach(async () => {
	await Promise.all(nodes.splice(0).map((node) => node.stop()))
	await emulator.stop()
	await world.close()
})

async function startNode(): Promise<Program> {
	const node = await startProgram({ emulator, mode: 'polling', databaseUrl: world.url })
	nodes.push(node)
	return node
}

const healthOf = ({ shop }: Program) => shop.channels[0]?.health()

test('of two nodes in polling mode one reads, the other waits without a complaint and takes over when it ends', async () => {
	const first = await startNode()
	const second = await startNode()
	await expect.poll(() => healthOf(second)?.detail).toBe('another node reads the messages')
	const amy = emulator.person(1001, { languageCode: 'en' })
	const bea = emulator.person(1002, { languageCode: 'en' })
	await amy.says('hi')
	await amy.waitFor((screen) => JSON.stringify(screen).includes('Join without offers'))
	expect(healthOf(first)).toEqual({ state: 'up', detail: 'reading messages' })
	expect(healthOf(second)).toEqual({ state: 'up', detail: 'another node reads the messages' })

	await first.stop()
	await bea.says('hi')
	await bea.waitFor((screen) => JSON.stringify(screen).includes('Join without offers'))
	await expect.poll(() => healthOf(second)).toEqual({ state: 'up', detail: 'reading messages' })
	for (const { messages } of [await amy.sees(), await bea.sees()])
		expect(messages.filter(({ from }) => from === 'bot')).toHaveLength(1)
})
