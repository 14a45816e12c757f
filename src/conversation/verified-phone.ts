import { memberNumber } from '../domain/member-number.ts'
import { sharePhone } from '../loyalty/share-phone.ts'
import { getMember } from '../store/members.ts'
import { say } from './locales/index.ts'
import { tellNotices } from './notices.ts'
import { lead, type Turn } from './turn.ts'
import type { Understood } from './understand.ts'
import { welcomeBack } from './welcome-back.ts'

/**
 * On WhatsApp the sender's number is proved by the platform. An imported membership with it is hers from the first
 * message on; a stranger's number waits for her joining. True when this already answered the message.
 */
export async function takeVerifiedPhone(turn: Turn, understood: Understood): Promise<boolean> {
	const { work, session, event, address } = turn
	const phone = event.verifiedPhone
	if (turn.member || phone === undefined || session.phone !== null) return false
	const shared = await sharePhone(work, { addressId: address.id, phone })
	if (!shared.ok) {
		if (shared.reason === 'not-a-member') session.phone = work.keys.encrypt(shared.facts.phone)
		return false
	}
	const { memberId, usable, notices } = shared.value
	turn.member = await getMember(work.tx, memberId)
	await tellNotices(work, notices, { exceptMember: memberId })
	const { name } = turn.member
	const asksNothingElse = understood.intent === null || understood.intent === 'menu' || understood.intent === 'join'
	if (asksNothingElse && event.choice === undefined && !event.start) {
		await welcomeBack(turn, { memberId, name, usable })
		return true
	}
	const called = name || event.name || say(turn.locale, 'piece.friend')
	lead(turn, say(turn.locale, 'activate.welcome', { name: called, points: usable, code: memberNumber(memberId) }))
	return false
}
