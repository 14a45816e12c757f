import { GrammyError } from 'grammy'
import type { FetchedMedia } from '../../src/messaging/channel.ts'
import type { TelegramClients } from './http.ts'

/** Photos and voice messages are far smaller; Telegram itself gives a bot no more than twice that. */
const MAX_BYTES = 10_000_000

/** A photo or a voice message by its id; undefined when Telegram does not give it or it is too large. */
export async function fetchMedia(clients: TelegramClients, fileId: string): Promise<FetchedMedia | undefined> {
	try {
		const { file_path, file_size = 0 } = await clients.api.getFile(fileId)
		if (!file_path || file_size > MAX_BYTES) return undefined
		const bytes = await clients.download(file_path, MAX_BYTES)
		return bytes && { mime: /\.(jpe?g|png)$/i.test(file_path) ? 'image/jpeg' : 'audio/ogg', bytes }
	} catch (error) {
		if (error instanceof GrammyError && error.error_code === 400) return undefined
		throw error
	}
}
