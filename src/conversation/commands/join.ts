import { memberNumber } from '../../domain/member-number.ts'
import { touchReferral } from '../../loyalty/bind-referral.ts'
import { type Joined, join as joinMember } from '../../loyalty/join.ts'
import { getMember } from '../../store/members.ts'
import { getProgramAt } from '../../store/programs.ts'
import { showMenu } from '../act.ts'
import type { Command } from '../command.ts'
import { earlierPoints } from '../earlier-points.ts'
import { say } from '../locales/index.ts'
import { tellNotices } from '../notices.ts'
import { answer, button, lead, lines, type Turn } from '../turn.ts'
import { parseYesNo } from '../understand-extract.ts'
import { welcomeBack } from '../welcome-back.ts'
import { askPhone, canShare } from './phone.ts'

/** Version of the words on which somebody agrees to join and to offers; a change of them is a new version. */
export const JOIN_WORDING = 'join-1'

const MOST_LINES = 6

const DAY_MS = 86_400_000

/** By whom this chat was invited, while the click is still good. */
async function findInvitation(turn: Turn, linkDays: number) {
	const { referral_code: code, referral_at: at, id } = turn.address
	if (code === null || turn.work.now - (at ?? 0) >= linkDays * DAY_MS) return null
	const touched = await touchReferral(turn.work, { addressId: id, code })
	return touched.ok ? touched.value : null
}

const waysToJoin = (turn: Turn) => [
	button(turn, 'btn.join_offers', 'join:offers'),
	button(turn, 'btn.join_plain', 'join:plain'),
]

async function ask(turn: Turn): Promise<void> {
	const { locale, settings, work } = turn
	const shop = settings.shopName
	const program = await getProgramAt(work.tx, work.now)
	const bonus = program.rules.welcome.points
	const invited = await findInvitation(turn, program.rules.referral.linkDays)
	const parts = [
		say(locale, 'join.hello', { shop }),
		bonus > 0 ? say(locale, 'join.gift', { points: bonus }) : say(locale, 'join.plain'),
		invited &&
			invited.friendPoints > 0 &&
			say(locale, 'join.invited', {
				referrer: invited.referrer,
				reward: say(locale, 'piece.points', { points: invited.friendPoints }),
			}),
		say(locale, 'join.notice', { shop }),
		say(locale, 'join.offers', { shop, cap: settings.promotions.per30Days }),
		say(locale, 'join.choose'),
	]
	// the two buttons ask by themselves
	const crowded = lines(turn.lead, ...parts).split('\n').length > MOST_LINES
	const text = lines(...(crowded ? parts.slice(0, -1) : parts))
	turn.session.slot = { command: 'join', step: 'choose', at: work.now }
	const link =
		settings.termsUrl && URL.canParse(settings.termsUrl) ? { label: '📄', url: settings.termsUrl } : undefined
	answer(turn, {
		text,
		choices: waysToJoin(turn),
		...(link ? { link } : {}),
	})
}

function welcomeText(turn: Turn, joined: Joined, promotions: boolean): string {
	const { locale, settings } = turn
	const gifts = [joined.welcome, joined.referral].filter((gift) => gift !== null && gift.points > 0)
	const now = gifts.reduce((sum, gift) => sum + (gift?.waiting ? 0 : (gift?.points ?? 0)), 0)
	const looked = joined.referral?.held ? joined.referral.points : 0
	const later = gifts.reduce((sum, gift) => sum + (gift?.waiting ? (gift.points ?? 0) : 0), 0) - looked
	return lines(
		say(locale, 'join.done', {
			name: turn.event.name ?? say(locale, 'piece.friend'),
			shop: settings.shopName,
			code: memberNumber(joined.memberId),
		}),
		now > 0 && say(locale, 'join.points', { points: now }),
		later > 0 && say(locale, canShare(turn) ? 'join.points_wait' : 'join.points_wait_order', { points: later }),
		looked > 0 && say(locale, 'join.points_look', { points: looked }),
		earlierPoints(locale, joined.memberId, joined.notices),
		joined.welcome === null && say(locale, 'join.reward_once'),
		promotions ? say(locale, 'join.offers_on', { cap: settings.promotions.per30Days }) : say(locale, 'join.offers_off'),
	)
}

async function enter(turn: Turn, promotions: boolean): Promise<void> {
	const { work, session, event } = turn
	const phone = session.phone === null ? undefined : work.keys.decrypt(session.phone)
	const result = await joinMember(work, {
		addressId: turn.address.id,
		name: event.name ?? '',
		locale: turn.locale,
		promotions,
		source: session.joinSource ?? 'chat',
		messageId: event.messageId,
		wording: JOIN_WORDING,
		phone,
	})
	session.slot = null
	session.phone = null
	if (!result.ok)
		return answer(turn, { text: say(turn.locale, result.reason === 'phone-taken' ? 'phone.taken' : 'phone.bad') })
	const joined = result.value
	turn.member = await getMember(work.tx, joined.memberId)
	await tellNotices(work, joined.notices, { exceptMember: joined.memberId })
	if (joined.state === 'already') {
		lead(turn, say(turn.locale, 'join.already', { name: turn.member.name }))
		return showMenu(turn)
	}
	const card = button(turn, 'btn.card', 'card')
	const next = [
		card,
		button(turn, 'btn.rewards', 'rewards'),
		button(turn, 'btn.refer', 'refer'),
		button(turn, 'btn.menu', 'menu'),
	]
	if (joined.state === 'activated') {
		const { usable, name } = turn.member
		return welcomeBack(turn, { memberId: joined.memberId, name, usable })
	}
	answer(turn, { text: welcomeText(turn, joined, promotions), choices: next, columns: 2 })
	const waits = joined.welcome?.waiting || (joined.referral?.waiting && !joined.referral.held)
	if (waits && canShare(turn)) askPhone(turn)
}

export const join: Command = {
	name: 'join',
	for: 'anybody',
	async run(turn, [choice]) {
		if (turn.member) {
			lead(turn, say(turn.locale, 'join.already', { name: turn.member.name }))
			return showMenu(turn)
		}
		if (choice === 'offers' || choice === 'plain') return enter(turn, choice === 'offers')
		await ask(turn)
	},
	async answer(turn, text) {
		// a yes to two choices is neither: consent is never guessed
		if (turn.member || parseYesNo(text) !== 'yes') return false
		answer(turn, { text: say(turn.locale, 'join.choose_again'), choices: waysToJoin(turn) })
		return true
	},
}
