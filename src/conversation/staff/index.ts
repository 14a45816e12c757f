import { add } from './add.ts'
import { check } from './check.ts'
import type { StaffCommand } from './command.ts'
import { find } from './find.ts'
import { guide } from './guide.ts'
import { giveBack } from './return.ts'
import { today } from './today.ts'

const list: readonly StaffCommand[] = [add, check, find, guide, giveBack, today]

/** Every command of staff by its name. */
export const staffCommands: Readonly<Record<string, StaffCommand>> = Object.fromEntries(
	list.map((one) => [one.name, one]),
)

const byWord = new Map(list.flatMap((one) => [...one.words].map((word) => [word, one] as const)))
const spoken = [...byWord.keys()].sort((a, b) => b.length - a.length).join('|')
/** A word counts only where nothing, a blank or what it needs follows: 搵 9123 is ours, 搵真人 is not. */
const WORD = new RegExp(`^(${spoken})(?=$|[\\s+\\d]|M\\d)\\s*([\\s\\S]*)$`, 'iu')
const SLASH = /^\/([a-z]{1,32})(?:@\w{1,64})?(?:\s+([\s\S]*))?$/i

/** The command a text of staff starts, and what follows it; undefined when it is none. */
export function readStaffCommand(text: string): { command: StaffCommand; rest: string } | undefined {
	const plain = text.normalize('NFKC').trim()
	const [, name, rest = ''] = SLASH.exec(plain) ?? []
	if (name !== undefined) {
		const asked = name.toLowerCase() === 'help' || name.toLowerCase() === 'staff' ? 'guide' : name.toLowerCase()
		const command = Object.hasOwn(staffCommands, asked) ? staffCommands[asked] : undefined
		return command && { command, rest: rest.trim() }
	}
	const [, word, said = ''] = WORD.exec(plain) ?? []
	const command = word === undefined ? undefined : byWord.get(word)
	return command && { command, rest: said.trim() }
}
