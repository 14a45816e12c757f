import { afterAll, beforeAll, expect, test } from 'vitest'
import { qrPng } from '../../../src/lib/qr.ts'
import type { Reply } from '../../../src/messaging/channel.ts'
import { type Harness, reply, startHarness } from './harness.ts'

let harness: Harness
beforeAll(async () => {
	harness = await startHarness()
	for (const id of [1, 2, 3]) {
		await harness.emulator.person(id).says(`hi ${id}`)
		await harness.inbound(`hi ${id}`)
	}
})
afterAll(async () => {
	await harness.close()
	expect(harness.emulator.violations).toEqual([])
})

const files = () => harness.emulator.context.chats.files
const send = (chat: number, picture: NonNullable<Reply['picture']>) =>
	harness.channel.send(String(chat), reply(`to ${chat}`, { picture, kind: 'promo' }), `k${chat}`)
const seen = async (chat: number) => (await harness.emulator.person(chat).sees()).messages.at(-1)

test('the picture of a broadcast goes up once, and everybody sees it with her own words', async () => {
	const picture = { base64: qrPng('spring').toString('base64') }
	const before = files().size
	for (const chat of [1, 2, 3]) expect(await send(chat, picture)).toMatchObject({ kind: 'sent' })
	expect(files().size).toBe(before + 1)
	for (const chat of [1, 2, 3])
		expect(await seen(chat)).toMatchObject({ text: `to ${chat}`, picture: { width: expect.any(Number) } })
	expect(await send(1, { ...picture })).toMatchObject({ kind: 'sent' })
	expect(files().size).toBe(before + 2)
})

test('a picture that Telegram has forgotten goes up again', async () => {
	const picture = { base64: qrPng('summer').toString('base64') }
	await send(1, picture)
	files().clear()
	expect(await send(2, picture)).toMatchObject({ kind: 'sent' })
	expect(files().size).toBe(1)
	expect((await seen(2))?.text).toBe('to 2')
})

test('a JPEG is sent as one', async () => {
	const base64 = Buffer.from('ffd8ffe000040000ffc000110801e002800301220002110103110100', 'hex').toString('base64')
	expect(await send(1, { base64 })).toMatchObject({ kind: 'sent' })
	expect(await seen(1)).toMatchObject({ picture: { width: 640, height: 480 } })
})
