import { formatMoney } from '../../domain/money.ts'
import { type Card, getCard } from '../../loyalty/card.ts'
import { listRewards } from '../../loyalty/list-rewards.ts'
import { listPhones } from '../../store/member-phones.ts'
import type { Command } from '../command.ts'
import { formatDate } from '../locales/format.ts'
import { say, sayPlain } from '../locales/index.ts'
import { answer, button, lines, type MemberTurn, menuButton, nameOf } from '../turn.ts'

const BAR_PARTS = 10
// beside title, points and tier, so that the card has six lines
const MOST_FACTS = 3

/** A bar of ten squares; what is not whole is not filled. */
export function progressBar(percent: number): string {
	const filled = Math.min(BAR_PARTS, Math.max(0, Math.floor(percent / BAR_PARTS)))
	return '🟩'.repeat(filled) + '⬜'.repeat(BAR_PARTS - filled)
}

function tierLine(turn: MemberTurn, card: Card): string {
	const { locale } = turn
	const { renewal } = card.tier.progress
	return renewal
		? say(locale, 'card.tier_until', { tier: card.tier.names[locale], date: formatDate(locale, renewal.endsOn) })
		: say(locale, 'card.tier', { tier: card.tier.names[locale] })
}

/** What is missing to the next tier, or to keep this one; the nearest end first. */
function progressLine(turn: MemberTurn, card: Card): string {
	const { locale, settings } = turn
	const { next, gapMinor, share, renewal } = card.tier.progress
	const money = (minor: number) => formatMoney(minor, settings.currency, locale)
	if (renewal?.graceUntil != null)
		return say(locale, 'card.grace', {
			tier: card.tier.names[locale],
			amount: money(renewal.needMinor),
			date: formatDate(locale, renewal.graceUntil),
		})
	if (!next) {
		if (!renewal) return say(locale, 'card.top')
		if (renewal.secured) return say(locale, 'card.secured', { tier: card.tier.names[locale] })
		const date = formatDate(locale, renewal.endsOn)
		return say(locale, 'card.keep', { amount: money(renewal.needMinor), date, tier: card.tier.names[locale] })
	}
	return say(locale, 'card.next', {
		bar: progressBar(share),
		percent: share,
		amount: money(gapMinor),
		tier: next.names[locale],
	})
}

async function pendingLine(turn: MemberTurn, card: Card): Promise<string> {
	if (card.pending === 0) return ''
	// her own points wait for a number or a purchase; once she has either, only those for a friend still wait
	const isKnown =
		card.orders.count > 0 || (await listPhones(turn.work.tx, card.memberId)).some((one) => one.verified_at)
	if (!card.pendingNext && isKnown) return say(turn.locale, 'card.pending_friend', { points: card.pending })
	if (!card.pendingNext) return say(turn.locale, 'card.pending_condition', { points: card.pending })
	const date = formatDate(turn.locale, card.pendingNext.on)
	return say(turn.locale, 'card.pending', { points: card.pending, date })
}

async function rewardLine(turn: MemberTurn, card: Card): Promise<string> {
	if (card.debt > 0) return say(turn.locale, 'card.debt', { points: card.debt })
	const { rungs, next } = await listRewards(turn.work.tx, turn.member.id, turn.work.now)
	const best = rungs.findLast((rung) => rung.state === 'now')
	if (best) return say(turn.locale, 'card.can_redeem', { reward: best.title })
	if (next) return say(turn.locale, 'card.next_reward', { need: next.gap, reward: next.title })
	return ''
}

export const card: Command = {
	name: 'card',
	for: 'members',
	async run(turn) {
		const { locale, work, settings } = turn
		const found = await getCard(work.tx, turn.member.id, work.now)
		if (!found) throw new Error('a member without a card')
		const expiring =
			found.expiring &&
			say(locale, 'card.expiring', { points: found.expiring.points, date: formatDate(locale, found.expiring.on) })
		const points = say(locale, 'card.points', { points: found.usable })
		const facts = [progressLine(turn, found), await pendingLine(turn, found), expiring, await rewardLine(turn, found)]
		const own = [points, tierLine(turn, found)]
		const crowded = facts.filter(Boolean).length > MOST_FACTS
		const text = lines(
			say(locale, 'card.title', { shop: settings.shopName, name: nameOf(turn), code: found.number }),
			...(crowded ? [own.join(sayPlain(locale, 'piece.separator'))] : own),
			...facts,
		)
		const choices = [
			button(turn, 'btn.rewards', 'rewards'),
			button(turn, 'btn.coupons', 'coupons'),
			button(turn, 'btn.refer', 'refer'),
			button(turn, 'btn.history', 'history'),
			button(turn, 'btn.id', 'id'),
			menuButton(turn),
		]
		answer(turn, { text, choices, columns: 2, screen: true })
	},
}
