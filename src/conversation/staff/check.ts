import {
	type Checked,
	type CheckRefusal,
	checkAtCounter,
	mayUsePlainCodes,
	type UseRefusal,
	useAtCounter,
} from '../../loyalty/check-at-counter.ts'
import { NUMBER_MS } from '../../loyalty/present-coupon.ts'
import type { CouponSeen } from '../../loyalty/use-coupon.ts'
import { findStaffByPublicId } from '../../store/staff.ts'
import { askConfirm } from '../confirm.ts'
import { formatDate, formatMoment } from '../locales/format.ts'
import { say, sayPlain } from '../locales/index.ts'
import { tellNotices } from '../notices.ts'
import { answer, button, lines } from '../turn.ts'
import type { StaffCommand, StaffTurn } from './command.ts'

/** A second tap on "use it" so soon is the same hand on the same coupon. */
const DOUBLE_TAP_MS = 60_000

type Refused = CheckRefusal | UseRefusal
type Used = Extract<Refused, { reason: 'used' }>['facts']

async function usedText({ work, locale, settings }: StaffTurn, used: Used): Promise<string> {
	const who = used.by === null ? undefined : await findStaffByPublicId(work.tx, used.by)
	return say(locale, 'staff.check_used', {
		last4: used.last4,
		reward: used.title,
		time: formatMoment(locale, used.usedAt, settings.timeZone),
		place: used.place,
		staff: who?.name ?? sayPlain(locale, 'staff.by_system'),
	})
}

async function refusalText(turn: StaffTurn, refusal: Refused): Promise<string> {
	const { locale } = turn
	switch (refusal.reason) {
		case 'unknown':
			return say(locale, 'staff.check_unknown', { minutes: NUMBER_MS / 60_000 })
		case 'used':
			return await usedText(turn, refusal.facts)
		case 'expired': {
			const { on, last4, title } = refusal.facts
			return say(locale, 'staff.check_expired', { date: formatDate(locale, on), last4, reward: title })
		}
		case 'void':
		case 'arranging':
			return say(locale, 'staff.check_void', { last4: refusal.facts.last4, reward: refusal.facts.title })
		case 'online-only':
			return say(locale, 'staff.check_online', { last4: refusal.facts.last4, reward: refusal.facts.title })
		case 'too-many-tries':
			return say(locale, 'staff.check_tries', { seconds: Math.ceil(refusal.facts.waitMs / 1000) })
		case 'needs-manager':
			return say(locale, 'staff.check_manager')
		case 'number-over':
			return say(locale, 'staff.check_over')
		default:
			return refusal satisfies never
	}
}

function holderOf({ locale }: StaffTurn, { memberName }: CouponSeen): string {
	return memberName || sayPlain(locale, 'piece.friend')
}

function offer(turn: StaffTurn, coupon: Checked): void {
	const { locale, staff } = turn
	const { expiresOn, last4, title, number } = coupon
	const date = expiresOn === null ? sayPlain(locale, 'piece.no_end') : formatDate(locale, expiresOn)
	const text = say(locale, 'staff.check_ok', { last4, reward: title, name: holderOf(turn, coupon), date })
	if (number === null && !mayUsePlainCodes(staff.role)) {
		answer(turn, { text: lines(text, say(locale, 'staff.check_manager')) })
		return
	}
	const value = askConfirm(turn, 'check', [String(coupon.couponId), number ?? ''])
	answer(turn, {
		text,
		choices: [button(turn, 'btn.staff_use', value), button(turn, 'btn.cancel', 'cancel')],
		columns: 2,
	})
}

export const check: StaffCommand = {
	name: 'check',
	words: ['驗券', '验券', '核銷', '核销', '查券'],
	async typed(turn, rest) {
		if (rest === '') return answer(turn, { text: say(turn.locale, 'staff.check_usage') })
		const result = await checkAtCounter(turn.work, { staff: turn.staff, typed: rest })
		if (result.ok) return offer(turn, result.value)
		answer(turn, { text: await refusalText(turn, result) })
	},
	async confirmed(turn, [couponId = '', number = '']) {
		const { work, staff, settings, locale } = turn
		const result = await useAtCounter(work, {
			staff,
			couponId: Number(couponId),
			number: number || null,
			place: settings.shopName,
		})
		const tapped = !result.ok && result.reason === 'used' && result.facts
		const twice = tapped && tapped.by === staff.public_id && work.now - tapped.usedAt < DOUBLE_TAP_MS
		if (!result.ok && !twice) return answer(turn, { text: await refusalText(turn, result) })
		if (result.ok) await tellNotices(work, result.value.notices)
		const coupon = result.ok ? result.value : tapped
		if (!coupon) return
		const { title: reward, last4 } = coupon
		answer(turn, { text: say(locale, 'staff.check_done', { reward, last4, name: holderOf(turn, coupon) }) })
	},
}
