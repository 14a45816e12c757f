import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTelegram, telegramConfig } from '../../../bots/telegram/index.ts'
import { connectEmulator, type RemoteEmulator } from './remote.ts'

let child: ChildProcess
let emulator: RemoteEmulator
let report = ''
beforeAll(async () => {
	const script = fileURLToPath(new URL('serve.ts', import.meta.url))
	child = spawn(process.execPath, [script, '--port', '0', '--token', '42:remote-emulator', '--seed', '7'], {
		stdio: ['ignore', 'pipe', 'pipe'],
	})
	child.stderr?.on('data', (part) => {
		report += part
	})
	if (!child.stdout) throw new Error('the emulator has no output')
	const [line] = await once(createInterface(child.stdout), 'line')
	emulator = connectEmulator(JSON.parse(line).root)
})
afterAll(async () => {
	await emulator.close()
	child.kill('SIGTERM')
	await once(child, 'exit')
	expect(JSON.parse(report)).toMatchObject({ violations: [] })
})

test('in a process of its own the same people are moved and seen through the control interface', async () => {
	const config = telegramConfig.parse({ token: '42:remote-emulator', apiRoot: emulator.root })
	const channel = createTelegram(config, { clock: () => Date.now(), log: pino({ level: 'silent' }) })
	await channel.start(async (events) => {
		for (const { event } of events) {
			if (event.kind !== 'message') continue
			const said = event.choice ? `chose ${event.choice}` : `heard ${event.text || event.contact?.phone}`
			const choices = [{ value: 'yes', label: 'Yes' }]
			await channel.send(event.address, { text: said, choices, kind: 'service', locale: 'en' }, event.messageId)
		}
	})
	const mei = emulator.person(1, { name: 'Mei', languageCode: 'zh-hk' })
	const hears = (text: string) => mei.waitFor((chat) => chat.messages.at(-1)?.text === text)
	await mei.says('hello')
	await hears('heard hello')
	await mei.presses('Yes')
	await hears('chose yes')
	await mei.sharesContact('+85291234567')
	await hears('heard +85291234567')
	await expect(mei.presses('No')).rejects.toThrow('sees no button "No"; there are: Yes | Yes | Yes')
	await expect(mei.waitFor(() => false, 30)).rejects.toThrow(/bot: heard \+85291234567 \[Yes\]/)

	await emulator.turn({ faults: [{ method: 'sendMessage', times: 1, does: { kind: 'reset-before' } }] })
	expect(await channel.send('1', { text: 'x', kind: 'service', locale: 'en' }, 'k')).toMatchObject({ kind: 'unknown' })
	await channel.stop()
	expect((await emulator.sent()).map((one) => one.text)).toEqual(['heard hello', 'chose yes', 'heard +85291234567'])
	expect((await emulator.sent(2)).length).toBe(1)
	expect(await emulator.state()).toMatchObject({ sent: 3, spinning: 0, violations: [] })
})
