import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SILENCE_MS } from '../../../bots/whatsapp-web/book.ts'
import { promotionLimits } from '../../../src/domain/promotion-limits.ts'
import { qrPng } from '../../../src/lib/qr.ts'
import type { Status } from '../../../src/messaging/channel.ts'
import { type Harness, reply, startHarness } from './harness.ts'

const promotion = reply('週年優惠', { kind: 'promo' })
const limits = promotionLimits.parse({ accepted: true, leastGapMs: 1000, mostGapMs: 1000 })

describe('a linked number', () => {
	let harness: Harness
	let skipMs = 0
	beforeAll(async () => {
		harness = await startHarness({
			emulator: { strictLid: true },
			deps: {
				clock: () => Date.now() + skipMs,
				promotionLimits: () => limits,
				manners: { isWanted: ({ text }) => text !== 'lunch?', isOptOut: (text) => text === '退訂' },
			},
		})
	})
	afterAll(() => harness.close())

	const statesOf = (id: string) =>
		harness.events
			.filter((event): event is Status => event.kind === 'status' && event.platformMessageId === id)
			.map(({ state }) => state)
	const send = async (address: string, words: Parameters<typeof reply>[1] & { text?: string }, key: string) =>
		harness.channel.send(address, reply(words.text ?? key, words), key)

	test('takes a message and answers it, typing first, and marks nothing as read', async () => {
		const { emulator, channel } = harness
		const amy = emulator.person('85291234567', 'Amy 陳')
		amy.says('積分')
		expect(await harness.inbound('積分')).toMatchObject({
			channel: 'whatsapp-web',
			address: 'phone:85291234567',
			verifiedPhone: '+85291234567',
			name: 'Amy 陳',
		})
		const outcome = await channel.send('phone:85291234567', reply('你有 *120* 分\nhttps://a.hk/'), 'o1')
		expect(outcome).toMatchObject({ kind: 'sent' })
		expect(await amy.next()).toMatchObject({ body: '你有 *120* 分\nhttps://a.hk/', type: 'chat' })
		expect(amy.seen).toEqual(['composing'])
		expect(channel.handle()).toBe('85260000000')
	})

	test('a text that looks like a contact card or a half character stays a text', async () => {
		const bo = harness.emulator.person('85291230001', 'Bo')
		await send('phone:85291230001', { text: 'BEGIN:VCARD 👩‍👩‍👧‍👦 \ud83d' }, 'card')
		expect(await bo.next()).toMatchObject({ type: 'chat', body: 'BEGIN:VCARD 👩‍👩‍👧‍👦 \ufffd' })
	})

	test('a picture goes out and comes in, byte for byte; a file is a document', async () => {
		const { emulator, channel } = harness
		const lee = emulator.person('85265556666', 'Lee')
		const png = qrPng('coupon')
		await send('phone:85265556666', { text: '你的 QR', picture: { base64: png.toString('base64') } }, 'p1')
		const picture = await lee.next()
		expect(picture).toMatchObject({ type: 'image', caption: '你的 QR', mimetype: 'image/png' })
		expect(picture.media?.equals(png)).toBe(true)
		await send('phone:85265556666', { file: { name: '資料.json', mime: 'application/json', text: '{"a":"積"}' } }, 'f1')
		expect(await lee.next()).toMatchObject({
			type: 'document',
			filename: '資料.json',
			media: Buffer.from('{"a":"積"}'),
		})

		lee.sendsPicture(png, '收據')
		const event = await harness.inbound('收據')
		expect(event.media).toBe('photo')
		const back = await channel.fetchMedia?.(event.mediaId ?? '')
		expect(back).toMatchObject({ mime: 'image/png' })
		expect(Buffer.from(back?.bytes ?? []).equals(png)).toBe(true)
	})

	test('receipts move forward, and an offline phone has only the server’s', async () => {
		const { emulator } = harness
		const ann = emulator.person('85267778888', 'Ann')
		const sent = await send('phone:85267778888', { text: 'a' }, 'a1')
		const id = sent.kind === 'sent' ? sent.platformMessageId : ''
		ann.reads(await ann.next())
		emulator.ack(id, 2)
		await harness.until(() => statesOf(id).includes('read'), 'read')
		// some may be missing, none comes twice or late
		expect(statesOf(id)).toEqual(
			['sent', 'delivered', 'read'].filter((state) => statesOf(id).includes(state as 'read')),
		)
		ann.online = false
		const later = await send('phone:85267778888', { text: 'b' }, 'a2')
		await harness.until(() => later.kind === 'sent' && statesOf(later.platformMessageId).length > 0, 'a receipt')
		expect(later.kind === 'sent' && statesOf(later.platformMessageId)).toEqual(['sent'])
	})

	test('a refused message is a failure, although the library says it was sent', async () => {
		const { emulator } = harness
		emulator.onSend = () => {
			throw new Error('refused')
		}
		expect(await send('phone:85267778888', { text: 'x' }, 'r1')).toMatchObject({ kind: 'rejected' })
		emulator.onSend = () => {}
	})

	test('a number that is not on WhatsApp is gone, as is an address of another channel', async () => {
		expect(await send('phone:85200001111', {}, 'g1')).toMatchObject({ kind: 'gone' })
		expect(await send('bsuid:HK.123456', {}, 'g2')).toMatchObject({ kind: 'gone' })
	})

	test('groups, status, channels and talk of the machines are nobody’s message', async () => {
		const { emulator, events } = harness
		const dan = emulator.person('85264445555', 'Dan')
		const before = events.length
		const from = { to: emulator.account.pn, author: dan.ids.pn, sender: dan.ids, type: 'chat', body: 'hi all' }
		for (const chat of ['120363000000000000@g.us', 'status@broadcast', '12036@newsletter'])
			emulator.inject({ ...from, from: chat })
		dan.says('', { type: 'e2e_notification' })
		dan.says('lunch?')
		dan.says('hello')
		await harness.inbound('hello')
		expect(events.slice(before).map((event) => event.kind === 'message' && event.text)).toEqual(['hello'])
	})

	test('a message that first came unreadable is taken once it can be read', async () => {
		harness.emulator.person('85262223333', 'Zoe').says('late', { cipherMs: 150 })
		expect(await harness.inbound('late')).toMatchObject({ address: 'phone:85262223333' })
	})

	test('where a person types on the phone we are silent for eight hours, but obey a stop', async () => {
		const { emulator, events } = harness
		const kay = emulator.person('85263334444', 'Kay')
		kay.says('first')
		await harness.inbound('first')
		await send('phone:85263334444', { text: 'our own answer' }, 'k1')
		await kay.next()
		emulator.typeOnPhone(kay, 'I take over')
		kay.says('退訂')
		expect(await harness.inbound('退訂')).toMatchObject({ unanswered: true })
		kay.says('積分 please')
		expect(await send('phone:85263334444', { text: 'points' }, 'k2')).toMatchObject({
			kind: 'retry',
			wholeAccount: false,
		})
		expect(await send('phone:85263334444', { text: 'from the console', kind: 'staff' }, 'k3')).toMatchObject({
			kind: 'sent',
		})
		skipMs = SILENCE_MS
		kay.says('back')
		await harness.inbound('back')
		expect(events.some((event) => event.kind === 'message' && event.text === '積分 please')).toBe(false)
		expect(await send('phone:85263334444', { text: 'points' }, 'k2')).toMatchObject({ kind: 'sent' })
	})

	test('promotions keep their distance, and WhatsApp’s time lock stops them', async () => {
		const { emulator, channel } = harness
		emulator.person('85291110001', 'A').wroteFirst = true
		emulator.person('85291110002', 'B')
		expect(await channel.send('phone:85291110001', promotion, 'd1')).toMatchObject({ kind: 'sent' })
		expect(await channel.send('phone:85291110002', promotion, 'd2')).toMatchObject({ kind: 'retry' })
		skipMs += 2_000
		emulator.timelocked = true
		expect(await channel.send('phone:85291110002', promotion, 'd2')).toMatchObject({ kind: 'retry' })
		expect(channel.promotions?.()).toMatchObject({ closed: expect.stringContaining('bars this number') })
		expect(channel.promotionFigures()).toMatchObject({ today: 1, stopped: expect.any(String) })
		skipMs += 2_000
		emulator.timelocked = false
		channel.resumePromotions()
		expect(await channel.send('phone:85291110002', promotion, 'd2')).toMatchObject({ kind: 'sent' })
	})

	test('a notice shares their budget; without room it waits for the person', async () => {
		const { emulator, channel } = harness
		const notice = reply('your tier', { unasked: true })
		const before = channel.promotionFigures().today
		expect(await channel.send('phone:85291110001', notice, 'n1')).toMatchObject({ kind: 'retry', wholeAccount: false })
		skipMs += 2_000
		expect(await channel.send('phone:85291110001', notice, 'n1')).toMatchObject({ kind: 'sent' })
		expect(channel.promotionFigures().today).toBe(before + 1)
		skipMs += 2_000
		emulator.timelocked = true
		expect(await channel.send('phone:85291110001', notice, 'n2')).toEqual({
			kind: 'rejected',
			reason: 'outside-window',
		})
		emulator.timelocked = false
		expect(await channel.send('phone:85291110001', notice, 'n2')).toEqual({
			kind: 'rejected',
			reason: 'outside-window',
		})
		channel.resumePromotions()
	})
})

