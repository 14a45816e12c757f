import { describe, expect, test } from 'vitest'
import { identify, recipientOf } from '../../../bots/whatsapp-cloud/addresses.ts'
import { parseWebhook } from '../../../bots/whatsapp-cloud/parse.ts'

const FRAME = { phoneNumberId: '106540352242922', receivedAt: 1_800_000_000_000 }
const USER = 'HK.13491208655302741918'
const contacts = [{ profile: { name: 'Amy 陳' }, wa_id: '85291234567', user_id: USER }]
const metadata = { display_phone_number: '85260000000', phone_number_id: FRAME.phoneNumberId }

const bodyOf = (...values: object[]) =>
	JSON.stringify({
		object: 'whatsapp_business_account',
		entry: values.map((value) => ({
			id: '419561257915477',
			changes: [{ field: 'messages', value: { messaging_product: 'whatsapp', metadata, ...value } }],
		})),
	})
const eventsOf = (...values: object[]) => parseWebhook(bodyOf(...values), FRAME).events
const parse = (message: object, more: object = { contacts }) =>
	eventsOf({
		...more,
		messages: [{ from: '85291234567', from_user_id: USER, id: 'wamid.A', timestamp: '1774000000', ...message }],
	})[0]

const base = {
	kind: 'message',
	channel: 'whatsapp-cloud',
	messageId: 'wamid.A',
	address: `bsuid:${USER}`,
	at: 1_774_000_000_000,
	verifiedPhone: '+85291234567',
	name: 'Amy 陳',
}

describe('messages', () => {
	test.each([
		[{ type: 'text', text: { body: '積分' } }, { text: '積分' }],
		[
			{
				type: 'interactive',
				context: { id: 'w1' },
				interactive: { type: 'button_reply', button_reply: { id: 'card', title: 'Card' } },
			},
			{ text: '', choice: 'card', pressedMessageId: 'w1' },
		],
		[
			{
				type: 'interactive',
				interactive: { type: 'list_reply', list_reply: { id: 'redeem:1', title: 'x', description: 'y' } },
			},
			{ text: '', choice: 'redeem:1' },
		],
		[
			{ type: 'button', context: { id: 'w2' }, button: { payload: 'offers', text: 'Offers' } },
			{ text: '', choice: 'offers', pressedMessageId: 'w2' },
		],
		[{ type: 'button', button: { text: 'Offers' } }, { text: 'Offers' }],
		[
			{ type: 'image', image: { id: '1', caption: 'receipt' } },
			{ text: 'receipt', media: 'photo', mediaId: '1' },
		],
		[
			{ type: 'audio', audio: { id: '1', voice: true } },
			{ text: '', media: 'voice', mediaId: '1' },
		],
		[
			{ type: 'document', document: { id: '1', filename: 'a.pdf' } },
			{ text: '', media: 'file' },
		],
		[
			{ type: 'video', video: { id: '1' } },
			{ text: '', media: 'other' },
		],
		[
			{ type: 'sticker', sticker: { id: '1' } },
			{ text: '', media: 'other' },
		],
		[
			{ type: 'location', location: { latitude: 22 } },
			{ text: '', media: 'other' },
		],
		[
			{ type: 'order', order: {} },
			{ text: '', media: 'other' },
		],
		[
			{ type: 'unsupported', errors: [{ code: 131051 }] },
			{ text: '', media: 'other' },
		],
		[
			{ type: 'interactive', interactive: { type: 'nfm_reply', nfm_reply: {} } },
			{ text: '', media: 'other' },
		],
	])('%j', (message, said) => expect(parse(message)).toEqual({ ...base, ...said }))

	test.each([
		['a reaction', { type: 'reaction', reaction: { message_id: 'x', emoji: '👍' } }],
		['a note of the system', { type: 'system', system: { body: 'x' } }],
		['an empty text', { type: 'text', text: { body: '' } }],
		['a text of another shape', { type: 'text', text: 'x' }],
		['a kind that will be invented', { type: 'constructor' }],
		['no id', { type: 'text', text: { body: 'x' }, id: 7 }],
	])('%s is not for us', (_what, message) => expect(parse(message)).toBeUndefined())

	test('a shared contact is own only with the sender’s own number', () => {
		const card = (wa_id: string) => ({ type: 'contacts', contacts: [{ phones: [{ phone: `+${wa_id}`, wa_id }] }] })
		expect(parse(card('85291234567'))).toMatchObject({ contact: { phone: '85291234567', own: true } })
		expect(parse(card('85261234567'))).toMatchObject({ contact: { phone: '85261234567', own: false } })
		expect(parse({ type: 'contacts', contacts: [] })).toMatchObject({ media: 'other' })
	})

	test('who shows no phone is known by her id, also where it stands in the phone’s place', () => {
		const hidden = [{ profile: { name: 'Ivy', username: 'ivy.c' }, user_id: USER }]
		const text = { type: 'text', text: { body: 'x' } }
		expect(parse({ ...text, from: undefined }, { contacts: hidden })).toEqual({
			...base,
			text: 'x',
			name: 'Ivy',
			username: 'ivy.c',
			verifiedPhone: undefined,
		})
		expect(parse({ ...text, from: USER, from_user_id: undefined }, {})).toMatchObject({ address: `bsuid:${USER}` })
		expect(parse({ ...text, from_user_id: undefined }, {})).toMatchObject({ address: 'phone:85291234567' })
		expect(parse({ ...text, from: 'x', from_user_id: 'y' }, {})).toBeUndefined()
	})

	test('a name is that of the sender, and one line', () => {
		const two = [
			{ profile: { name: 'Bob' }, wa_id: '85261234567', user_id: 'HK.2' },
			{ profile: { name: 'Amy\n\u0000C' }, wa_id: '85291234567' },
		]
		const text = { type: 'text', text: { body: 'x' } }
		expect(parse(text, { contacts: two })).toMatchObject({ name: 'Amy C' })
		expect(parse(text, { contacts: two.slice(0, 1) })).toMatchObject({ name: 'Bob' })
	})

	test('texts hold 4,096 characters, neither half ones nor NUL; no clock of theirs runs ahead', () => {
		const said = (body: string) => parse({ type: 'text', text: { body } })
		expect(said(`${'x'.repeat(4095)}👍`)).toMatchObject({ text: 'x'.repeat(4095) })
		expect(said('a\u0000b\ud83d')).toMatchObject({ text: 'ab\ufffd' })
		const late = parse({ type: 'text', text: { body: 'x' }, timestamp: '99999999999' })
		expect(late).toMatchObject({ at: FRAME.receivedAt })
		expect(parse({ type: 'text', text: { body: 'x' }, timestamp: 'soon' })).toMatchObject({ at: FRAME.receivedAt })
	})
})

