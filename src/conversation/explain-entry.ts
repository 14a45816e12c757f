import { formatMoney } from '../domain/money.ts'
import type { HistoryLine } from '../loyalty/history.ts'
import { formatDate } from './locales/format.ts'
import { say, sayPlain } from './locales/index.ts'
import type { Turn } from './turn.ts'

/** What an explanation is made with: the turn's language, money and the names of tiers. */
export type Explaining = Pick<Turn, 'locale' | 'settings'> & { tierNames: ReadonlyMap<number, string> }

type Explain = (line: HistoryLine, how: Explaining) => string

const text = (line: HistoryLine, name: string) => String(line.facts[name] ?? '')
const figure = (line: HistoryLine, name: string) => Number(line.facts[name] ?? 0)
const money = ({ settings, locale }: Explaining, minor: number) => formatMoney(minor, settings.currency, locale)

function earned(line: HistoryLine, how: Explaining): string {
	const { locale, tierNames } = how
	const order = text(line, 'order')
	if (text(line, 'by') !== 'amount' || figure(line, 'unitMinor') === 0)
		return say(locale, 'entry.bonus_order', { order, cause: text(line, 'by') })
	return say(locale, figure(line, 'wasMinor') > 0 ? 'entry.earn_more' : 'entry.earn', {
		order,
		amount: money(how, figure(line, 'netMinor')),
		unit: money(how, figure(line, 'unitMinor')),
		rate: figure(line, 'pointsPerUnit'),
		tier: tierNames.get(figure(line, 'tierId')) ?? '',
	})
}

/** What the campaigns of a line multiply by together. */
function timesOf(line: HistoryLine): number {
	const all = text(line, 'hundredths').split(' ').map(Number)
	if (text(line, 'combine') === 'product') return all.reduce((product, one) => (product * one) / 100, 100) / 100
	return (100 + all.reduce((sum, one) => sum + one - 100, 0)) / 100
}

function bonus(line: HistoryLine, how: Explaining): string {
	const order = text(line, 'order')
	if (text(line, 'part') === 'multiplier')
		return say(how.locale, 'entry.bonus_times', {
			campaign: text(line, `campaigns.${how.locale}`) || text(line, 'campaigns'),
			order,
			base: figure(line, 'base'),
			times: String(timesOf(line)),
		})
	const cause = figure(line, 'spendMinor') > 0 ? `≥ ${money(how, figure(line, 'spendMinor'))}` : text(line, 'reason')
	return order === ''
		? say(how.locale, 'entry.bonus', { cause })
		: say(how.locale, 'entry.bonus_order', { order, cause })
}

// what a referral or joining gave, by the reason its taking back notes
const REASONS: Record<string, `entry.reverse_${'lapsed' | 'before' | 'customer' | 'member' | 'merged' | 'returned'}`> =
	{
		lapsed: 'entry.reverse_lapsed',
		'had-before': 'entry.reverse_before',
		'customer-before': 'entry.reverse_customer',
		'member-before': 'entry.reverse_member',
		merged: 'entry.reverse_merged',
		'': 'entry.reverse_returned',
	}

function reversed(line: HistoryLine, { locale }: Explaining): string {
	const reason = text(line, 'reason')
	const words = REASONS[reason]
	return say(locale, 'entry.reverse', { cause: words === undefined ? reason : sayPlain(locale, words) })
}

function returned(line: HistoryLine, how: Explaining): string {
	const order = text(line, 'order')
	if (order === '') return reversed(line, how)
	const amount = money(how, Math.max(0, figure(line, 'wasMinor') - figure(line, 'netMinor')))
	return line.debtDelta > 0
		? say(how.locale, 'entry.clawback_debt', { order, amount, debt: line.debtDelta })
		: say(how.locale, 'entry.clawback', { order, amount })
}

function referred(line: HistoryLine, { locale }: Explaining): string {
	const friend = text(line, 'friend') || sayPlain(locale, 'piece.a_friend')
	if (text(line, 'side') === 'friend') return say(locale, 'entry.referred', { friend })
	return text(line, 'on') === 'join'
		? say(locale, 'entry.refer', { friend })
		: say(locale, 'entry.refer_order', { friend })
}

/** Every kind of entry has its explanation. */
const explanations: Record<string, Explain> = {
	earn: earned,
	bonus,
	join: (_, { locale }) => say(locale, 'entry.join'),
	referral: referred,
	birthday: (_, { locale }) => say(locale, 'entry.birthday'),
	gift: (line, { locale }) => say(locale, 'entry.gift', { cause: text(line, 'reason') }),
	import: (_, { locale }) => say(locale, 'entry.import'),
	adjust: (line, { locale }) => say(locale, 'entry.adjust', { cause: text(line, 'reason') }),
	redeem: (line, { locale }) => say(locale, 'entry.redeem', { reward: text(line, 'reward') }),
	undo: (line, { locale }) =>
		say(locale, line.expiresOn === null ? 'entry.undo' : 'entry.returned_lot', { reward: text(line, 'reward') }),
	expire: (line, { locale }) => say(locale, 'entry.expire', { date: formatDate(locale, line.on) }),
	clawback: returned,
	'debt-payment': (_, { locale }) => say(locale, 'entry.debt_payment'),
	forgive: (line, { locale }) => say(locale, 'entry.forgive', { cause: text(line, 'reason') }),
	reverse: reversed,
	'transfer-in': (_, { locale }) => say(locale, 'entry.transfer_in'),
	'transfer-out': (_, { locale }) => say(locale, 'entry.transfer_out'),
}

/** The kinds that have an explanation, for the test that walks over all kinds of the ledger. */
export const explainedKinds = Object.keys(explanations)

/** Why a line of the history is there, with its arithmetic, when it becomes usable and until when; in our markup. */
export function explainEntry(line: HistoryLine, how: Explaining): string {
	const { locale } = how
	const parts = [explanations[line.kind]?.(line, how) ?? '']
	if (line.facts['waiting'] === 1)
		parts.push(
			say(
				locale,
				line.kind === 'referral' && text(line, 'side') !== 'friend' ? 'entry.waiting_friend' : 'entry.waiting',
			),
		)
	if (line.availableOn !== null)
		parts.push(say(locale, 'entry.usable_from', { date: formatDate(locale, line.availableOn) }))
	if (line.points > 0 && line.expiresOn !== null)
		parts.push(say(locale, 'entry.expires', { date: formatDate(locale, line.expiresOn) }))
	return parts.filter((part) => part !== '').join(sayPlain(locale, 'piece.separator'))
}
