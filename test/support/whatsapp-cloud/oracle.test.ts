import { createServer } from 'node:http'
import { GraphApiError, WhatsAppClient } from '@kapso/whatsapp-cloud-api'
import { normalizeWebhook, verifySignature } from '@kapso/whatsapp-cloud-api/server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readBody } from '../telegram/request.ts'
import { realTime } from '../telegram/time.ts'
import { CloudEmulator } from './emulator.ts'

// a client and a webhook reader that others wrote, so that the emulator does not only agree with ourselves
let emulator: CloudEmulator
let client: WhatsAppClient
let now = Date.UTC(2026, 7, 1)
let refuseNext = 0
const received: ReturnType<typeof normalizeWebhook>[] = []
const badSignatures: string[] = []
const server = createServer(async (request, response) => {
	const url = new URL(request.url ?? '/', 'http://shop')
	const { verifyToken, appSecret } = emulator.options
	if (request.method === 'GET') {
		const known = url.searchParams.get('hub.verify_token') === verifyToken
		return void response.writeHead(known ? 200 : 403).end(known ? url.searchParams.get('hub.challenge') : '')
	}
	const rawBody = (await readBody(request)) ?? Buffer.alloc(0)
	const signatureHeader = String(request.headers['x-hub-signature-256'])
	if (!verifySignature({ appSecret, rawBody, signatureHeader })) badSignatures.push(signatureHeader)
	if (refuseNext-- > 0) return void response.writeHead(503).end()
	received.push(normalizeWebhook(JSON.parse(rawBody.toString())))
	response.end()
})

