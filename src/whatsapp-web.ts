import { bots } from '../bots/index.ts'
import type { WhatsAppWebChannel, WhatsAppWebConfig } from '../bots/whatsapp-web/index.ts'
import { isOptOut, isWanted } from './conversation/wanted.ts'
import { systemClock } from './lib/clock.ts'
import type { Log } from './lib/log.ts'
import type { StopList } from './lib/stop.ts'
import { getSettings } from './store/settings.ts'
import type { Store } from './store/transact.ts'

/** How soon a changed setting counts. */
const REFRESH_MS = 5_000

/** Opens the channel that shares the merchant's own WhatsApp: whom it answers, and what it may send, by her settings. */
export async function openWhatsAppWeb(
	config: WhatsAppWebConfig,
	{ store, log, stops }: { store: Store; log: Log; stops: StopList },
): Promise<WhatsAppWebChannel> {
	const { createWhatsAppWeb } = await bots['whatsapp-web']()
	let { whatsappWeb } = await getSettings(store.db)
	const refresh = setInterval(async () => {
		try {
			whatsappWeb = (await getSettings(store.db)).whatsappWeb
		} catch {
			// the store does not answer: what was known holds
		}
	}, REFRESH_MS)
	stops.add('whatsapp settings', () => clearInterval(refresh))
	return createWhatsAppWeb(config, {
		clock: systemClock,
		log,
		promotionLimits: () => whatsappWeb.promotions,
		manners: {
			isWanted: ({ address, text }) =>
				whatsappWeb.answers === 'everybody' ||
				isWanted(store.db, { channel: 'whatsapp-web', address, text, now: store.now() }),
			isOptOut: (text) => isOptOut(text, 'whatsapp-web'),
		},
		// a code nobody sees helps nobody, and in a log it would be a key to the shop's chats
		...(process.stdout.isTTY ? { showInTerminal: (text) => process.stdout.write(`${text}\n`) } : {}),
	})
}
