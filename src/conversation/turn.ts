import type { Day } from '../domain/calendar.ts'
import { dayOf } from '../domain/calendar.ts'
import type { StoreSettings } from '../domain/settings.ts'
import type { Abilities, ChannelName, Choice, Inbound, Locale, Reply } from '../messaging/channel.ts'
import type { Address } from '../store/addresses.ts'
import type { Row } from '../store/schema.ts'
import type { Work } from '../store/transact.ts'
import { type MessageKey, say, sayPlain } from './locales/index.ts'
import { normalizeLabel } from './normalize.ts'
import type { Session } from './session.ts'

/** What the conversation knows of the outside: links people can open, and what each channel can do. */
export interface Surroundings {
	/** The bot's user name, for t.me links. */
	telegramHandle(): string | undefined
	/** The shop's number, digits only, for wa.me links. */
	whatsappNumber(): string | undefined
	publicUrl: string | undefined
	abilities(channel: ChannelName): Abilities
}

/** One message being answered: everything a command needs, and where it puts its answers. */
export interface Turn {
	work: Work
	event: Inbound
	address: Address
	member: Row<'members'> | null
	/** Who of the shop writes; null for everybody else, and from the moment she is revoked. */
	staff: Row<'staff'> | null
	session: Session
	settings: StoreSettings
	locale: Locale
	/** Today in the store's zone. */
	today: Day
	around: Surroundings
	/** Said before the next answer, in the same message: one answer is one message. */
	lead: string
	replies: Reply[]
}

/** What a command says; language and kind are added. */
export type Said = Partial<Omit<Reply, 'kind' | 'locale' | 'edits'>> & {
	text: string
	/** A screen of the menu: where the channel can, it replaces the message whose button was pressed. */
	screen?: boolean
}

/** A member is there: commands for members get the turn only then. */
export type MemberTurn = Turn & { member: Row<'members'> }

export function todayOf(settings: StoreSettings, now: number): Day {
	return dayOf(now, settings.timeZone)
}

/** Adds an answer to the turn; its choices become the menu that a typed number means. */
export function answer(turn: Turn, said: Said): void {
	const { screen, ...rest } = said
	const text = lines(turn.lead, said.text)
	// a message that says what has just happened stays; only a screen of the menu gives way to the next
	const replacing =
		screen && turn.lead === '' && turn.event.pressedMessageId ? { edits: turn.event.pressedMessageId } : {}
	turn.lead = ''
	turn.replies.push({ ...rest, text, ...replacing, kind: 'service', locale: turn.locale })
	if (said.choices && said.choices.length > 0)
		turn.session.menu = {
			values: said.choices.map((choice) => choice.value),
			labels: said.choices.map((choice) => normalizeLabel(choice.label)),
			at: turn.work.now,
		}
}

/** Says something before the answer that follows in this turn. */
export function lead(turn: Turn, text: string): void {
	turn.lead = lines(turn.lead, text)
}

/** A button that starts a command, labelled by the word that also starts it when typed. */
export function button(turn: Turn, key: MessageKey & `btn.${string}`, value: string): Choice {
	return { value, label: sayPlain(turn.locale, key as 'btn.menu') }
}

/** A button back to the main menu. */
export function menuButton(turn: Turn): Choice {
	return button(turn, 'btn.menu', 'menu')
}

/** Lines that are there, one under the other. */
export function lines(...parts: (string | false | null | undefined)[]): string {
	return parts.filter((part): part is string => typeof part === 'string' && part !== '').join('\n')
}

/** What is offered where nothing better is known: to members what is theirs, to strangers how to become one. */
export function usualButtons(turn: Turn): Choice[] {
	return turn.member
		? [button(turn, 'btn.card', 'card'), button(turn, 'btn.rewards', 'rewards')]
		: [button(turn, 'btn.join', 'join'), button(turn, 'btn.store', 'store')]
}

/** The name a member is called by. */
export function nameOf(turn: Turn): string {
	return turn.member?.name || turn.event.name || say(turn.locale, 'piece.friend')
}
