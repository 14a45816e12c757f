import { isMonthAndDay } from '../../domain/calendar.ts'
import { setBirthday } from '../../loyalty/set-birthday.ts'
import type { Command } from '../command.ts'
import { askConfirm } from '../confirm.ts'
import { formatMonthDay } from '../locales/format.ts'
import { say } from '../locales/index.ts'
import { answer, button, lead, type MemberTurn, menuButton, type Turn } from '../turn.ts'

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

const monthNamed = (word: string) => MONTHS.indexOf(word.slice(0, 3)) + 1

/** Reads 15 Aug, Aug 15, 8/15, 8-15 or 8月15日; month before day where only figures stand. Null when it is no date. */
export function parseBirthday(text: string): { month: number; day: number } | null {
	const typed = text.normalize('NFKC').trim().toLowerCase()
	const figures = /^(\d{1,2})\s*[/\-.月]\s*(\d{1,2})\s*[日號号]?$/.exec(typed)
	const dayFirst = /^(\d{1,2})(?:st|nd|rd|th)?\s*(?:of\s+)?([a-z]{3,9})\.?$/.exec(typed)
	const monthFirst = /^([a-z]{3,9})\.?\s*(\d{1,2})(?:st|nd|rd|th)?$/.exec(typed)
	const found = figures
		? { month: Number(figures[1]), day: Number(figures[2]) }
		: dayFirst
			? { month: monthNamed(dayFirst[2] ?? ''), day: Number(dayFirst[1]) }
			: monthFirst
				? { month: monthNamed(monthFirst[1] ?? ''), day: Number(monthFirst[2]) }
				: null
	return found && isMonthAndDay(found.month, found.day) ? found : null
}

// a date within a sentence: 我生日係5月3號, my birthday is 3 May
const DATE =
	/\d{1,2}\s*(?:月\s*\d{1,2}\s*[日號号]?|[/-]\s*\d{1,2})|\d{1,2}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+\d{1,2}/i

function ask(turn: Turn): void {
	turn.session.slot = { command: 'birthday', step: 'ask', at: turn.work.now }
	answer(turn, { text: say(turn.locale, 'birthday.ask_plain'), choices: [button(turn, 'btn.cancel', 'cancel')] })
}

function askWhether(turn: Turn, { month, day }: { month: number; day: number }): void {
	const value = askConfirm(turn, 'birthday', [String(month), String(day)])
	answer(turn, {
		text: say(turn.locale, 'birthday.confirm', { date: formatMonthDay(turn.locale, month, day) }),
		choices: [button(turn, 'btn.yes', value), button(turn, 'btn.cancel', 'cancel')],
		columns: 2,
	})
}

function locked(turn: MemberTurn, month: number, day: number): void {
	answer(turn, {
		text: say(turn.locale, 'birthday.locked', { date: formatMonthDay(turn.locale, month, day) }),
		choices: [button(turn, 'btn.human', 'human'), menuButton(turn)],
		columns: 2,
	})
}

export const birthday: Command = {
	name: 'birthday',
	for: 'members',
	async run(turn) {
		const { birthday_month: month, birthday_day: day } = turn.member
		if (month !== null && day !== null) return locked(turn, month, day)
		const said = turn.event.choice === undefined ? DATE.exec(turn.event.text.normalize('NFKC'))?.[0] : undefined
		const date = said === undefined ? null : parseBirthday(said)
		if (date) return askWhether(turn, date)
		ask(turn)
	},
	async answer(turn, text) {
		const date = parseBirthday(text)
		if (!date) {
			if (!/\d/.test(text)) return false
			answer(turn, { text: say(turn.locale, 'birthday.bad'), choices: [button(turn, 'btn.cancel', 'cancel')] })
			return true
		}
		askWhether(turn, date)
		return true
	},
	async confirmed(turn, [month, day]) {
		turn.session.slot = null
		const result = await setBirthday(turn.work, { memberId: turn.member.id, month: Number(month), day: Number(day) })
		if (result.ok) {
			const date = formatMonthDay(turn.locale, result.value.month, result.value.day)
			const choices = [button(turn, 'btn.settings', 'settings'), menuButton(turn)]
			return answer(turn, { text: say(turn.locale, 'birthday.set', { date }), choices, columns: 2 })
		}
		if (result.reason === 'already-set') return locked(turn, result.facts.month, result.facts.day)
		lead(turn, say(turn.locale, 'birthday.bad'))
		ask(turn)
	},
}
