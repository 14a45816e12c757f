import { dayOf, formatDay, parseDay, startOfDay } from '../../domain/calendar.ts'
import { formatPlain, parseAmount } from '../../domain/money.ts'
import type { LocaleText } from '../../domain/program-words.ts'
import type { CommonTerms, Validity } from '../../domain/rewards/index.ts'
import type { RewardInput } from '../../loyalty/create-reward.ts'
import type { Reward } from '../../store/rewards.ts'
import type { WordKey } from '../locales/index.ts'
import type { Form, Wrong } from './form.ts'
import type { Visit } from './visit.ts'

/** What a field of a reward holds: an amount of money, a whole number, or a text in Chinese and English. */
export interface RewardField {
	/** The key of the terms or of the reward itself. */
	name: string
	what: 'money' | 'whole' | 'words'
	word: WordKey
	hint?: WordKey
	required?: boolean
	/** The most a whole number may be. */
	most?: number
}

const worth: RewardField = { name: 'worthMinor', what: 'money', word: 'reward.worth', hint: 'reward.worth_hint' }

/** What each kind asks besides what all ask; a kind that is not here cannot be made in the console. */
export const fieldsOfKind: Record<string, readonly RewardField[]> = {
	'amount-off': [{ name: 'amountMinor', what: 'money', word: 'reward.amount', required: true }],
	'percent-off': [
		{ name: 'percent', what: 'whole', word: 'reward.percent', required: true, most: 100 },
		{ name: 'ceilingMinor', what: 'money', word: 'reward.ceiling' },
	],
	'free-shipping': [worth],
	gift: [{ name: 'product', what: 'words', word: 'reward.product', required: true }, worth],
	experience: [{ name: 'event', what: 'words', word: 'reward.event', required: true }, worth],
}

export const titleField: RewardField = { name: 'title', what: 'words', word: 'reward.title', hint: 'reward.title_hint' }
export const termFields: readonly RewardField[] = [
	{ name: 'minimumMinor', what: 'money', word: 'reward.minimum' },
	{ name: 'note', what: 'words', word: 'reward.note' },
]
const MOST = 10_000_000
export const costField: RewardField = {
	name: 'costPoints',
	what: 'whole',
	word: 'reward.cost',
	required: true,
	most: MOST,
}
export const limitFields: readonly RewardField[] = [
	{ name: 'stock', what: 'whole', word: 'reward.stock', hint: 'reward.stock_hint', most: MOST },
	{ name: 'perMemberLimit', what: 'whole', word: 'reward.limit', hint: 'reward.limit_hint', most: 1_000_000 },
]

/** The values of the form by field name, as they were typed. */
export type Typed = Record<string, string>

const words = ['zh', 'en'] as const
const others = ['tierId', 'validity', 'validityDays', 'validityOn', 'combinable', 'saleFrom', 'saleUntil', 'codeSource']

const allFields = (kind: string) => [
	titleField,
	costField,
	...(fieldsOfKind[kind] ?? []),
	...termFields,
	...limitFields,
]

/** The names of the inputs a field has. */
export const inputsOf = (field: RewardField) =>
	field.what === 'words' ? words.map((language) => `${field.name}.${language}`) : [field.name]

export function readTyped(kind: string, form: Form): Typed {
	const names = [...allFields(kind).flatMap(inputsOf), ...others]
	return Object.fromEntries(names.map((name) => [name, form.text(name).trim()]))
}

export const emptyTyped: Typed = { validity: 'days', validityDays: '90', codeSource: 'own' }

const chineseOf = ({ settings }: Visit) => (settings.locale === 'zh-Hant' ? 'zh-Hant' : 'zh-HK')

const plain = (value: unknown) => (value === undefined || value === null ? '' : String(value))

function showValidity(rule: Validity): Typed {
	switch (rule.mode) {
		case 'days':
			return { validity: 'days', validityDays: String(rule.days) }
		case 'until':
			return { validity: 'until', validityOn: formatDay(rule.on) }
		case 'end-of-month':
			return { validity: 'end-of-month', validityDays: String(rule.months) }
		case 'never':
			return { validity: 'never' }
	}
}

/** A stored reward as the form shows it. */
export function typedOf(visit: Visit, row: Reward): Typed {
	const { currency, timeZone } = visit.settings
	const terms = JSON.parse(row.terms) as CommonTerms & Record<string, unknown>
	const stored: Record<string, unknown> = {
		...terms,
		costPoints: row.cost_points,
		stock: row.stock,
		perMemberLimit: row.per_member_limit,
	}
	const typed: Typed = { ...showValidity(terms.validity), codeSource: row.code_source }
	for (const field of allFields(row.kind)) {
		const value = stored[field.name]
		if (field.what === 'words') {
			const text = value as LocaleText | undefined
			typed[`${field.name}.zh`] = text?.[chineseOf(visit)] ?? ''
			typed[`${field.name}.en`] = text?.en ?? ''
		} else typed[field.name] = field.what === 'money' && value ? formatPlain(Number(value), currency) : plain(value)
	}
	const dateOf = (at: number | null) => (at === null ? '' : formatDay(dayOf(at, timeZone)))
	return {
		...typed,
		tierId: plain(row.tier_id),
		combinable: terms.combinable ? '1' : '',
		saleFrom: dateOf(row.on_sale_from),
		saleUntil: dateOf(row.on_sale_until === null ? null : row.on_sale_until - 1),
	}
}

