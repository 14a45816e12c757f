import { findReferralCode } from '../domain/codes.ts'
import type { StoreSettings } from '../domain/settings.ts'
import { touchReferral } from '../loyalty/bind-referral.ts'
import type { Inbound, Locale } from '../messaging/channel.ts'
import { queueReply } from '../messaging/outbox.ts'
import { type Address, ensureAddress, findAddress } from '../store/addresses.ts'
import { findLivingMember } from '../store/members.ts'
import type { Row } from '../store/schema.ts'
import { getSettings } from '../store/settings.ts'
import { findStaffByAddress } from '../store/staff.ts'
import type { Work } from '../store/transact.ts'
import { runCommand, runFallback, runStale, showMenu } from './act.ts'
import { commands } from './commands/index.ts'
import { commandFor } from './finer-wish.ts'
import { countFlood, dropRepeated } from './guards.ts'
import { handOver } from './hand-over.ts'
import { tellHeld } from './held-notices.ts'
import { localeNames, say } from './locales/index.ts'
import { normalize } from './normalize.ts'
import { loadSession, saveSession } from './session.ts'
import { answerStaff, pressStaff, scanStaff, takeStaffContact, takeStaffLink, takeStaffText } from './staff-desk.ts'
import { answer, button, lead, menuButton, type Surroundings, type Turn, todayOf } from './turn.ts'
import { type Understood, understand } from './understand.ts'
import { takeVerifiedPhone } from './verified-phone.ts'

/** Longest name of a poster or page by which people come. */
const MOST_SOURCE = 40

/** Handles one message of a person inside the given transaction: what must be said is in the outbox after it. */
export type Receive = (work: Work, event: Inbound) => Promise<void>

export function createReceive(around: Surroundings): Receive {
	return async (work, event) => {
		const turn = await openTurn(work, event, around)
		await takeTurn(turn)
		// said in the app's own settings, not to us: it is obeyed, and an answer would write to somebody who said stop
		const replies = event.unanswered ? [] : await tellHeld(turn, dropRepeated(turn))
		for (const reply of replies) await queueReply(work, { addressId: turn.address.id, channel: event.channel, reply })
		await saveSession(work, turn.address.id, turn.session)
	}
}

function localeOf(
	event: Inbound,
	address: Address,
	known: { member: Row<'members'> | null; settings: StoreSettings },
): Locale {
	const asked = known.member?.locale ?? address.locale ?? event.locale ?? known.settings.locale
	return localeNames.find((name) => name === asked) ?? known.settings.locale
}

/** What was done outside the chat opens no window for writing back. */
async function openAddress(work: Work, event: Inbound): Promise<Address> {
	const { channel, address, name, username, locale, at } = event
	const known = event.unanswered ? await findAddress(work.tx, channel, address) : undefined
	return known ?? (await ensureAddress(work.tx, { channel, address, name, username, locale, at }))
}

async function openTurn(work: Work, event: Inbound, around: Surroundings): Promise<Turn> {
	const address = await openAddress(work, event)
	const session = await loadSession(work, address.id)
	const settings = await getSettings(work.tx)
	const found = address.member_id === null ? undefined : await findLivingMember(work.tx, address.member_id)
	const member = found?.status === 'active' ? found : null
	const staff = (await findStaffByAddress(work.tx, address.id)) ?? null
	const locale = localeOf(event, address, { member, settings })
	const today = todayOf(settings, work.now)
	return { work, event, address, member, staff, session, settings, locale, today, around, lead: '', replies: [] }
}

/** Words that are obeyed in every state, whatever question is open and however many messages came. */
function isAlwaysObeyed(understood: Understood): boolean {
	return understood.score >= 1 && (understood.intent === 'stop' || understood.intent === 'human')
}

async function takeTurn(turn: Turn): Promise<void> {
	const { event, session } = turn
	const understood = understand(event.text, { channel: event.channel })
	const flood = countFlood(session, turn.work.now)
	if (flood !== 'none' && !isAlwaysObeyed(understood)) {
		if (flood === 'warn') answer(turn, { text: say(turn.locale, 'err.flood', { minutes: 1 }) })
		return
	}
	if (await takeVerifiedPhone(turn, understood)) return
	if (event.contact) {
		if (await takeStaffContact(turn)) return
		return runCommand(turn, 'phone', ['contact'])
	}
	if (event.choice !== undefined) return takeChoice(turn, event.choice)
	if (event.start !== undefined) return takeStart(turn, event.start)
	if (event.media && event.text === '') return takeMedia(turn)
	if (await takeStaffText(turn)) return
	// what is written below a picture is answered; the picture is for the staff
	if (event.media && session.mode === 'bot') await handOver(turn, event.text)
	await takeText(turn, understood)
}

/** A pressed button: its value is ours, or it is answered like one that is out of date. */
async function takeChoice(turn: Turn, value: string): Promise<void> {
	turn.session.misses = 0
	const [name = '', ...args] = value.split(':')
	if (await pressStaff(turn, name, args)) return
	if (!Object.hasOwn(commands, name)) return runStale(turn)
	turn.session.slot = null
	await runCommand(turn, name, args)
}