beforeAll(async () => {
	const limits = { perSecond: 80, pairSeconds: 6, peopleADay: 3 }
	emulator = await new CloudEmulator({ time: realTime(500), now: () => now, limits }).start()
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
	const address = server.address()
	emulator.webhookUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/hook`
	client = new WhatsAppClient({ accessToken: emulator.options.token, baseUrl: emulator.origin })
})
afterAll(async () => {
	await emulator.stop()
	server.closeAllConnections()
	server.close()
	expect(badSignatures).toEqual([])
})

const phoneNumberId = '106540352242922'
const businessAccountId = '419561257915477'
const flush = async () => {
	await emulator.webhook.settled()
	return received.splice(0)
}
const codeOf = async (call: Promise<unknown>) =>
	call.then(
		() => 'ok',
		(error: unknown) => (error instanceof GraphApiError ? `${error.code} ${error.category}` : String(error)),
	)

describe('the emulator, by an independent client', () => {
	test('the handshake', async () => {
		expect(await emulator.verifyWebhook()).toBe(true)
		expect(await emulator.verifyWebhook('wrong')).toBe(false)
	})

	test('a text in, an answer out, its statuses back', async () => {
		const amy = emulator.person('85291234567', { name: 'Amy 陳' })
		const id = await amy.says('積分 🎁')
		const [event] = await flush()
		expect(event?.messages[0]).toMatchObject({ id, from: amy.phone, type: 'text', text: { body: '積分 🎁' } })
		expect(event?.contacts[0]).toMatchObject({ profile: { name: 'Amy 陳' }, userId: amy.userId, waId: amy.phone })
		const sent = await client.messages.sendText({ phoneNumberId, to: amy.phone, body: '*120* 分' })
		await amy.reads()
		const statuses = (await flush()).flatMap((one) => one.statuses)
		expect(statuses.map(({ id, status }) => [id, status])).toEqual(
			['sent', 'delivered', 'read'].map((state) => [sent.messages[0]?.id, state]),
		)
		expect((await amy.sees()).messages.at(-1)).toMatchObject({ text: '120 分', marks: [{ kind: 'bold', text: '120' }] })
		await client.messages.markRead({ phoneNumberId, messageId: id, typingIndicator: { type: 'text' } })
		expect(await amy.sees()).toMatchObject({ read: [id], typing: true })
	})

	test('buttons and lists, and what was chosen', async () => {
		const amy = emulator.person('85291234567')
		const buttons = [
			{ id: 'points', title: '積分' },
			{ id: 'redeem', title: '換領' },
		]
		await client.messages.sendInteractiveButtons({ phoneNumberId, to: amy.phone, bodyText: '想做甚麼?', buttons })
		await amy.presses('換領')
		const rows = [
			{ id: 'c10', title: '$10 優惠券', description: '100 分' },
			{ id: 'c50', title: '$50 優惠券' },
		]
		const sections = [{ title: '優惠券', rows }]
		await client.messages.sendInteractiveList({
			phoneNumberId,
			to: amy.phone,
			bodyText: '換甚麼?',
			buttonText: '選擇',
			sections,
		})
		await amy.presses('$50 優惠券')
		const chosen = (await flush()).flatMap((one) => one.messages).map((message) => message.interactive)
		expect(chosen).toMatchObject([{ buttonReply: { id: 'redeem' } }, { listReply: { id: 'c50' } }])
	})

	test('what is too long, too many or the same is refused', async () => {
		const to = '85291234567'
		const send = (count: number, title: (i: number) => string) => {
			const buttons = Array.from({ length: count }, (_, i) => ({ id: `b${i}`, title: title(i) }))
			const interactive = {
				type: 'button',
				body: { text: 'x' },
				action: { buttons: buttons.map((reply) => ({ type: 'reply', reply })) },
			}
			return codeOf(
				client.messages.sendRaw({
					phoneNumberId,
					payload: { messaging_product: 'whatsapp', to, type: 'interactive', interactive },
				}),
			)
		}
		expect(await send(3, (i) => `B${i}`)).toBe('ok')
		expect(await send(4, (i) => `B${i}`)).toMatch(/^131009/)
		expect(await send(1, () => 'x'.repeat(21))).toMatch(/^131009/)
		expect(await send(2, () => 'same')).toMatch(/^131009/)
		expect(emulator.violations.splice(0)).toHaveLength(3)
		await flush()
	})

	test('a person without a phone number, by her id', async () => {
		const ivy = emulator.person('85251112222', { name: 'Ivy', username: 'ivy', hidesPhone: true })
		await ivy.says('hi')
		const [event] = await flush()
		expect(event?.contacts[0]).toMatchObject({ userId: ivy.userId, profile: { username: 'ivy' } })
		expect(event?.contacts[0]?.waId).toBeUndefined()
		expect(event?.messages[0]?.from).toBeUndefined()
		await client.messages.sendText({ phoneNumberId, recipient: ivy.userId, body: 'hello' })
		expect((await ivy.sees()).messages.at(-1)?.text).toBe('hello')
		expect((await flush())[0]?.statuses[0]).toMatchObject({ recipientUserId: ivy.userId })
	})

	test('media up and down', async () => {
		const file = new Blob(['a picture'], { type: 'image/png' })
		const { id } = await client.media.upload({ phoneNumberId, type: 'image/png', file, fileName: 'x.png' })
		const bytes = await client.media.download({ mediaId: id, phoneNumberId, as: 'arrayBuffer', auth: 'always' })
		expect(Buffer.from(bytes as ArrayBuffer).toString()).toBe('a picture')
		await client.messages.sendImage({ phoneNumberId, to: '85291234567', image: { id, caption: 'look' } })
		expect((await emulator.person('85291234567').sees()).messages.at(-1)).toMatchObject({ picture: true, text: 'look' })
		await flush()
	})

	test('templates: handed in, reviewed, and the only thing that goes through after 24 hours', async () => {
		const body = { type: 'BODY' as const, text: 'Order {{1}} is ready for you.', example: { bodyText: [['A-1']] } }
		const made = { businessAccountId, name: 'ready', language: 'en', category: 'UTILITY' as const, components: [body] }
		expect(await client.templates.create(made)).toMatchObject({ status: 'PENDING' })
		const old = emulator.person('85291234569', { name: 'Old' })
		await old.says('hi')
		now += 25 * 3_600_000
		const template = {
			name: 'ready',
			language: { code: 'en' },
			components: [{ type: 'body' as const, parameters: [{ type: 'text' as const, text: 'A-7' }] }],
		}
		const send = () => client.messages.sendTemplate({ phoneNumberId, to: old.phone, template })
		expect(await codeOf(send())).toMatch(/^132001 template/)
		emulator.templates.review('ready', 'en', 'APPROVED')
		await client.messages.sendText({ phoneNumberId, to: old.phone, body: 'too late' })
		await send()
		const statuses = (await flush()).flatMap((one) => one.statuses)
		expect(statuses.map(({ status, errors }) => [status, errors?.[0]?.['code']])).toEqual([
			['failed', 131047],
			['sent', undefined],
			['delivered', undefined],
		])
		expect((await old.sees()).messages.at(-1)).toMatchObject({ template: 'ready', text: 'Order A-7 is ready for you.' })
		emulator.templates.review('ready', 'en', 'PAUSED')
		expect(await codeOf(send())).toMatch(/^132015 template/)
	})

	test('stopped promotions, capped, blocked, unknown, and more people than a day allows', async () => {
		emulator.templates.add({ name: 'promo', language: 'zh_HK', text: '今日有優惠' })
		const people = ['70', '71', '72', '73', '74'].map((end) => emulator.person(`852912345${end}`))
		const [stopped, capped, blocked, third, fourth] = people
		await stopped?.prefers('stop')
		if (capped) capped.human.marketingCapped = true
		await blocked?.blocks()
		await flush()
		const template = { name: 'promo', language: { code: 'zh_HK' } }
		for (const to of [stopped, capped, blocked, third, fourth].map((one) => one?.phone ?? '').concat('85299999999'))
			await client.messages.sendTemplate({ phoneNumberId, to, template })
		const failed = (await flush()).flatMap((one) => one.statuses).filter(({ status }) => status === 'failed')
		// one of three people a day was reached by the test before
		expect(failed.map(({ errors }) => errors?.[0]?.['code'])).toEqual([131050, 131049, 131026, 131026])
		const one = emulator.person('85291234580')
		await client.messages.sendTemplate({ phoneNumberId, to: one.phone, template })
		expect((await flush())[0]?.statuses[0]?.errors).toMatchObject([{ code: 131048 }])
	})

	test('limits are refused at once, with codes the client understands', async () => {
		const fast = emulator.person('85291234590')
		await fast.says('hi')
		now += 2000
		const text = (to: string) => codeOf(client.messages.sendText({ phoneNumberId, to, body: 'x' }))
		const same = await Promise.all(Array.from({ length: 50 }, () => text(fast.phone)))
		expect([same.filter((one) => one === 'ok').length, same.filter((one) => one.startsWith('131056')).length]).toEqual([
			45, 5,
		])
		now += 2000
		const many = await Promise.all(Array.from({ length: 100 }, (_, i) => text(String(85270000000 + i))))
		expect(many.filter((one) => one === '130429 throttling')).toHaveLength(20)
		const other = new WhatsAppClient({ accessToken: 'wrong', baseUrl: emulator.origin })
		expect(await codeOf(other.messages.sendText({ phoneNumberId, to: fast.phone, body: 'x' }))).toBe(
			'190 authorization',
		)
		await flush()
	})

	test('a webhook answered with 503 comes again; others come twice, together and in the wrong order', async () => {
		const zoe = emulator.person('85291234573', { name: 'Zoe' })
		refuseNext = 2
		await zoe.says('retry me')
		expect(await flush()).toHaveLength(1)
		expect(emulator.webhook.stats.failed).toBe(2)
		Object.assign(emulator.webhook.knobs, { duplicate: 1, batch: 2, reverse: true })
		now += 10_000
		await client.messages.sendText({ phoneNumberId, to: zoe.phone, body: 'y' })
		const events = await flush()
		expect(events.map((one) => one.statuses.map(({ status }) => status))).toEqual([
			['delivered', 'sent'],
			['delivered', 'sent'],
		])
	})
})