describe('statuses', () => {
	const status = (more: object) => ({ id: 'wamid.S', timestamp: '1774000000', recipient_id: '85291234567', ...more })
	const known = { kind: 'status', channel: 'whatsapp-cloud', at: 1_774_000_000_000, platformMessageId: 'wamid.S' }

	test.each(['sent', 'delivered', 'read'])('%s, by the address the message was sent to', (state) => {
		const sentTo = 'phone:85291234567'
		const one = status({ status: state, recipient_user_id: USER, biz_opaque_callback_data: sentTo })
		expect(eventsOf({ statuses: [one] })).toEqual([{ ...known, messageId: `wamid.S:${state}`, address: sentTo, state }])
	})

	test('without it by the id, else the phone', () => {
		expect(eventsOf({ statuses: [status({ status: 'read', recipient_user_id: USER })] })[0]).toMatchObject({
			address: `bsuid:${USER}`,
		})
		expect(eventsOf({ statuses: [status({ status: 'read' })] })[0]).toMatchObject({ address: 'phone:85291234567' })
	})

	test.each([
		[131047, 'outside-window', []],
		[131049, '131049 held back by WhatsApp for this person', []],
		[131026, '131026 undeliverable', [{ kind: 'linkage', reachable: false }]],
		[131050, '131050 the person stopped promotions in WhatsApp', [{ kind: 'message', text: 'STOP', unanswered: true }]],
	])('failed with %s: %s', (code, reason, more) => {
		const failed = status({ status: 'failed', errors: [{ code, title: 'of +85291234567' }] })
		const { events, codes } = parseWebhook(bodyOf({ statuses: [failed] }), FRAME)
		expect(events).toMatchObject([{ ...known, state: 'failed', reason }, ...more])
		expect(codes).toEqual([code])
	})

	test('a state nobody knows is left out', () => {
		expect(eventsOf({ statuses: [status({ status: 'deleted' }), status({ status: 'read', id: '' })] })).toEqual([])
	})
})

test('who stops promotions in the settings of WhatsApp has said STOP, unanswered; resuming there is no consent', () => {
	const prefer = (value: string, category = 'marketing_messages') => ({
		wa_id: '85291234567',
		user_id: USER,
		category,
		value,
		timestamp: 1_774_000_000,
	})
	expect(eventsOf({ user_preferences: [prefer('stop')] })).toEqual([
		{
			kind: 'message',
			channel: 'whatsapp-cloud',
			messageId: `stop:bsuid:${USER}:1774000000000`,
			address: `bsuid:${USER}`,
			at: 1_774_000_000_000,
			text: 'STOP',
			unanswered: true,
		},
	])
	expect(eventsOf({ user_preferences: [prefer('resume'), prefer('stop', 'other')] })).toEqual([])
})

test('a batch keeps its order, one strange part hides no other, and other numbers are not for us', () => {
	const text = (id: string) => ({ from: '85291234567', id, timestamp: '1', type: 'text', text: { body: id } })
	const events = eventsOf(
		{ messages: [text('1'), null, 7, { id: [] }, text('2')] },
		{ messages: 'none', statuses: [{ id: 'S', status: 'sent', recipient_id: '85291234567' }] },
		{ metadata: { phone_number_id: '1' }, messages: [text('3')] },
		{ messages: [text('4')] },
	)
	expect(events.map(({ messageId }) => messageId)).toEqual(['1', '2', 'S:sent', '4'])
})

describe('addresses', () => {
	test.each([
		[['HK.ENT.11815799212886844830'], 'bsuid:HK.ENT.11815799212886844830'],
		[['+85291234567'], 'phone:85291234567'],
		[['85291234567', USER], `bsuid:${USER}`],
		[['hk.1', 'HK.', '12345', '', null, 5], undefined],
	])('%j → %s', (candidates, address) => expect(identify(candidates)?.address).toBe(address))

	test('phones and ids have fields of their own', () => {
		expect(recipientOf('phone:85291234567')).toEqual({ to: '85291234567' })
		expect(recipientOf(`bsuid:${USER}`)).toEqual({ recipient: USER })
		expect(recipientOf(`phone:${USER}`)).toBeUndefined()
	})
})
