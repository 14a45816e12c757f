import { dayOf } from '../../domain/calendar.ts'
import { qrPng } from '../../lib/qr.ts'
import { type ReferralOverview, referralOverview } from '../../loyalty/referral-overview.ts'
import type { Command } from '../command.ts'
import { formatDate } from '../locales/format.ts'
import { say, sayPlain } from '../locales/index.ts'
import { answer, button, lines, type MemberTurn, menuButton } from '../turn.ts'

const MOST_LINES = 6
/** Below the line of all, on a screen of their own. */
const SHOWN_FRIENDS = 5

interface ReferralLinks {
	telegram: string | undefined
	whatsapp: string | undefined
	/** Our own page that offers both. */
	page: string | undefined
}

/** The links that bring a friend in by a code, those that can be made with what the shop has. */
export function referralLinks(turn: MemberTurn, code: string): ReferralLinks {
	const { around, locale } = turn
	const bare = code.replace(/-/g, '')
	const handle = around.telegramHandle()
	const number = around.whatsappNumber()
	const prefill = encodeURIComponent(sayPlain(locale, 'refer.prefill', { code: bare }))
	return {
		telegram: handle ? `https://t.me/${handle}?start=r_${bare}` : undefined,
		whatsapp: number ? `https://wa.me/${number}?text=${prefill}` : undefined,
		page: around.publicUrl ? `${around.publicUrl}/r/${bare}` : undefined,
	}
}

/** What either side gets, and when, on one line. */
function offerLine(turn: MemberTurn, { offer }: ReferralOverview): string {
	const { locale } = turn
	const points = (count: number) => sayPlain(locale, 'piece.points', { points: count })
	const { referrerPoints: yours, friendPoints: theirs, afterFirstOrder } = offer
	const gifts =
		theirs === 0
			? say(locale, 'refer.yours', { yours: points(yours) })
			: yours === 0
				? say(locale, 'refer.theirs', { theirs: points(theirs) })
				: yours === theirs
					? say(locale, 'refer.both', { reward: points(theirs) })
					: say(locale, 'refer.each', { yours: points(yours), theirs: points(theirs) })
	return [gifts, afterFirstOrder && yours > 0 ? say(locale, 'refer.when_first_order') : '']
		.filter(Boolean)
		.join(locale === 'en' ? ' ' : '')
}

function friendLine(turn: MemberTurn, friend: ReferralOverview['friends'][number]): string {
	const { locale, settings } = turn
	const date = formatDate(locale, dayOf(friend.joinedAt, settings.timeZone))
	if (friend.state === 'bought') return say(locale, 'refer.friend_bought', { friend: friend.friend, date })
	if (friend.state === 'review') return say(locale, 'refer.friend_review', { friend: friend.friend })
	if (friend.state !== 'joined') return say(locale, 'refer.friend_none', { friend: friend.friend })
	if (!friend.pending) return say(locale, 'refer.friend_joined', { friend: friend.friend, date })
	return friend.pendingUntil === null
		? say(locale, 'refer.friend_pending_order', { friend: friend.friend })
		: say(locale, 'refer.friend_pending', { friend: friend.friend, date: formatDate(locale, friend.pendingUntil) })
}

async function showQr(turn: MemberTurn, url: string): Promise<void> {
	answer(turn, {
		text: say(turn.locale, 'refer.qr'),
		picture: { base64: qrPng(url).toString('base64') },
		choices: [menuButton(turn)],
	})
}

function progressLine({ locale }: MemberTurn, { invited, joined, bought, pendingPoints }: ReferralOverview): string {
	if (joined + invited === 0) return say(locale, 'refer.none_yet')
	return say(locale, 'refer.progress', { invited, joined, bought, pending: pendingPoints })
}

function showFriends(turn: MemberTurn, overview: ReferralOverview): void {
	answer(turn, {
		text: lines(
			progressLine(turn, overview),
			...overview.friends.slice(0, SHOWN_FRIENDS).map((friend) => friendLine(turn, friend)),
		),
		choices: [button(turn, 'btn.refer', 'refer'), menuButton(turn)],
		columns: 2,
		screen: true,
	})
}

/** Telegram's own page to pass the link on to a chat. */
function shareLink(turn: MemberTurn, url: string): { label: string; url: string } {
	const text = sayPlain(turn.locale, 'refer.share', { shop: turn.settings.shopName, url })
	return {
		label: sayPlain(turn.locale, 'btn.share'),
		url: `https://t.me/share/url?url=${encodeURIComponent(url)}&text=${encodeURIComponent(text)}`,
	}
}

export const refer: Command = {
	name: 'refer',
	for: 'members',
	async run(turn, [step]) {
		const { locale, work, event } = turn
		const overview = await referralOverview(work.tx, turn.member.id, work.now)
		if (overview.offer.referrerPoints === 0 && overview.offer.friendPoints === 0)
			return answer(turn, { text: say(locale, 'refer.off'), choices: [menuButton(turn)], screen: true })
		if (step === 'friends') return showFriends(turn, overview)
		const links = referralLinks(turn, overview.code)
		const best = links.page ?? links.telegram ?? links.whatsapp
		if (step === 'qr' && best) return showQr(turn, best)
		const known = [
			offerLine(turn, overview),
			say(locale, 'refer.code', { code: overview.code }),
			links.page && say(locale, 'refer.link', { url: links.page }),
			links.telegram && say(locale, 'refer.link_telegram', { url: links.telegram }),
			links.whatsapp && say(locale, 'refer.link_whatsapp', { url: links.whatsapp }),
			progressLine(turn, overview),
		].filter((line) => line !== undefined && line !== '')
		const shown = overview.friends.slice(0, Math.max(0, MOST_LINES - known.length))
		const text = lines(...known, ...shown.map((friend) => friendLine(turn, friend)))
		const share = best && links.telegram && event.channel === 'telegram' ? { link: shareLink(turn, best) } : {}
		answer(turn, {
			text,
			choices: [
				...(best ? [button(turn, 'btn.show_qr', 'refer:qr')] : []),
				...(overview.friends.length > shown.length ? [button(turn, 'btn.friends', 'refer:friends')] : []),
				menuButton(turn),
			],
			columns: 2,
			...(best ? { copy: { label: sayPlain(locale, 'btn.copy_link'), value: best } } : {}),
			...share,
			screen: true,
		})
	},
}
