import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import vm from 'node:vm'
import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { chatOf, identify } from '../../../bots/whatsapp-web/addresses.ts'
import { openBook, SILENCE_MS } from '../../../bots/whatsapp-web/book.ts'
import { findBrowser, launchOptions, releaseProfile } from '../../../bots/whatsapp-web/browser.ts'
import { nudge } from '../../../bots/whatsapp-web/page-calls.ts'
import { parseAck, parseMessage } from '../../../bots/whatsapp-web/parse.ts'
import type { RawMessage } from '../../../bots/whatsapp-web/protocol.ts'
import { LIMIT, renderReply } from '../../../bots/whatsapp-web/render.ts'
import type { Reply } from '../../../src/messaging/channel.ts'
import { reply } from './harness.ts'

const folders: string[] = []
afterEach(() => {
	for (const folder of folders.splice(0)) fs.rmSync(folder, { recursive: true, force: true })
})
const newFolder = () => {
	const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'suki-parts-'))
	folders.push(folder)
	return folder
}

describe('addresses', () => {
	test.each([
		[{ chat: '85291234567@c.us' }, { address: 'phone:85291234567', phone: '+85291234567' }],
		[
			{ chat: '123456789012345@lid', phone: '85291234567' },
			{ address: 'phone:85291234567', phone: '+85291234567' },
		],
		[{ chat: '123456789012345@lid' }, { address: 'lid:123456789012345' }],
		[{ chat: '120363000000000000@g.us' }, undefined],
		[{ chat: 'status@broadcast' }, undefined],
		[{ chat: '0@c.us' }, undefined],
		[{ chat: '' }, undefined],
	])('%j → %j', (raw, identity) => expect(identify(raw)).toEqual(identity))

	test.each(['phone:85291234567', 'lid:123456789012345'])('%s leads back to itself', (address) =>
		expect(identify({ chat: chatOf(address) ?? '' })?.address).toBe(address),
	)
	test.each(['bsuid:HK.1', 'phone:', 'phone:1@g.us', '85291234567', 'lid:x'])('%s is none', (address) =>
		expect(chatOf(address)).toBeUndefined(),
	)
})

describe('what goes out', () => {
	const textOf = (text: string, more: Partial<Reply> = {}) => renderReply(reply(text, more)).text
	const choices = (count: number, last = 'x') =>
		Array.from({ length: count }, (_, n) => ({ value: n === count - 1 ? last : `v${n}`, label: `Choice ${n + 1}` }))

	test('choices are numbered lines, and the way back to the menu is 0', () => {
		expect(textOf('Which?', { choices: choices(2) })).toBe('Which?\n\n1. Choice 1\n2. Choice 2')
		expect(textOf('Which?', { choices: choices(3, 'menu') })).toBe('Which?\n\n1. Choice 1\n2. Choice 2\n0. Choice 3')
		expect(textOf('', { choices: choices(1, 'menu') })).toBe('1. Choice 1')
		const [two] = [choices(2).map((choice) => ({ ...choice, value: 'same' }))]
		expect(() => textOf('x', { choices: two })).toThrow('same value')
	})

	test('a code to copy and an address to open stand in the text, once', () => {
		const copy = { label: 'Code', value: 'K7-Q2' }
		const link = { label: 'Page', url: 'https://a.hk/_b_' }
		expect(textOf('Here', { copy, link })).toBe('Here\nCode: ```K7-Q2```\nPage: https://a.hk/_b_')
		expect(textOf('K7-Q2 https://a.hk/_b_', { copy, link })).toBe('K7-Q2 https://a.hk/_b_')
		expect(textOf('Here', { link: { label: 'x', url: 'javascript:alert(1)' } })).toBe('Here')
	})

	test('what only other channels have changes nothing', () => {
		const more = { requestContact: { label: 'Share' }, removeKeyboard: true, edits: '12', columns: 2 as const }
		expect(renderReply(reply('Hi', more))).toEqual({ text: 'Hi' })
	})

	test('a JPEG is sent as one', () => {
		const { media } = renderReply(reply('Hi', { picture: { base64: '/9j/4AAE' } }))
		expect(media).toMatchObject({ mime: 'image/jpeg', name: 'picture.jpeg', asDocument: false })
	})

	test('nothing to see is shown as such, but a picture needs no caption', () => {
		expect(textOf(' \u200b')).toBe('…')
		expect(renderReply(reply(' ', { picture: { base64: 'AA' } }))).toMatchObject({
			text: '',
			media: { base64: 'AA' },
		})
	})

	test('every text fits, keeps its last choice and breaks no character', () => {
		const some = fc.string({ unit: 'binary', maxLength: 6000 })
		fc.assert(
			fc.property(some, fc.integer({ min: 0, max: 20 }), fc.boolean(), (text, count, attached) => {
				const picture = attached ? { picture: { base64: '' } } : {}
				const rendered = textOf(text, { choices: choices(count, 'menu'), ...picture })
				expect(rendered.length).toBeLessThanOrEqual(attached ? LIMIT.caption : LIMIT.text)
				expect(rendered.isWellFormed()).toBe(true)
				if (count > 1) expect(rendered.endsWith(`0. Choice ${count}`)).toBe(true)
			}),
			{ numRuns: 200 },
		)
	})
})

