import { qrPng } from '../../lib/qr.ts'
import { type Presented, type PresentRefusal, presentCoupon } from '../../loyalty/present-coupon.ts'
import { runStale } from '../act.ts'
import type { Command } from '../command.ts'
import { formatDate, formatMoment } from '../locales/format.ts'
import { say } from '../locales/index.ts'
import { answer, button, lines, type MemberTurn, menuButton } from '../turn.ts'

/** What the code to scan says: a link that opens the bot on the phone of staff, or the bare number. */
function scanned(turn: MemberTurn, number: string): string {
	const handle = turn.around.telegramHandle()
	return handle === undefined ? number : `https://t.me/${handle}?start=c_${number}`
}

function show(turn: MemberTurn, publicId: string, coupon: Presented): void {
	const { locale, settings } = turn
	const time = formatMoment(locale, coupon.until, settings.timeZone)
	answer(turn, {
		text: lines(
			coupon.renewed && say(locale, 'coupon.number_old'),
			say(locale, 'coupon.number', { number: coupon.number, reward: coupon.title, time }),
		),
		picture: { base64: qrPng(scanned(turn, coupon.number)).toString('base64') },
		choices: [
			button(turn, 'btn.renew_number', `use:${publicId}:new`),
			button(turn, 'btn.coupons', 'coupons'),
			menuButton(turn),
		],
		columns: 2,
	})
}

function refusalText(turn: MemberTurn, refusal: Exclude<PresentRefusal, { reason: 'unknown' }>): string {
	const { locale, settings } = turn
	switch (refusal.reason) {
		case 'used':
			return say(locale, 'coupon.used_already', {
				reward: refusal.facts.title,
				time: formatMoment(locale, refusal.facts.usedAt, settings.timeZone),
				place: refusal.facts.place,
			})
		case 'expired':
			return say(locale, 'coupon.expired', {
				reward: refusal.facts.title,
				date: formatDate(locale, refusal.facts.on),
			})
		case 'void':
		case 'arranging':
			return say(locale, 'coupon.void_already', { reward: refusal.facts.title })
		case 'online-only':
			return say(locale, 'coupon.online_only')
		default:
			return refusal satisfies never
	}
}

/** At the counter: the number that staff type or scan, good for ten minutes. */
export const use: Command = {
	name: 'use',
	for: 'members',
	async run(turn, [publicId = '', wish]) {
		const memberId = turn.member.id
		const result = await presentCoupon(turn.work, { memberId, publicId, fresh: wish === 'new' })
		if (result.ok) return show(turn, publicId, result.value)
		if (result.reason === 'unknown') return runStale(turn)
		const choices = [button(turn, 'btn.coupons', 'coupons'), menuButton(turn)]
		answer(turn, { text: refusalText(turn, result), choices, columns: 2 })
	},
}
