import { card } from './card.ts'
import { claim } from './claim.ts'
import { coupons } from './coupons.ts'
import { help } from './help.ts'
import { history } from './history.ts'
import { human } from './human.ts'
import { id } from './id.ts'
import type { IntentWords } from './intent.ts'
import { join } from './join.ts'
import { leave } from './leave.ts'
import { link } from './link.ts'
import { menu } from './menu.ts'
import { offers } from './offers.ts'
import { other } from './other.ts'
import { privacy } from './privacy.ts'
import { refer } from './refer.ts'
import { resume } from './resume.ts'
import { rewards } from './rewards.ts'
import { settings } from './settings.ts'
import { smalltalk } from './smalltalk.ts'
import { stop } from './stop.ts'
import { store } from './store.ts'
import { tier } from './tier.ts'
import { wallet } from './wallet.ts'

/** An intent is a file and one line here; the order decides nothing but who is named first among equals. */
export const intents = {
	card,
	rewards,
	coupons,
	human,
	join,
	id,
	tier,
	refer,
	history,
	offers,
	wallet,
	claim,
	link,
	settings,
	stop,
	resume,
	privacy,
	store,
	menu,
	help,
	smalltalk,
	leave,
} satisfies Record<string, IntentWords>

export type Intent = keyof typeof intents

export const intentNames = Object.keys(intents) as Intent[]

/** What people ask a shop that the bot cannot answer: prices, refunds, deliveries. It stands against false friends. */
export const outside: IntentWords = other
