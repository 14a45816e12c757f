import { type Answer, accept, Refused, refuse } from '../answer.ts'
import type { Context } from '../context.ts'
import { type Params, string } from '../params.ts'
import {
	answerCallbackQuery,
	deleteMessage,
	editMessageCaption,
	editMessageReplyMarkup,
	editMessageText,
} from './edit.ts'
import { deleteWebhook, getUpdates, getWebhookInfo, setWebhook } from './hook.ts'
import { sendChatAction, sendDocument, sendMessage, sendPhoto } from './send.ts'

export type OnClose = (gone: () => void) => void
type Method = (context: Context, params: Params, onClose: OnClose) => Answer | Promise<Answer>

/** Every method this server has, by its name in lower case: the real one does not mind the case either. */
const methods: Record<string, Method> = {
	getme: (context) => accept(context.bot),
	getupdates: getUpdates,
	setwebhook: setWebhook,
	deletewebhook: deleteWebhook,
	getwebhookinfo: getWebhookInfo,
	sendmessage: sendMessage,
	sendphoto: sendPhoto,
	senddocument: sendDocument,
	sendchataction: sendChatAction,
	editmessagetext: editMessageText,
	editmessagecaption: editMessageCaption,
	editmessagereplymarkup: editMessageReplyMarkup,
	deletemessage: deleteMessage,
	answercallbackquery: answerCallbackQuery,
	getfile: getFile,
	setmycommands: ({ profile }, params) => profile.setCommands(params),
	deletemycommands: ({ profile }, params) => profile.deleteCommands(params),
	getmycommands: ({ profile }, params) => profile.getCommands(params),
	setmydescription: ({ profile }, params) => profile.setLine('description', params),
	getmydescription: ({ profile }, params) => profile.getLine('description', params),
	setmyshortdescription: ({ profile }, params) => profile.setLine('short_description', params),
	getmyshortdescription: ({ profile }, params) => profile.getLine('short_description', params),
	setmyname: ({ profile }, params) => profile.setLine('name', params),
	getmyname: ({ profile }, params) => profile.getLine('name', params),
}

function getFile(context: Context, params: Params): Answer {
	const fileId = string(params, 'file_id') ?? ''
	const file = context.chats.files.get(fileId)
	if (!file) return refuse(400, 'invalid file_id')
	return accept({
		file_id: fileId,
		file_unique_id: `unique-${fileId}`,
		file_size: file.bytes.length,
		file_path: file.path,
	})
}

/** Runs one method; what it refuses comes back as an answer, never as an exception. */
export async function runMethod(
	context: Context,
	call: { method: string; params: Params; onClose: OnClose },
): Promise<Answer> {
	const method = Object.hasOwn(methods, call.method) ? methods[call.method] : undefined
	if (!method) return refuse(404, 'method not found')
	try {
		const answer = await method(context, call.params, call.onClose)
		if (/^(set|delete)my/.test(call.method)) context.chats.changed()
		return answer
	} catch (error) {
		if (error instanceof Refused) return error.answer
		throw error
	}
}
