/**
 * One thing a person may want, and the words for it: one way of saying it a line, in any script.
 * a|b are alternatives, `a * b` wants b soon after a, `a & b` wants both anywhere; a line that begins with = counts only
 * as the whole message, with ~ only weakly beside other words.
 */
export interface IntentWords {
	words: string
	/** Bot commands without their slash. */
	commands: readonly string[]
}
