import type { Config } from '../config.ts'

/** The bot's name for a link, asked of Telegram; undefined when there is no bot or it cannot be reached. */
export async function findHandle({ telegram }: Config): Promise<string | undefined> {
	if (!telegram) return undefined
	const { fetchHandle } = await import('../../bots/telegram/index.ts')
	return await fetchHandle(telegram).catch(() => undefined)
}