/** The payload of a link: r_ a referral, a_ an activation, c_ a coupon, s_ staff, j_ a poster; anything else greets. */
async function takeStart(turn: Turn, payload: string): Promise<void> {
	turn.session.misses = 0
	const [, kind, code] = /^([racsj])_([\w-]{1,62})$/.exec(payload) ?? []
	if (kind === 'r' && code) return takeReferral(turn, code)
	if (kind === 'a' && code) return runCommand(turn, 'activate', [code])
	if (kind === 's' && code && (await takeStaffLink(turn, code))) return
	if (kind === 'j' && code) noteSource(turn, code)
	if (kind === 'c' && code && (await scanStaff(turn, code))) return
	if (kind === 'c' && code && turn.member) {
		answer(turn, { text: say(turn.locale, 'coupon.scanned', { shop: turn.settings.shopName }) })
		return
	}
	await greet(turn)
}

/** Where somebody who is no member yet came from, kept until she joins. */
function noteSource(turn: Turn, source: string): void {
	if (!turn.member) turn.session.joinSource = source.slice(0, MOST_SOURCE)
}

/** Somebody who comes by a referral code is asked to join, and told whom she came by. */
async function takeReferral(turn: Turn, text: string): Promise<void> {
	const code = findReferralCode(text) ?? text
	const touched = await touchReferral(turn.work, { addressId: turn.address.id, code })
	if (touched.ok) {
		if (touched.value.first) turn.address = { ...turn.address, referral_code: code, referral_at: turn.work.now }
		return runCommand(turn, 'join', ['ask'])
	}
	const sentences = {
		'code-unknown': 'refer.unknown',
		'own-code': 'refer.self',
		'already-member': 'refer.member',
	} as const
	lead(turn, say(turn.locale, sentences[touched.reason]))
	await (turn.member ? showMenu(turn) : runCommand(turn, 'join', ['ask']))
}

async function greet(turn: Turn): Promise<void> {
	await (turn.member ? showMenu(turn) : runCommand(turn, 'join', ['ask']))
}

async function takeMedia(turn: Turn): Promise<void> {
	const voice = turn.event.media === 'voice'
	await handOver(turn, '')
	if (turn.session.mode !== 'bot') return
	const choices = [button(turn, 'btn.human', 'human'), menuButton(turn)]
	answer(turn, { text: say(turn.locale, voice ? 'err.voice' : 'err.media'), choices, columns: 2 })
}

/** The order of spec: words obeyed always, the open question, a menu number, a code, then what the text means. */
async function takeText(turn: Turn, understood: Understood): Promise<void> {
	const { session, event } = turn
	if (isAlwaysObeyed(understood)) {
		session.slot = null
		return runUnderstood(turn, understood)
	}
	if (understood.menu) return backToMenu(turn)
	if (session.mode !== 'bot') return handOver(turn, event.text)
	if (understood.cancel) return runCommand(turn, 'cancel', [])
	const slot = session.slot
	if (slot && ((await answerStaff(turn)) || (await commands[slot.command]?.answer?.(turn, event.text)))) return
	if (understood.number !== undefined) return takeNumber(turn, understood.number)
	const named = choiceNamed(turn, understood)
	if (named !== undefined) return takeChoice(turn, named)
	const code = understood.intent === 'refer' ? undefined : findReferralCode(event.text)
	if (code) return takeReferral(turn, code)
	// WhatsApp has no payload: the poster's words carry its name
	const source = /(?:^|\s)j_([\w-]{1,40})/.exec(event.text)?.[1]
	if (source !== undefined) noteSource(turn, source)
	await runUnderstood(turn, understood)
}

/** 0 and menu end every question, and a chat with staff. */
async function backToMenu(turn: Turn): Promise<void> {
	const { session } = turn
	session.slot = null
	session.misses = 0
	if (session.mode !== 'bot') {
		session.mode = 'bot'
		session.modeAt = null
		session.toldWaiting = false
		lead(turn, say(turn.locale, 'human.bot_back'))
	}
	await showMenu(turn)
}

/** The choice among those last shown that is called so, or that a plain yes confirms. Nobody is deleted by a yes. */
function choiceNamed(turn: Turn, understood: Understood): string | undefined {
	const { menu, confirm } = turn.session
	if (!menu) return undefined
	const said = normalize(turn.event.text)
	const at = said === '' ? -1 : menu.labels.indexOf(said)
	if (at >= 0) return menu.values[at]
	const asked = confirm && confirm.command !== 'leave' ? `confirm:${confirm.nonce}` : undefined
	if (asked === undefined || !menu.values.includes(asked)) return undefined
	if (understood.answer === 'no') return 'cancel'
	return understood.answer === 'yes' ? asked : undefined
}

async function takeNumber(turn: Turn, number: number): Promise<void> {
	const { menu } = turn.session
	if (!menu) return runStale(turn)
	const value = menu.values[number - 1]
	if (value !== undefined) return takeChoice(turn, value)
	answer(turn, { text: say(turn.locale, 'err.bad_number', { min: 1, max: menu.values.length }) })
}

async function runUnderstood(turn: Turn, understood: Understood): Promise<void> {
	if (understood.answer === 'no' && turn.session.confirm?.command === 'leave')
		return runCommand(turn, 'leave', ['stay'])
	if (understood.intent === null && understood.answer === 'no')
		return answer(turn, { text: say(turn.locale, 'smalltalk.fine'), choices: [menuButton(turn)] })
	if (understood.intent === null) return runFallback(turn, understood)
	turn.session.misses = 0
	turn.session.slot = null
	// a stranger's greeting is answered with how to join: two messages are enough
	if (understood.intent === 'menu') return greet(turn)
	const { name, args } = commandFor(understood.intent, turn.event.text)
	await runCommand(turn, name, args)
}
