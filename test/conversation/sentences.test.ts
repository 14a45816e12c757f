import { describe, expect, test } from 'vitest'
import { type Explaining, explainEntry, explainedKinds } from '../../src/conversation/explain-entry.ts'
import { localeNames, stripMarkup } from '../../src/conversation/locales/index.ts'
import { sayNotice } from '../../src/conversation/notices.ts'
import { dayFrom } from '../../src/domain/calendar.ts'
import { ENTRY_KINDS } from '../../src/domain/ledger.ts'
import type { Notice, NoticeKind } from '../../src/domain/notice.ts'
import { freshProgram } from '../../src/domain/program.ts'
import { freshSettings } from '../../src/domain/settings.ts'
import type { HistoryLine } from '../../src/loyalty/history.ts'
import { noticeExamples } from '../support/notices.ts'

const on = dayFrom({ year: 2026, month: 2, day: 28 })
const at = Date.parse('2026-02-28T04:00:00Z')

const kinds = Object.keys(noticeExamples) as NoticeKind[]

describe.each(localeNames)('in %s', (locale) => {
	const telling = { locale, settings: freshSettings(), rules: freshProgram('HKD'), now: at }
	const how: Explaining = { locale, settings: telling.settings, tierNames: new Map([[1, 'Silver']]) }

	test.each(kinds)('the notice %s has its sentence', (kind) => {
		const text = sayNotice({ memberId: 1, kind, facts: noticeExamples[kind] } as Notice, telling)
		const plain = stripMarkup(text)
		expect(plain.length).toBeGreaterThan(5)
		expect(plain.length).toBeLessThanOrEqual(1024)
		expect(plain).not.toMatch(/undefined|NaN|\[object|\{/)
	})

	test.each(ENTRY_KINDS)('the ledger line %s explains itself', (kind) => {
		const line: HistoryLine = {
			seq: 1,
			kind,
			points: 19,
			on,
			at,
			availableOn: null,
			expiresOn: on,
			debtDelta: 0,
			facts: {
				order: 'A-1024',
				by: 'amount',
				netMinor: 19_900,
				wasMinor: 0,
				unitMinor: 1_000,
				pointsPerUnit: 1,
				tierId: 1,
				reason: 'a reason',
				reward: 'HK$10 off',
				friend: 'C*** W.',
			},
		}
		const plain = stripMarkup(explainEntry(line, how))
		expect(plain.length).toBeGreaterThan(2)
		expect(plain).not.toMatch(/undefined|NaN|\[object|\{/)
	})
})

test('every kind of ledger line is explained', () => {
	expect([...explainedKinds].sort()).toEqual([...ENTRY_KINDS].sort())
})