describe('people WhatsApp names by a hidden id', () => {
	test('are known by their number where it can be looked up', async () => {
		const harness = await startHarness({ emulator: { addressing: 'lid', strictLid: true } })
		const amy = harness.emulator.person('85291234567', 'Amy')
		amy.says('hi')
		expect(await harness.inbound('hi')).toMatchObject({ address: 'phone:85291234567', verifiedPhone: '+85291234567' })
		await harness.channel.send('phone:85291234567', reply('hello'), 'o1')
		expect((await amy.next()).body).toBe('hello')
		await harness.close()
	})

	test('are known by the id alone where it is hidden, and keep it when the number shows', async () => {
		const harness = await startHarness({ emulator: { addressing: 'lid', hidesPhones: true } })
		const { emulator } = harness
		const ken = emulator.person('85261112222', 'Ken')
		const address = `lid:${ken.ids.lid.split('@')[0]}`
		ken.says('hi')
		const event = await harness.inbound('hi')
		expect(event.address).toBe(address)
		expect(event).not.toHaveProperty('verifiedPhone')
		await harness.channel.send(address, reply('hello'), 'o1')
		expect((await ken.next()).body).toBe('hello')
		emulator.options.hidesPhones = false
		ken.says('again')
		expect(await harness.inbound('again')).toMatchObject({ address, verifiedPhone: '+85261112222' })
		await harness.close()
	})
})
