import { describe, expect, test } from 'vitest'
import { localeNames } from '../../src/conversation/locales/index.ts'
import { noticeTemplate } from '../../src/conversation/notice-template.ts'
import { sayNotice, tellNotices } from '../../src/conversation/notices.ts'
import type { Notice, NoticeKind } from '../../src/domain/notice.ts'
import { listNoticeTemplates } from '../../src/domain/notice-templates.ts'
import { noticeWay } from '../../src/domain/notice-ways.ts'
import { freshProgram } from '../../src/domain/program.ts'
import { freshSettings } from '../../src/domain/settings.ts'
import type { Reply } from '../../src/messaging/channel.ts'
import { fitWindow } from '../../src/messaging/window.ts'
import { noticeExamples } from '../support/notices.ts'
import { good, peopleOf } from '../support/people.ts'
import { openShop } from '../support/shop.ts'

const kinds = Object.keys(noticeExamples) as NoticeKind[]
const shipped = new Map(listNoticeTemplates().map((one) => [`${one.name} ${one.language}`, one]))
const noticeOf = (kind: NoticeKind) => ({ memberId: 1, kind, facts: noticeExamples[kind] }) as Notice

test.each([
	['telegram', 'at-once'],
	['simulator', 'at-once'],
	['whatsapp-cloud', 'template'],
	['whatsapp-web', 'next-contact'],
])('after a day a notice goes on %s: %s', (channel, way) => expect(noticeWay(channel)).toBe(way))

describe.each(localeNames)('every proactive sentence has its way, in %s', (locale) => {
	const telling = { locale, settings: freshSettings(), rules: freshProgram('HKD'), now: 0 }

	test.each(kinds)('%s', (kind) => {
		// at once and at the next contact: in words of ours
		expect(sayNotice(noticeOf(kind), telling)).not.toBe('')
		// by template: one that is shipped in her language, all gaps filled with a line of text
		const { name, language, variables } = noticeTemplate(noticeOf(kind), telling)
		const definition = shipped.get(`${name} ${language}`)
		expect(definition?.category).toBe('UTILITY')
		expect(variables).toHaveLength(definition?.examples.length ?? -1)
		for (const text of variables) {
			expect(text).not.toMatch(/^\s*$|undefined|NaN|\n/)
			expect(text.length).toBeLessThanOrEqual(256)
		}
		const filled = (definition?.text ?? '').replace(
			/\{\{(\d+)\}\}/g,
			(_gap, n: string) => variables[Number(n) - 1] ?? '',
		)
		expect(filled.length).toBeLessThanOrEqual(1024)
		expect(filled).not.toMatch(/[{}]/)
	})
})

test('a notice takes its template along, and the window decides which of the two is sent', async () => {
	const shop = await openShop('sqlite')
	const people = peopleOf(shop)
	const addressId = await people.meet('bsuid:HK.1', 'whatsapp-cloud')
	const { memberId } = good(await people.join(addressId))
	const facts = noticeExamples['points-expiring']
	await shop.store.transact((work) => tellNotices(work, [{ memberId, kind: 'points-expiring', facts }]))
	const row = await shop.store.db
		.selectFrom('outbox')
		.select('reply')
		.where('kind', '=', 'notice:points-expiring')
		.executeTakeFirstOrThrow()
	const reply = JSON.parse(row.reply) as Reply
	const when = { lastInboundAt: 0, now: 23 * 3_600_000 }
	expect(fitWindow(reply, { windowHours: 24 }, when)).toMatchObject({
		text: expect.stringContaining('38 points expire'),
	})
	expect(fitWindow(reply, { windowHours: 24 }, { ...when, now: 25 * 3_600_000 })?.template).toEqual({
		name: 'suki_points_expiring_v1',
		language: 'en',
		variables: ['38', '28 Feb 2026'],
	})
	await shop.close()
})
