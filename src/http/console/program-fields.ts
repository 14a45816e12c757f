import { formatPlain, parseAmount } from '../../domain/money.ts'
import { type ProgramRules, programRules } from '../../domain/program.ts'
import type { Form, Wrong } from './form.ts'
import type { Visit } from './visit.ts'

/** One thing of the programme that the console changes; its name is its path in the rules. */
export interface ProgramField {
	name: string
	label: string
	what: 'money' | 'whole' | 'words' | 'pick'
	least?: number
	most?: number
	/** May be left empty, which means none. */
	optional?: boolean
	options?: readonly { value: string; label: string }[]
	hint?: string
	show(rules: ProgramRules): string
	/** Writes a value that was checked; null where nothing was typed. */
	write(draft: ProgramRules, value: string | number | null): void
}

export interface ProgramGroup {
	title: string
	fields: ProgramField[]
}

/** The values of the form by field name, as they were typed. */
export type Typed = Record<string, string>

const MOST_POINTS = 10_000_000

const whole = (value: string | number | null) => Number(value ?? 0)

function listEarning({ say, settings }: Visit, { earning }: ProgramRules): ProgramField[] {
	if (earning.by !== 'amount') return []
	const of = (rules: ProgramRules) => (rules.earning.by === 'amount' ? rules.earning : earning)
	return [
		{
			name: 'earning.pointsPerUnit',
			label: say('program.points_per_unit'),
			what: 'whole',
			least: 1,
			most: MOST_POINTS,
			show: (rules) => String(of(rules).pointsPerUnit),
			write: (draft, value) => {
				of(draft).pointsPerUnit = whole(value)
			},
		},
		{
			name: 'earning.unitMinor',
			label: say('program.unit'),
			what: 'money',
			show: (rules) => formatPlain(of(rules).unitMinor, settings.currency),
			write: (draft, value) => {
				of(draft).unitMinor = whole(value)
			},
		},
	]
}

/** A whole number somewhere in the rules. */
function numberField(
	name: string,
	label: string,
	place: { get(rules: ProgramRules): number; set(draft: ProgramRules, value: number): void; most: number },
): ProgramField {
	return {
		name,
		label,
		what: 'whole',
		least: 0,
		most: place.most,
		show: (rules) => String(place.get(rules)),
		write: (draft, value) => place.set(draft, whole(value)),
	}
}

function listPoints(visit: Visit): ProgramField[] {
	const { say } = visit
	return [
		numberField('welcome.points', say('program.welcome'), {
			get: ({ welcome }) => welcome.points,
			set: ({ welcome }, value) => {
				welcome.points = value
			},
			most: MOST_POINTS,
		}),
		numberField('holdDays.web', say('program.hold_web'), {
			get: ({ holdDays }) => holdDays.web,
			set: ({ holdDays }, value) => {
				holdDays.web = value
			},
			most: 365,
		}),
		numberField('holdDays.counter', say('program.hold_counter'), {
			get: ({ holdDays }) => holdDays.counter,
			set: ({ holdDays }, value) => {
				holdDays.counter = value
			},
			most: 365,
		}),
		numberField('undoMinutes', say('program.undo'), {
			get: ({ undoMinutes }) => undoMinutes,
			set: (draft, value) => {
				draft.undoMinutes = value
			},
			most: 1440,
		}),
	]
}

const ownModes = ['end-of-month', 'inactivity', 'never'] as const

function listExpiry({ say }: Visit, rules: ProgramRules): ProgramField[] {
	const isOwn = ownModes.some((mode) => mode === rules.expiry.mode)
	const kept = isOwn ? [] : [{ value: 'kept', label: say('program.expiry_kept') }]
	const modes = ownModes.map((value) => ({ value: value as string, label: say(`expiry.${value}`) }))
	return [
		{
			name: 'expiry.mode',
			label: say('program.expiry'),
			what: 'pick',
			options: [...kept, ...modes],
			show: ({ expiry }) => (ownModes.some((mode) => mode === expiry.mode) ? expiry.mode : 'kept'),
			write: (draft, value) => {
				const months = 'months' in draft.expiry ? draft.expiry.months : 12
				if (value === 'never') draft.expiry = { mode: 'never' }
				if (value === 'end-of-month' || value === 'inactivity') draft.expiry = { mode: value, months }
			},
		},
		{
			name: 'expiry.months',
			label: say('program.expiry_months'),
			what: 'whole',
			least: 1,
			most: 120,
			optional: true,
			show: ({ expiry }) => ('months' in expiry ? String(expiry.months) : ''),
			write: (draft, value) => {
				if ('months' in draft.expiry && value !== null) draft.expiry.months = whole(value)
			},
		},
	]
}

