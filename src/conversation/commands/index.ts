import type { Command } from '../command.ts'
import { activate } from './activate.ts'
import { birthday } from './birthday.ts'
import { cancel } from './cancel.ts'
import { card } from './card.ts'
import { confirm } from './confirm.ts'
import { resume, stop } from './consent.ts'
import { coupons } from './coupons.ts'
import { help } from './help.ts'
import { history } from './history.ts'
import { human } from './human.ts'
import { id } from './id.ts'
import { join } from './join.ts'
import { language } from './language.ts'
import { leave } from './leave.ts'
import { menu } from './menu.ts'
import { name } from './name.ts'
import { phone } from './phone.ts'
import { privacy } from './privacy.ts'
import { redeem } from './redeem.ts'
import { refer } from './refer.ts'
import { rewards } from './rewards.ts'
import { settings } from './settings.ts'
import { smalltalk } from './smalltalk.ts'
import { store } from './store.ts'
import { tier } from './tier.ts'
import { claim, link, offers, wallet } from './unavailable.ts'
import { undo } from './undo.ts'
import { use } from './use.ts'

const list: Command[] = [
	activate,
	birthday,
	cancel,
	card,
	claim,
	confirm,
	coupons,
	help,
	history,
	human,
	id,
	join,
	language,
	leave,
	link,
	menu,
	name,
	offers,
	phone,
	privacy,
	redeem,
	refer,
	resume,
	rewards,
	settings,
	smalltalk,
	stop,
	store,
	tier,
	undo,
	use,
	wallet,
]

/** Every command of the chat by its name, which is also the first word in the value of a button. */
export const commands: Readonly<Record<string, Command>> = Object.fromEntries(list.map((one) => [one.name, one]))
