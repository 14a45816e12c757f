import { type Api, GrammyError, InputFile } from 'grammy'
import type { Message } from 'grammy/types'
import { pictureMime } from '../../src/domain/picture.ts'
import type { Rendered } from './render.ts'

type Photo = Extract<Rendered, { method: 'sendPhoto' }>

const isForgotten = (error: unknown) =>
	error instanceof GrammyError && error.error_code === 400 && /file.?(identifier|reference|id)/i.test(error.description)

/**
 * Sends photos, and one that is sent again by the name Telegram gave it: the picture of a broadcast goes up once and not
 * once for everybody. Pictures are known by being the same object.
 */
export function createPhotoSender(api: Api): (photo: Photo) => Promise<Message.PhotoMessage> {
	const names = new WeakMap<Photo['picture'], string>()
	const upload = async ({ payload, picture }: Photo) => {
		const bytes = Buffer.from(picture.base64, 'base64')
		const kind = pictureMime(bytes)?.slice('image/'.length) ?? 'png'
		const sent = await api.raw.sendPhoto({ ...payload, photo: new InputFile(bytes, `picture.${kind}`) })
		const name = sent.photo.at(-1)?.file_id
		if (name) names.set(picture, name)
		return sent
	}
	return async (photo) => {
		const name = names.get(photo.picture)
		if (name === undefined) return await upload(photo)
		try {
			return await api.raw.sendPhoto({ ...photo.payload, photo: name })
		} catch (error) {
			if (!isForgotten(error)) throw error
			names.delete(photo.picture)
			return await upload(photo)
		}
	}
}