function listReferral({ say }: Visit): ProgramField[] {
	const sides = ['referrer', 'friend'] as const
	const gives = ['onJoin', 'onFirstOrder'] as const
	const numbers = sides.flatMap((side) =>
		gives.map((give) =>
			numberField(`referral.${side}.${give}`, say(`program.${side}_${give}`), {
				get: ({ referral }) => referral[side][give],
				set: ({ referral }, value) => {
					referral[side][give] = value
				},
				most: MOST_POINTS,
			}),
		),
	)
	const options = (['first-order', 'at-once'] as const).map((value) => ({ value, label: say(`program.when_${value}`) }))
	const when: ProgramField = {
		name: 'referral.referrer.onJoinWhen',
		label: say('program.referrer_when'),
		what: 'pick',
		options,
		show: ({ referral }) => referral.referrer.onJoinWhen,
		write: ({ referral }, value) => {
			referral.referrer.onJoinWhen = value === 'at-once' ? 'at-once' : 'first-order'
		},
	}
	return [...numbers, when]
}

type Tier = ProgramRules['tiers'][number]

function listTier(visit: Visit, at: number, rules: ProgramRules): ProgramField[] {
	const { say, settings } = visit
	const main = settings.locale === 'zh-Hant' ? 'zh-Hant' : 'zh-HK'
	const of = ({ tiers }: ProgramRules) => tiers[at] as Tier
	const nameField = (locale: 'zh' | 'en'): ProgramField => ({
		name: `tiers.${at}.name.${locale}`,
		label: say(locale === 'zh' ? 'reward.in_chinese' : 'reward.in_english', { label: say('members.name') }),
		what: 'words',
		show: (shown) => of(shown).name[locale === 'zh' ? main : 'en'],
		write: (draft, value) => {
			const { name } = of(draft)
			const text = String(value)
			if (locale === 'en') name.en = text
			else {
				const other = main === 'zh-HK' ? 'zh-Hant' : 'zh-HK'
				// the Chinese of the other region stays where somebody wrote it differently
				if (name[other] === name[main]) name[other] = text
				name[main] = text
			}
		},
	})
	type Demand = 'spendMinor' | 'singleOrderMinor'
	const money = (part: 'upgrade' | 'renew', demand: Demand, label: string): ProgramField => ({
		name: `tiers.${at}.${part}.${demand}`,
		label,
		what: 'money',
		optional: true,
		show: (shown) => {
			const minor = of(shown)[part]?.[demand]
			return minor === undefined ? '' : formatPlain(minor, settings.currency)
		},
		write: (draft, value) => {
			const tier = of(draft)
			const rule = { ...(tier[part] ?? {}) } as Record<string, unknown>
			if (value === null) delete rule[demand]
			else rule[demand] = value
			if (part === 'upgrade') tier.upgrade = { over: 'rolling', months: 12, ...rule } as Tier['upgrade']
			else tier.renew = Object.keys(rule).length > 0 ? (rule as Tier['renew']) : null
		},
	})
	const validity: ProgramField = {
		name: `tiers.${at}.validMonths`,
		label: say('program.valid_months'),
		what: 'whole',
		least: 1,
		most: 120,
		optional: true,
		hint: say('program.valid_hint'),
		show: (shown) => String(of(shown).validMonths ?? ''),
		write: (draft, value) => {
			of(draft).validMonths = value === null ? null : whole(value)
		},
	}
	const isBase = at === 0 || of(rules).upgrade === null
	return [
		nameField('zh'),
		nameField('en'),
		...(isBase
			? []
			: [
					money('upgrade', 'spendMinor', say('program.tier_spend')),
					money('upgrade', 'singleOrderMinor', say('program.tier_single')),
					validity,
					money('renew', 'spendMinor', say('program.tier_renew')),
				]),
	]
}

