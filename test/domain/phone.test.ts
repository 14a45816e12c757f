import { expect, test } from 'vitest'
import { maskPhone, normalizePhone } from '../../src/domain/phone.ts'

test.each([
	['9123 4567', 'HK', '+85291234567'],
	['９１２３－４５６７', 'HK', '+85291234567'],
	['+852 9123 4567', 'TW', '+85291234567'],
	['00852 9123 4567', 'HK', '+85291234567'],
	['85291234567', 'TW', '+85291234567'],
	['85291234567', 'HK', '+85291234567'],
	['0912-345-678', 'TW', '+886912345678'],
	['886912345678', 'TW', '+886912345678'],
	['(02) 2345-6789', 'TW', '+886223456789'],
	['6612 3456', 'MO', '+85366123456'],
	['+44 7911 123456', 'HK', '+447911123456'],
])('%j in %s is %s', (text, country, e164) => expect(normalizePhone(text, country)).toBe(e164))

test.each(['91234', '12345678', '9123456', '', 'call 9123 4567', '9123 4567 / 9876 5432', '+852', '1'.repeat(60)])(
	'%j is no number of a customer in Hong Kong',
	(text) => expect(normalizePhone(text, 'HK')).toBeUndefined(),
)

test('a masked number shows its country and its last four digits', () => {
	expect([maskPhone('+85291234567'), maskPhone('+886912345678')]).toEqual(['+852 ****4567', '+886 *****5678'])
})

test('what is no number is masked as well', () => {
	expect(maskPhone('12')).toBe('*2')
	expect(maskPhone('')).toBe('')
})
