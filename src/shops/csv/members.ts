import { type Day, isMonthAndDay, parseDay, parseLocalDateTime } from '../../domain/calendar.ts'
import type { Tier } from '../../domain/program.ts'
import { type Locale, locales } from '../../domain/program-words.ts'
import type { MemberColumns, MemberField } from './member-columns.ts'
import type { RejectedLine, Table } from './table.ts'

export interface MemberFile {
	columns: MemberColumns
	/** The zone of its dates. */
	timeZone: string
	tiers: readonly Tier[]
}

export interface MemberRow {
	line: number
	id?: string
	phone?: string
	email?: string
	name?: string
	points?: number
	pointsExpireOn?: Day
	tierId?: number
	tierEndsOn?: Day
	birthday?: { month: number; day: number }
	tags?: string[]
	locale?: Locale
	consent?: { state: 'granted' | 'withdrawn'; at: number; source: string; wording: string }
}

export interface MemberRows {
	rows: MemberRow[]
	rejected: RejectedLine[]
	/** Rows that are taken without something they say. */
	notes: RejectedLine[]
}

const MAX_TEXT = 200

// PostgreSQL stores neither NUL nor half a surrogate pair, and no name or id has a reason for a control character
const isPlain = (text: string) => text.length <= MAX_TEXT && text.isWellFormed() && !/\p{Cc}/u.test(text)

class Unreadable extends Error {}

type Cell = (field: MemberField) => string

function unreadable(file: MemberFile, field: MemberField, why: string): never {
	throw new Unreadable(`${file.columns[field]} ${why}`)
}

function readWhole(cell: Cell, file: MemberFile): number | undefined {
	const text = cell('points').normalize('NFKC')
	if (text === '') return undefined
	if (!/^(\d+|\d{1,3}(,\d{3})+)(\.0+)?$/.test(text)) unreadable(file, 'points', 'is not a whole number of points')
	const points = Number(text.replaceAll(',', ''))
	return points <= 10_000_000 ? points : unreadable(file, 'points', 'are too many points')
}

function readDay(cell: Cell, file: MemberFile, field: MemberField): Day | undefined {
	const text = cell(field)
	if (text === '') return undefined
	return parseDay(text.replace(/[ T].*$/, '')) ?? unreadable(file, field, 'is not a date (ISO, YYYY/MM/DD or YYYYMMDD)')
}

const monthAndDay = /^(?:\d{4}[-/年]?)?\s*(\d{1,2})[-/月]\s*(\d{1,2})日?$/

/** Day and month only: the year of birth is nobody's business. */
function readBirthday(cell: Cell, file: MemberFile): MemberRow['birthday'] {
	const text = cell('birthday')
		.normalize('NFKC')
		.replace(/[ T]\d{1,2}:.*$/, '')
	if (text === '') return undefined
	const found = monthAndDay.exec(text) ?? /^\d{4}(\d{2})(\d{2})$/.exec(text)
	const [month, day] = [Number(found?.[1]), Number(found?.[2])]
	if (!isMonthAndDay(month, day)) unreadable(file, 'birthday', 'is not a birthday such as 1990-05-31, 05-31 or 5月31日')
	return { month, day }
}

function readTier(cell: Cell, file: MemberFile): number | undefined {
	const text = cell('tier').toLowerCase()
	if (text === '') return undefined
	const tier = file.tiers.find(
		({ id, name }) => String(id) === text || locales.some((locale) => name[locale].toLowerCase() === text),
	)
	const names = file.tiers.map((one) => one.name.en).join(', ')
	return tier ? tier.id : unreadable(file, 'tier', `is none of this shop’s tiers: ${names}`)
}

function readLanguage(cell: Cell): Locale | undefined {
	const text = cell('language').toLowerCase()
	if (/^(en|english|英)/.test(text)) return 'en'
	if (/^(zh-hk|zh_hk|yue|cantonese|廣東|粵)/.test(text)) return 'zh-HK'
	return /^(zh|chinese|中文|繁|國語)/.test(text) ? 'zh-Hant' : undefined
}

const yes = /^(yes|y|true|1|是|有|同意|v|x|✓|✔|subscribed|granted)$/i
const no = /^(no|n|false|0|否|沒有|冇|不同意|唔同意|unsubscribed|withdrawn|declined)$/i

/** Consent counts with its day and where it was given; the words are those of the file unless a column has others. */
function readConsent(cell: Cell, file: MemberFile): { consent?: MemberRow['consent']; note?: string } {
	const text = cell('consent').normalize('NFKC')
	if (text === '') return {}
	const [granted, refused] = [yes.test(text), no.test(text)]
	if (!granted && !refused) unreadable(file, 'consent', 'is neither yes nor no')
	const at = parseLocalDateTime(cell('consentDate'), file.timeZone)
	const source = cell('consentSource')
	const wording = cell('consentWording') || `${file.columns.consent}: ${text}`
	if (refused) {
		const said = at.ok ? at.value : 0
		return { consent: { state: 'withdrawn', at: said, source: source || 'list', wording } }
	}
	if (at.ok && source !== '') return { consent: { state: 'granted', at: at.value, source, wording } }
	return { note: 'consent without its date and source is no proof and was left out' }
}

function given<K extends keyof MemberRow>(key: K, value: MemberRow[K] | '' | undefined): Partial<MemberRow> {
	return value === undefined || value === '' ? {} : ({ [key]: value } as Partial<MemberRow>)
}

function readRow(line: number, cell: Cell, file: MemberFile): { row: MemberRow; note?: string | undefined } {
	for (const field of ['id', 'phone', 'email', 'name', 'tags', 'consentSource', 'consentWording'] as const)
		if (!isPlain(cell(field))) unreadable(file, field, `is longer than ${MAX_TEXT} characters, or cannot be written`)
	const { consent, note } = readConsent(cell, file)
	const tags = cell('tags')
		.split(/[,;、，|]/)
		.map((tag) => tag.trim())
		.filter(Boolean)
	const row: MemberRow = {
		line,
		...given('id', cell('id')),
		...given('phone', cell('phone')),
		...given('email', cell('email').toLowerCase()),
		...given('name', cell('name')),
		...given('points', readWhole(cell, file)),
		...given('pointsExpireOn', readDay(cell, file, 'pointsExpire')),
		...given('tierId', readTier(cell, file)),
		...given('tierEndsOn', readDay(cell, file, 'tierUntil')),
		...given('birthday', readBirthday(cell, file)),
		...given('tags', tags.length > 0 ? tags : undefined),
		...given('locale', readLanguage(cell)),
		...given('consent', consent),
	}
	return { row, note }
}

/** Turns the rows of a member list into what each says; a row that cannot be read is listed with its reason. */
export function readMembers(table: Table, file: MemberFile): MemberRows {
	const read: MemberRows = { rows: [], rejected: [...table.rejected], notes: [] }
	for (const { line, cells } of table.rows) {
		const cell: Cell = (field) => cells[file.columns[field] ?? ''] ?? ''
		try {
			const { row, note } = readRow(line, cell, file)
			read.rows.push(row)
			if (note) read.notes.push({ line, reason: note })
		} catch (error) {
			if (!(error instanceof Unreadable)) throw error
			read.rejected.push({ line, reason: error.message })
		}
	}
	return read
}
