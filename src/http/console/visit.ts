import type { StoreSettings } from '../../domain/settings.ts'
import type { Locale } from '../../messaging/channel.ts'
import type { SignedIn } from '../../store/console-sessions.ts'
import type { AppContext, AppNeeds } from '../context.ts'
import type { Say } from '../locales/index.ts'
import type { Form } from './form.ts'
import type { Role } from './roles.ts'

/** One request of a signed-in person to a page of the console. */
export interface Visit {
	c: AppContext
	needs: AppNeeds
	settings: StoreSettings
	locale: Locale
	say: Say
	staff: SignedIn
	/** The token that forms must bring back. */
	csrf: string
}

/** A page or an action of the console; nobody below the role gets to it. */
export type ConsoleRoute = { path: string; role: Role } & (
	| { method: 'get'; handle: (visit: Visit) => Promise<Response> }
	| { method: 'post'; handle: (visit: Visit, form: Form) => Promise<Response> }
)
