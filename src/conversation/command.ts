import type { MemberTurn, Turn } from './turn.ts'

interface Common {
	/** The word before the colon in the value of a button. */
	name: string
	/**
	 * Takes what was typed while the command's question is open. False: it was no answer, and the text is
	 * understood as any other.
	 */
	answer?(turn: Turn, text: string): Promise<boolean>
	/** What a tap on confirm does; the same key comes again with a double tap. */
	confirmed?(turn: MemberTurn, args: string[], key: string): Promise<void>
}

/** A command of the chat: a file in commands/ and a line in its index. */
export type Command = Common &
	(
		| { for: 'anybody'; run(turn: Turn, args: string[]): Promise<void> }
		/** Somebody who is no member is asked to join instead. */
		| { for: 'members'; run(turn: MemberTurn, args: string[]): Promise<void> }
	)
