import type { Update } from 'grammy/types'
import { describe, expect, test } from 'vitest'
import { localeOf, parseStored, parseUpdate } from '../../../bots/telegram/parse.ts'

const from = { id: 7, is_bot: false, first_name: 'Mei' }
const chat = { id: 7, type: 'private', first_name: 'Mei' }
const RECEIVED = 1_700_000_000_123

/** Parses a message with these fields, as recorded from the wire. */
function parse(message: object, receivedAt = RECEIVED) {
	const whole = { message_id: 3, date: 1_600_000_000, from, chat, ...message }
	return parseUpdate({ update_id: 11, message: whole } as unknown as Update, receivedAt)
}

describe('messages', () => {
	test('what every message brings', () => {
		expect(parse({ text: 'hi' })).toEqual({
			kind: 'message',
			channel: 'telegram',
			messageId: '11:3',
			address: '7',
			at: 1_600_000_000_000,
			text: 'hi',
			name: 'Mei',
		})
	})

	test.each([
		['/start', ''],
		['/start ref_A-1', 'ref_A-1'],
		['/start@suki_bot c_7K2Q', 'c_7K2Q'],
		['/START abc', 'abc'],
		[`/start ${'a'.repeat(64)}`, 'a'.repeat(64)],
		[`/start ${'a'.repeat(65)}`, ''],
		['/start two words', ''],
		['/start <b>', ''],
		['/starting', undefined],
		['please /start', undefined],
	])('%s starts with %j', (text, start) => {
		const event = parse({ text })
		expect(event).toMatchObject({ text })
		expect(event?.kind === 'message' ? event.start : 'none').toBe(start)
	})

	test.each([
		[{ photo: [], caption: 'receipt' }, 'photo', 'receipt'],
		[{ voice: {} }, 'voice', ''],
		[{ audio: {} }, 'voice', ''],
		[{ document: {} }, 'file', ''],
		[{ animation: {}, document: {} }, 'other', ''],
		[{ sticker: {} }, 'other', ''],
		[{ location: {} }, 'other', ''],
	])('%j → %s', (message, media, text) => expect(parse(message)).toMatchObject({ media, text }))

	test.each([
		['a group', { chat: { ...chat, type: 'group' }, text: 'hi' }],
		['a channel', { chat: { ...chat, type: 'channel' }, text: 'hi' }],
		['another bot', { from: { ...from, is_bot: true }, text: 'hi' }],
		['nobody', { from: undefined, text: 'hi' }],
		['a service message', { pinned_message: {} }],
		['a chat without a number', { chat: { type: 'private' }, text: 'hi' }],
	])('%s is not for us', (_what, message) => expect(parse(message)).toBeUndefined())

	test('texts hold 4,096 characters, names 200, and neither half characters nor NUL', () => {
		const text = `${'x'.repeat(4095)}👍`
		expect(parse({ text })).toMatchObject({ text: 'x'.repeat(4095) })
		expect(parse({ text: 'a\u0000b\ud83d' })).toMatchObject({ text: 'ab\ufffd' })
		const name = parse({ from: { ...from, first_name: 'N'.repeat(300), last_name: 'L' }, text: 'x' })
		expect(name).toMatchObject({ name: `${'N'.repeat(199)}…` })
		expect(parse({ from: { ...from, first_name: 'a\nb\u0000' }, text: 'x' })).toMatchObject({ name: 'a b' })
	})

	test("a contact is own only with the sender's own number of account", () => {
		const contact = { phone_number: '85291234567', first_name: 'Mei' }
		expect(parse({ contact: { ...contact, user_id: 7 } })).toMatchObject({ contact: { own: true } })
		expect(parse({ contact: { ...contact, user_id: 8 } })).toMatchObject({ contact: { own: false } })
		expect(parse({ contact })).toMatchObject({ contact: { phone: '85291234567', own: false } })
		expect(parse({ contact, from: { ...from, id: undefined } })).toBeUndefined()
	})
})

test('a press takes the time it was received, also when it is parsed again from the inbox', () => {
	const query = { id: '99', from, chat_instance: '1', data: 'redeem:1', message: { message_id: 5, date: 0, chat } }
	const payload = JSON.stringify({ update_id: 12, callback_query: query })
	expect(parseStored(payload, RECEIVED)).toEqual({
		kind: 'message',
		channel: 'telegram',
		messageId: '12:99',
		address: '7',
		at: RECEIVED,
		text: '',
		choice: 'redeem:1',
		pressedMessageId: '5',
		name: 'Mei',
	})
	expect(parseStored(payload.replace('private', 'group'), RECEIVED)).toBeUndefined()
	expect(parseStored('{', RECEIVED)).toBeUndefined()
})

test.each([
	['zh-hk', 'zh-HK'],
	['zh-Hant-HK', 'zh-HK'],
	['zh', 'zh-HK'],
	['yue', 'zh-HK'],
	['zh-hant', 'zh-Hant'],
	['zh-tw', 'zh-Hant'],
	['zh-hans', 'zh-Hant'],
	['en', 'en'],
	['en-US', 'en'],
	['ja', undefined],
	['', undefined],
	[undefined, undefined],
])('an app in %s is answered in %s', (code, locale) => expect(localeOf(code)).toBe(locale))