/** A form being read: the values that are good are collected, what is wrong is named. */
interface Reading {
	visit: Visit
	typed: Typed
	wrong: Wrong
	/** The terms before the change: what the form does not ask for stays. */
	before: Record<string, unknown>
}

function readWhole({ visit, typed, wrong }: Reading, field: RewardField): number | null {
	const text = (typed[field.name] ?? '').normalize('NFKC').replace(/[\s,]/g, '')
	if (text === '' && !field.required) return null
	const least = field.name === 'stock' ? 0 : 1
	if (/^\d{1,9}$/.test(text) && Number(text) >= least && Number(text) <= (field.most ?? MOST)) return Number(text)
	wrong.set(field.name, visit.say('reward.whole_rule', { least, most: field.most ?? MOST }))
	return null
}

function readMoney({ visit, typed, wrong }: Reading, field: RewardField): number | undefined {
	const text = typed[field.name] ?? ''
	if (text === '' && !field.required) return undefined
	const amount = parseAmount(text, visit.settings.currency)
	if (amount.ok && amount.value > 0 && amount.value <= 1_000_000_000_000) return amount.value
	wrong.set(field.name, visit.say('reward.money_rule', { currency: visit.settings.currency }))
	return undefined
}

const MAX_WORDS = 500

/** The Chinese of the other region stays where somebody wrote it differently. */
function readWords({ visit, typed, wrong, before }: Reading, field: RewardField): LocaleText | undefined {
	const chinese = typed[`${field.name}.zh`] ?? ''
	const english = typed[`${field.name}.en`] ?? ''
	const longest = Math.max(chinese.length, english.length)
	if (longest > MAX_WORDS) wrong.set(`${field.name}.zh`, visit.say('form.too_long', { max: MAX_WORDS }))
	if (longest === 0) {
		if (field.required) wrong.set(`${field.name}.zh`, visit.say('form.required'))
		return undefined
	}
	const main = chineseOf(visit)
	const other = main === 'zh-HK' ? 'zh-Hant' : 'zh-HK'
	const old = before[field.name] as LocaleText | undefined
	const kept = old && old[other] !== old[main] ? old[other] : chinese || english
	const text = { [main]: chinese || english, [other]: kept, en: english || chinese }
	return text as unknown as LocaleText
}

function readDate({ visit, typed, wrong }: Reading, name: string): number | null {
	const text = typed[name] ?? ''
	if (text === '') return null
	const day = parseDay(text)
	if (day === undefined) wrong.set(name, visit.say('reward.date_rule'))
	return day ?? null
}

function readValidity(reading: Reading): Validity {
	const { typed, wrong, visit } = reading
	const mode = typed['validity']
	if (mode === 'never') return { mode }
	if (mode === 'until') {
		const on = readDate(reading, 'validityOn')
		if (typed['validityOn'] === '') wrong.set('validityOn', visit.say('form.required'))
		return { mode, on: on ?? 0 }
	}
	const field: RewardField = { name: 'validityDays', what: 'whole', word: 'reward.validity_days' }
	if (mode === 'end-of-month') {
		const months = typed['validityDays'] === '0' ? 0 : (readWhole(reading, { ...field, most: 120 }) ?? 0)
		return { mode, months }
	}
	return { mode: 'days', days: readWhole(reading, { ...field, required: true, most: 3650 }) ?? 90 }
}

function readTerms(reading: Reading, kind: string): Record<string, unknown> {
	const terms: Record<string, unknown> = { ...reading.before, validity: readValidity(reading) }
	for (const field of [titleField, ...(fieldsOfKind[kind] ?? []), ...termFields]) {
		const value =
			field.what === 'words'
				? readWords(reading, field)
				: field.what === 'money'
					? readMoney(reading, field)
					: (readWhole(reading, field) ?? undefined)
		if (value === undefined) delete terms[field.name]
		else terms[field.name] = value
	}
	return { ...terms, combinable: reading.typed['combinable'] === '1' }
}

/** The reward that was typed; what is wrong is added to `wrong`, and then nothing of it may be used. */
export function inputOf(
	visit: Visit,
	typed: Typed,
	{ kind, wrong, before }: { kind: string; wrong: Wrong; before?: Reward | undefined },
): RewardInput {
	const terms = before ? (JSON.parse(before.terms) as Record<string, unknown>) : {}
	const reading = { visit, typed, wrong, before: terms }
	const { timeZone } = visit.settings
	const [from, until] = [readDate(reading, 'saleFrom'), readDate(reading, 'saleUntil')]
	if (from !== null && until !== null && until < from) wrong.set('saleUntil', visit.say('reward.sale_rule'))
	const isPool = (before?.code_source ?? typed['codeSource']) === 'pool'
	const [stock, perMemberLimit] = limitFields.map((field) => readWhole(reading, field))
	return {
		kind,
		terms: readTerms(reading, kind),
		costPoints: readWhole(reading, costField) ?? 0,
		stock: stock ?? null,
		perMemberLimit: perMemberLimit ?? null,
		tierId: /^\d{1,3}$/.test(typed['tierId'] ?? '') ? Number(typed['tierId']) : null,
		onSaleFrom: from === null ? null : startOfDay(from, timeZone),
		onSaleUntil: until === null ? null : startOfDay(until + 1, timeZone),
		usableAt: isPool ? 'online' : 'counter',
		codeSource: isPool ? 'pool' : 'own',
	}
}
