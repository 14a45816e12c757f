import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { qrPng } from '../../src/lib/qr.ts'
import type { FetchedMedia } from '../../src/messaging/channel.ts'
import { ensureAddress } from '../../src/store/addresses.ts'
import { insertChatMessage } from '../../src/store/chat-messages.ts'
import { countWaitingChats } from '../../src/store/sessions.ts'
import { type HttpShop, openApp, owner, type Visitor } from '../support/http-app.ts'
import { createTestChannel } from '../support/test-channel.ts'
import { databases } from '../support/world.ts'

const png = qrPng('a picture')
const kept: Record<string, FetchedMedia> = {
	png: { mime: 'text/html', bytes: png },
	page: { mime: 'image/png', bytes: Buffer.from('<script>alert(1)</script>') },
	sound: { mime: 'audio/ogg; codecs=opus', bytes: Buffer.from('OggS') },
	odd: { mime: 'text/html', bytes: Buffer.from('<script>alert(1)</script>') },
}

describe.each(databases)('the page of a waiting chat on %s', (kind) => {
	let shop: HttpShop
	let browser: Visitor
	let chat: number
	let page: string
	beforeAll(async () => {
		const telegram = createTestChannel('telegram')
		telegram.fetchMedia = async (id) => {
			if (id === 'down') throw new Error('not now')
			return kept[id]
		}
		shop = await openApp(kind, { needs: { channels: [telegram] } })
		browser = shop.browse()
		const path = await shop.newSetUp()
		await browser.get(path)
		await browser.submit(path, owner)
		chat = await shop.store.transact(async ({ tx, now }) => {
			const { id } = await ensureAddress(tx, { channel: 'telegram', address: '5', name: 'Ann', at: now })
			return id
		})
		page = `/console/chats/${chat}`
	})
	afterAll(() => shop.close())

	const says = async (text: string, media?: string, mediaId?: string) =>
		await shop.store.transact(async ({ tx, now }) => {
			const row = { address_id: chat, direction: 'in', text, at: now, media: media ?? null, media_id: mediaId ?? null }
			await insertChatMessage(tx, row)
			const last = await tx.selectFrom('chat_messages').select('id').orderBy('id', 'desc').executeTakeFirstOrThrow()
			return last.id
		})
	const pollOf = (text: string) => /hx-get="([^"]+)"/.exec(text)?.[1] ?? ''

	test('what only staff can see is listed until somebody answers it or sets it aside, though the bot goes on', async () => {
		const listed = async () => (await browser.get('/console/chats')).text.includes(page)
		const waiting = () => countWaitingChats(shop.store.db)
		expect([await listed(), await waiting()]).toEqual([false, 0])
		await says('', 'voice', 'sound')
		await says('', 'photo', 'png')
		expect([await listed(), await waiting()]).toEqual([true, 1])
		shop.clock.advance({ minutes: 1 })
		await browser.get(page)
		await browser.submit(`${page}/hand-back`)
		expect([await listed(), await waiting()]).toEqual([false, 0])
		shop.clock.advance({ minutes: 1 })
		await says('', 'photo', 'png')
		expect(await listed()).toBe(true)
		await browser.get(page)
		await browser.submit(page, { text: 'Lovely!' })
		shop.clock.advance({ minutes: 1 })
		await browser.get(page)
		await browser.submit(`${page}/hand-back`)
		expect([await listed(), await waiting()]).toEqual([false, 0])
	})

	test('asks for what is new, and is answered only when something is', async () => {
		await says('hello')
		const poll = pollOf((await browser.get(page)).text)
		expect((await browser.get(poll)).status).toBe(204)
		await says('anybody <there>?')
		const part = await browser.get(poll)
		expect([part.status, part.text.includes('anybody &lt;there&gt;?'), part.text.includes('<textarea')]).toEqual([
			200,
			true,
			false,
		])
		const next = pollOf(part.text)
		expect([(await browser.get(next)).status, next === poll]).toEqual([204, false])
		await browser.get(page)
		await browser.submit(page, { text: 'At nine' })
		const answered = await browser.get(next)
		expect(answered.text).toMatch(/with staff[\s\S]*At nine/)
		await shop.store.transact(({ tx }) => tx.updateTable('addresses').set({ reachable: 0 }).execute())
		expect((await browser.get(pollOf(answered.text))).text).toContain('cannot be reached')
		await shop.store.transact(({ tx }) => tx.updateTable('addresses').set({ reachable: 1 }).execute())
		expect((await browser.get('/console/chats/999999/transcript')).status).toBe(404)
	})

	test('shows a photo as the picture, a voice message to play, and the word for everything else', async () => {
		const photo = await says('my receipt', 'photo', 'png')
		const voice = await says('', 'voice', 'sound')
		const lost = await says('', 'photo')
		await says('', 'file')
		const { text } = await browser.get(page)
		expect(text).toContain(`<img src="${page}/media/${photo}" alt="📷 Photo"`)
		expect(text).toMatch(/<\/a>my receipt/)
		expect(text).toContain(`src="${page}/media/${voice}"`)
		expect([text.includes(`/media/${lost}`), text.includes('📎 File')]).toEqual([false, true])
		const picture = await shop.app.request(`${page}/media/${photo}`, { headers: { cookie: cookieOf() } }, LOCAL)
		expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/png'])
		expect(picture.headers.get('cache-control')).toMatch(/^private/)
		expect(Buffer.from(await picture.arrayBuffer()).equals(png)).toBe(true)
		const sound = await browser.get(`${page}/media/${voice}`)
		expect([sound.status, sound.headers.get('content-type')]).toEqual([200, 'audio/ogg'])
	})

	test('never serves as a page what somebody sent, nor to strangers, nor of another chat', async () => {
		const bad = [
			await says('', 'photo', 'page'),
			await says('', 'voice', 'odd'),
			await says('', 'file', 'odd'),
			await says('', 'photo', 'gone'),
			await says('', 'photo', 'down'),
		]
		for (const id of bad) expect((await browser.get(`${page}/media/${id}`)).status).toBe(404)
		const photo = await says('', 'photo', 'png')
		const stranger = await shop.send('GET', `${page}/media/${photo}`)
		expect([stranger.status, stranger.headers.get('location')]).toEqual([303, '/login'])
		const other = await shop.store.transact(({ tx, now }) =>
			ensureAddress(tx, { channel: 'telegram', address: '6', name: 'Bo', at: now }),
		)
		expect((await browser.get(`/console/chats/${other.id}/media/${photo}`)).status).toBe(404)
	})

	const LOCAL = { incoming: { socket: { remoteAddress: '127.0.0.1' } } }
	const cookieOf = () => [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
})
