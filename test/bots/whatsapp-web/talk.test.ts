import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Harness, reply, startHarness } from './harness.ts'

describe('a linked number', () => {
	let harness: Harness
	beforeAll(async () => {
		harness = await startHarness({ emulator: { strictLid: true } })
	})
	afterAll(() => harness.close())

	test('takes a message and answers it', async () => {
		const { emulator, channel } = harness
		const amy = emulator.person('85291234567', 'Amy 陳')
		amy.says('積分')
		const event = await harness.inbound('積分')
		expect(event).toMatchObject({
			channel: 'whatsapp-web',
			address: 'phone:85291234567',
			verifiedPhone: '+85291234567',
			name: 'Amy 陳',
		})
		const outcome = await channel.send(event.address, reply('你有 *120* 分'), 'o1')
		expect(outcome).toMatchObject({ kind: 'sent' })
		expect(await amy.next()).toMatchObject({ body: '你有 *120* 分', type: 'chat' })
		expect(amy.seen).toEqual(['composing'])
	})
})
