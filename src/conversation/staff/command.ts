import type { Staff } from '../../store/staff.ts'
import type { Turn } from '../turn.ts'

/** Somebody of the shop is writing. */
export type StaffTurn = Turn & { staff: Staff }

/** A command of staff: a file in staff/ and a line in its index. */
export interface StaffCommand {
	/** The word after the slash, and before the colon in the value of a button; no shopper's command has it. */
	name: string
	/** Other words that start it, typed without a slash. */
	words: readonly string[]
	/** Typed: what followed the word, trimmed. */
	typed(turn: StaffTurn, rest: string): Promise<void>
	/** A button with its name was pressed. */
	pressed?(turn: StaffTurn, args: string[]): Promise<void>
	/** Takes what was typed while its question is open; false: it was no answer. */
	answer?(turn: StaffTurn, text: string): Promise<boolean>
	/** What a tap on confirm does; the same key comes again with a double tap. */
	confirmed?(turn: StaffTurn, args: string[], key: string): Promise<void>
}