describe('what comes in', () => {
	const raw = (more: Partial<RawMessage>): RawMessage => ({
		id: 'false_1@c.us_3A',
		fromMe: false,
		chat: '85291234567@c.us',
		type: 'chat',
		body: 'hi',
		at: 1_700_000_000,
		...more,
	})
	const parse = (more: Partial<RawMessage>) => parseMessage(raw(more), { address: 'phone:1', phone: '+1' })

	test.each([
		['image', 'photo'],
		['ptt', 'voice'],
		['audio', 'voice'],
		['document', 'file'],
		['sticker', 'other'],
		['location', 'other'],
	])('%s is %s', (type, media) => expect(parse({ type, body: '' })).toMatchObject({ media, text: '' }))

	test.each(['e2e_notification', 'notification_template', 'call_log', 'protocol', 'ciphertext', 'revoked', 'reaction'])(
		'%s is nothing a person wrote',
		(type) => expect(parse({ type })).toBeUndefined(),
	)

	test('text is cut and cleaned, a name is one line', () => {
		expect(parse({ body: 'a\u0000b' })?.text).toBe('ab')
		expect(parse({ body: '👍'.repeat(3000) })?.text).toBe('👍'.repeat(2048))
		expect(parse({ name: '  A\nB\u2028C ' })?.name).toBe('A B C')
		expect(parse({ body: ' \n' })).toBeUndefined()
	})

	test('receipts are states, -1 a failure, and 0 nothing', () => {
		const state = (ack: number) => parseAck({ id: 'm', ack }, 'phone:1', 5)?.state
		expect([-1, 0, 1, 2, 3, 4].map(state)).toEqual(['failed', undefined, 'sent', 'delivered', 'read', 'read'])
		expect(parseAck({ id: 'm', ack: 2 }, 'phone:1', 5)).toMatchObject({
			messageId: 'm:delivered',
			platformMessageId: 'm',
		})
	})
})