/** Everything of a programme that the console changes, in the order of the page. */
export function listGroups(visit: Visit, rules: ProgramRules): ProgramGroup[] {
	const { say, locale } = visit
	return [
		{ title: say('program.earning'), fields: listEarning(visit, rules) },
		{ title: say('program.points'), fields: [...listPoints(visit), ...listExpiry(visit, rules)] },
		{ title: say('home.referrals'), fields: listReferral(visit) },
		...rules.tiers.map((tier, at) => ({
			title: say('event.tier', { tier: tier.name[locale] }),
			fields: listTier(visit, at, rules),
		})),
	]
}

export const fieldsOf = (groups: readonly ProgramGroup[]) => groups.flatMap((group) => group.fields)

export function readTyped(groups: readonly ProgramGroup[], form: Form): Typed {
	return Object.fromEntries(fieldsOf(groups).map(({ name }) => [name, form.text(name).trim()]))
}

export function typedOf(groups: readonly ProgramGroup[], rules: ProgramRules): Typed {
	return Object.fromEntries(fieldsOf(groups).map((field) => [field.name, field.show(rules)]))
}

const MAX_WORDS = 60

/** The value of a field, or what is wrong with it. */
function readField(
	visit: Visit,
	field: ProgramField,
	text: string,
): { value: string | number | null } | { wrong: string } {
	const { say, settings } = visit
	if (text === '') return field.optional ? { value: null } : { wrong: say('form.required') }
	if (field.what === 'words')
		return text.length > MAX_WORDS ? { wrong: say('form.too_long', { max: MAX_WORDS }) } : { value: text }
	if (field.what === 'pick')
		return field.options?.some((option) => option.value === text) ? { value: text } : { wrong: say('form.pick') }
	if (field.what === 'money') {
		const amount = parseAmount(text, settings.currency)
		const isGood = amount.ok && amount.value > 0 && amount.value <= 1_000_000_000_000
		return isGood ? { value: amount.value } : { wrong: say('reward.money_rule', { currency: settings.currency }) }
	}
	const { least = 0, most = MOST_POINTS } = field
	const plain = text.normalize('NFKC').replace(/[\s,]/g, '')
	const isGood = /^\d{1,9}$/.test(plain) && Number(plain) >= least && Number(plain) <= most
	return isGood ? { value: Number(plain) } : { wrong: say('reward.whole_rule', { least, most }) }
}

/** The rules with what was typed; what is wrong is named by field, and then the rules are the old ones. */
export function draftOf(
	visit: Visit,
	before: ProgramRules,
	given: { groups: readonly ProgramGroup[]; typed: Typed; wrong: Wrong },
): ProgramRules {
	const { groups, typed, wrong } = given
	const draft = structuredClone(before)
	for (const field of fieldsOf(groups)) {
		const read = readField(visit, field, typed[field.name] ?? '')
		if ('wrong' in read) wrong.set(field.name, read.wrong)
		// what was not touched stays as it is, with all that the form does not show
		else if (typed[field.name] !== field.show(before)) field.write(draft, read.value)
	}
	if (wrong.size > 0) return before
	const parsed = programRules.safeParse(draft)
	if (parsed.success) return parsed.data
	const names = new Set(fieldsOf(groups).map(({ name }) => name))
	for (const { path } of parsed.error.issues) {
		const name = path.join('.')
		wrong.set(names.has(name) ? name : 'earning.unitMinor', visit.say('program.not_whole'))
	}
	return before
}

export interface Change {
	name: string
	label: string
	before: string
	after: string
}

/** What the new rules change, in the words of the form. */
export function listChanges(groups: readonly ProgramGroup[], before: ProgramRules, after: ProgramRules): Change[] {
	const name = (field: ProgramField, value: string) =>
		field.options?.find((option) => option.value === value)?.label ?? (value || '–')
	return groups.flatMap(({ title, fields }) =>
		fields
			.filter((field) => field.show(before) !== field.show(after))
			.map((field) => ({
				name: field.name,
				label: `${title} · ${field.label}`,
				before: name(field, field.show(before)),
				after: name(field, field.show(after)),
			})),
	)
}
