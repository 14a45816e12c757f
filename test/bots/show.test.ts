import { expect, test } from 'vitest'
import { showReply as onTelegram } from '../../bots/telegram/show.ts'
import { showReply as onCloud } from '../../bots/whatsapp-cloud/show.ts'
import { showReply as onWeb } from '../../bots/whatsapp-web/show.ts'
import type { Reply } from '../../src/messaging/channel.ts'

const reply: Reply = {
	text: 'A \\* <b> & *bold _both_* `x`',
	link: { label: 'Open', url: 'https://shop.example/' },
	choices: [{ value: 'a', label: 'Yes' }],
	kind: 'promo',
	locale: 'en',
}
const textOf = ({ spans }: ReturnType<typeof onTelegram>) => spans.map(({ text }) => text).join('')
const marked = ({ spans }: ReturnType<typeof onTelegram>) =>
	spans.filter(({ bold, italic, code }) => bold || italic || code).map(({ text }) => text)

test('a message is read back from what each channel would send', () => {
	expect(textOf(onTelegram(reply))).toBe('A * <b> & bold both x')
	expect(marked(onTelegram(reply))).toEqual(['bold ', 'both', 'x'])
	expect(onTelegram(reply).buttons).toEqual(['Open', 'Yes'])
	expect(textOf(onWeb(reply))).toContain('Open: https://shop.example/')
	expect(textOf(onWeb(reply))).toContain('1. Yes')
	expect(onWeb(reply).buttons).toEqual([])
	expect(textOf(onCloud(reply))).toContain('Open: https://shop.example/')
	expect(onCloud(reply).buttons).toEqual(['Yes'])
})

test('the Cloud API shows what somebody gets who wrote lately, with a caption where there is a picture', () => {
	const template = { name: 'offer', language: 'en', variables: [] }
	const { choices: _, ...plain } = reply
	expect(textOf(onCloud({ ...plain, template }))).toContain('bold')
	expect(textOf(onCloud({ ...plain, picture: { base64: 'AAAA' } }))).toContain('bold')
})