describe('the book', () => {
	test('knows everything again after a kill', () => {
		const folder = newFolder()
		const book = openBook(folder)
		book.link('85260000000', 1000)
		book.advance(5000)
		book.advance(4000)
		book.hide('123456')
		book.noteTyped('phone:1', 10_000)
		book.begin('o1', { address: 'phone:2', text: 'code' }, 2000)
		book.begin('o1', { address: 'phone:2', text: 'code' }, 9000)
		book.begin('o2', { address: 'phone:3', text: 'other' }, 2000)
		book.settle('o2', 'm2')
		const again = openBook(folder)
		expect([again.number, again.readUntil, again.isHidden('123456')]).toEqual(['85260000000', 5000, true])
		expect(again.promotions().linkedAt).toBe(1000)
		expect(again.findDoubt('o1')).toMatchObject({ at: 2000 })
		expect(again.findDoubt('o2')).toBeUndefined()
		expect(again.isOwn({ id: 'm2', address: 'phone:3', text: 'whatever' })).toBe(true)
		expect(again.isOwn({ id: 'm9', address: 'phone:2', text: 'code' })).toBe(true)
		expect(again.isOwn({ id: 'm9', address: 'phone:2', text: 'typed' })).toBe(false)
		expect(again.silentUntil('phone:1', 11_000)).toBe(10_000 + SILENCE_MS)
		expect(again.silentUntil('phone:1', 10_000 + SILENCE_MS)).toBe(0)
	})

	test('one that was cut off is begun anew', () => {
		const folder = newFolder()
		fs.writeFileSync(path.join(folder, 'book.json'), '{"number":"852')
		expect(openBook(folder).number).toBeUndefined()
	})

	test('another number begins its warm-up from the first day', () => {
		const book = openBook(newFolder())
		book.link('85260000000', 1000)
		book.link('85260000000', 2000)
		expect(book.promotions().linkedAt).toBe(1000)
		book.link('85269999999', 3000)
		expect([book.promotions().linkedAt, book.readUntil]).toEqual([3000, 3000])
	})
})

describe('the browser', () => {
	test('that is named is taken, and one that is missing is said so', async () => {
		const folder = newFolder()
		const given = path.join(folder, 'chrome')
		await expect(findBrowser({ given, cacheDir: folder })).rejects.toThrow(`CHROMIUM_PATH names no file: ${given}`)
		fs.writeFileSync(given, '')
		expect(await findBrowser({ given, cacheDir: folder })).toEqual({ path: given, env: {} })
	})

	test('a shell is started as one', () => {
		const options = (file: string) => launchOptions({ path: file, env: {} }, ['--proxy-server=x'])
		expect(options('/usr/lib/chromium/chromium-headless-shell').headless).toBe('shell')
		expect(options('/a/headless_shell').args).toContain('--no-sandbox')
		expect(options('/usr/bin/google-chrome')).toMatchObject({ headless: true })
		expect(options('/usr/bin/google-chrome').args.at(-1)).toBe('--proxy-server=x')
	})

	test('locks of a machine that has gone are taken away', () => {
		const folder = newFolder()
		const profile = path.join(folder, 'session')
		fs.mkdirSync(profile)
		fs.symlinkSync('another-host-4711', path.join(profile, 'SingletonLock'))
		fs.writeFileSync(path.join(folder, 'browser.pid'), String(process.pid))
		releaseProfile(folder, profile)
		expect(fs.readdirSync(profile)).toEqual([])
	})
})

describe('a page the library lost in a reload', () => {
	const connected = { require: () => ({ Socket: { state: 'CONNECTED', hasSynced: false } }) }
	/** Looks at a page seven times, as the worker does, and answers what each look found. */
	const lookSeven = (page: object) => {
		const context = vm.createContext(page)
		// sent to the page as text, as the browser gets it
		return Array.from({ length: 7 }, () => vm.runInContext(`(${nudge})()`, context).isLost)
	}

	test('is given up once it has loaded and stays bare, although it is not in step', () => {
		const found = lookSeven({ ...connected, Debug: { VERSION: '2.3000' } })
		expect(found).toEqual([false, false, false, false, true, true, true])
	})

	test('is waited for while it loads, and while the library settles in', () => {
		expect(lookSeven(connected)).not.toContain(true)
		expect(lookSeven({ ...connected, Debug: { VERSION: '2.3000' }, AuthStore: {} })).not.toContain(true)
	})
})
