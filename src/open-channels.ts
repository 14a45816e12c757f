import { bots } from '../bots/index.ts'
import type { TelegramChannel } from '../bots/telegram/index.ts'
import type { WhatsAppCloudChannel, WhatsAppCloudSettings } from '../bots/whatsapp-cloud/index.ts'
import type { WhatsAppWebChannel } from '../bots/whatsapp-web/index.ts'
import type { Config, TelegramConfig } from './config.ts'
import { botTexts } from './conversation/bot-texts.ts'
import { systemClock } from './lib/clock.ts'
import type { Log } from './lib/log.ts'
import type { StopList } from './lib/stop.ts'
import type { Channel } from './messaging/channel.ts'
import { getSettings } from './store/settings.ts'
import type { Store } from './store/transact.ts'
import { openWhatsAppWeb } from './whatsapp-web.ts'

interface Needs {
	store: Store
	log: Log
	stops: StopList
}

/** The channels the shop has chosen, each loaded only then. */
export interface OpenChannels {
	telegram: TelegramChannel | undefined
	whatsappCloud: WhatsAppCloudChannel | undefined
	whatsappWeb: WhatsAppWebChannel | undefined
	channels: Channel[]
}

async function openTelegram(config: Config, telegram: TelegramConfig, { store, log }: Needs): Promise<TelegramChannel> {
	const { createTelegram, telegramConfig } = await bots.telegram()
	const settings = await getSettings(store.db)
	// every node must expect the same secret, so a missing one is made of the store's key
	const webhookSecret = telegram.webhookSecret ?? store.keys.hash('token', 'telegram webhook')
	return createTelegram(
		telegramConfig.parse({
			token: telegram.token,
			mode: telegram.mode,
			apiRoot: telegram.apiRoot,
			webhookSecret,
			publicUrl: config.publicUrl,
		}),
		{ clock: systemClock, log, texts: botTexts(settings.shopName), fallbackLocale: settings.locale },
	)
}

async function openWhatsAppCloud(
	settings: WhatsAppCloudSettings,
	{ store, log }: Needs,
): Promise<WhatsAppCloudChannel> {
	const { createWhatsAppCloud, verifyTokenOf } = await bots['whatsapp-cloud']()
	const verifyToken = verifyTokenOf(settings, store.keys)
	return createWhatsAppCloud({ ...settings, verifyToken }, { clock: systemClock, log })
}

/** Opens what is set up; nothing is sent and nobody is answered before the shop starts. */
export async function openChannels(config: Config, needs: Needs): Promise<OpenChannels> {
	const { cloud, web } = config.whatsapp
	const telegram = config.telegram && (await openTelegram(config, config.telegram, needs))
	const whatsappCloud = cloud && (await openWhatsAppCloud(cloud, needs))
	const whatsappWeb = web && (await openWhatsAppWeb(web, needs))
	const channels = [telegram, whatsappCloud, whatsappWeb].filter((channel) => channel !== undefined)
	return { telegram, whatsappCloud, whatsappWeb, channels }
}
