import { describe, expect, test } from 'vitest'
import { TelegramEmulator } from './emulator.ts'
import { compileSpec, loadLint } from './lint.ts'

const checker = loadLint()
const lint = checker?.lint ?? (() => [])
const at = new URL('file:///nowhere/api.min.json')

test('without the machine-readable Bot API the emulator works and says that it checks nothing', () => {
	expect(loadLint(at)).toBeUndefined()
	expect(new TelegramEmulator({ lint: false }).lintedBy).toMatch(/^nothing/)
})

test('limits are read from the sentences of the schema', () => {
	const field = (name: string, types: string[], description: string) => ({ name, types, required: true, description })
	const check = compileSpec({
		version: 'x',
		types: {},
		methods: {
			say: {
				fields: [
					field('word', ['String'], 'A word, 1-3 characters'),
					field('data', ['String'], 'Data, 1-4 bytes'),
					field('list', ['Array of Integer'], 'At most 2 numbers'),
					field('kind', ['String'], 'The kind, must be one of "a", "b"'),
				],
			},
		},
	})
	expect(check('Say', { word: 'abc', data: '積', list: [1, 2], kind: 'b' })).toEqual([])
	expect(check('say', { word: '', data: '積積', list: [1, 2, 3], kind: 'c', extra: 1 })).toEqual([
		'extra: say has no such field',
		'word: 0 characters, allowed are 1-3',
		'data: 6 bytes, allowed are 1-4',
		'list: 3 items, allowed are 2',
		'kind: "c" is none of a, b',
	])
})

describe.skipIf(!checker)('against the published schema (skipped where ../shared is not at hand)', () => {
	const good = {
		chat_id: 1,
		text: '【會員限定】',
		parse_mode: 'HTML',
		reply_markup: { inline_keyboard: [[{ text: '複製', copy_text: { text: 'VIP-7K2Q' } }]] },
	}
	test('a proper request has no fault', () => expect(lint('sendMessage', good)).toEqual([]))

	test.each([
		['a missing field', { chat_id: 1 }, 'text: missing'],
		[
			'a misspelt field',
			{ ...good, disable_web_page_preview: true },
			'disable_web_page_preview: sendMessage has no such field',
		],
		['a wrong type', { ...good, chat_id: true }, 'chat_id: expected Integer, got boolean'],
		['a long text', { ...good, text: 'x'.repeat(4097) }, 'text: 4097 characters, allowed are 1-4096'],
		[
			'a button without action',
			{ ...good, reply_markup: { inline_keyboard: [[{ text: 'b' }]] } },
			'reply_markup.inline_keyboard[0][0]: exactly one action expected, got 0',
		],
		[
			'data of 66 bytes',
			{ ...good, reply_markup: { inline_keyboard: [[{ text: 'b', callback_data: '積'.repeat(22) }]] } },
			'reply_markup.inline_keyboard[0][0].callback_data: 66 bytes, allowed are 1-64',
		],
	])('%s', (_what, params, problem) => expect(lint('sendMessage', params)).toContain(problem))

	test('tags do not count as text', () => {
		expect(lint('sendMessage', { ...good, text: `<b>${'x'.repeat(4096)}</b>` })).toEqual([])
	})
})
