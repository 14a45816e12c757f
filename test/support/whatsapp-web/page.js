/**
 * Runs in the browser: an emulated WhatsApp Web page with what whatsapp-web.js 1.34.7 reads of the real one, which is
 * `window.Debug.VERSION` and the modules behind `window.require`. Whatever the phone and the server do arrives as small
 * JSON frames over one WebSocket, and leaves the same way. A module that is missing here throws with its name.
 */
const { Emitter, Model, Message, Collection, Wid, MsgKey } = window.emulatorModels
const settings = JSON.parse(document.getElementById('settings').textContent)
const now = () => Math.floor(Date.now() / 1000)

// What the page knows
const Socket = new Model({ state: 'OPENING', hasSynced: false })
const Conn = new Model({ ref: undefined, platform: 'android', pushname: undefined, wid: undefined })
const Cmd = new Emitter()
const Stream = new Model({ available: false })
const Msg = new Collection(Message)
const Chat = new Collection()
const Contact = new Collection()
const me = { pn: undefined, lid: undefined }
/** Every id that was learnt, phone number or hidden id, with both of its forms. */
const people = new Map()

const learn = (person) => {
	people.set(person.pn, person)
	people.set(person.lid, person)
}
const other = (wid) => {
	const person = people.get(wid._serialized)
	return person && Wid.from(wid.isLid() ? person.pn : person.lid)
}
const lidOf = (wid) => (wid.isLid() ? wid : other(wid))
const phoneOf = (wid) => (wid.isLid() ? other(wid) : wid)

function chatWith(wid, title) {
	const known = Chat.get(wid)
	if (known) return known
	const msgs = {
		getModelsArray: () => Msg.getModelsArray().filter((msg) => msg.id.remote._serialized === wid._serialized),
	}
	const mute = { expiration: 0 }
	return Chat.add({ id: wid, formattedTitle: title ?? wid.user, unreadCount: 0, t: now(), mute, archive: false, msgs })
}

// The session is kept as the real page keeps it: in a database, on the disk before anybody is told
const database = new Promise((resolve, reject) => {
	const opening = indexedDB.open('emulated', 1)
	opening.onupgradeneeded = () => opening.result.createObjectStore('kept')
	opening.onsuccess = () => resolve(opening.result)
	opening.onerror = () => reject(opening.error)
})
async function keep(mode, work) {
	const transaction = (await database).transaction('kept', mode, { durability: 'strict' })
	const request = work(transaction.objectStore('kept'))
	await new Promise((resolve, reject) => {
		transaction.oncomplete = resolve
		transaction.onerror = reject
	})
	return request.result
}
const readSession = () => keep('readonly', (store) => store.get('session'))
const writeSession = (session) => keep('readwrite', (store) => store.put(session, 'session'))

// The wire
let socket
let asked = 0
const waiting = new Map()
const tell = (frame) => socket.send(JSON.stringify(frame))
const ask = (frame) =>
	new Promise((resolve, reject) => {
		const rid = ++asked
		waiting.set(rid, (reply) => (reply.error ? reject(new Error(reply.error)) : resolve(reply)))
		tell({ ...frame, rid })
	})

function open() {
	socket = new WebSocket(`wss://${location.host}/link`)
	socket.onopen = async () => tell({ t: 'hello', session: await readSession() })
	socket.onclose = () => {
		if (Socket.state === 'CONNECTED') Socket.set({ state: 'TIMEOUT' })
		setTimeout(open, 250)
	}
	socket.onmessage = ({ data }) => {
		const frame = JSON.parse(data)
		if (frame.t !== 'reply') return receive[frame.t](frame)
		waiting.get(frame.rid)?.(frame)
		waiting.delete(frame.rid)
	}
}

/** The page goes back to its first screen, as the real one does when the device was unlinked. */
async function forget(reason) {
	await writeSession('')
	Cmd.trigger('logout')
	setTimeout(() => location.assign(`/?post_logout=1&logout_reason=${reason}`), 50)
}

function connect({ account, syncAfterMs }) {
	learn(account)
	me.pn = Wid.from(account.pn)
	me.lid = Wid.from(account.lid)
	Conn.set({ pushname: account.name, wid: me.pn })
	Socket.set({ state: 'CONNECTED' })
	setTimeout(() => {
		Cmd.trigger('offline_progress_update_from_bridge')
		Socket.set({ hasSynced: true })
	}, syncAfterMs)
}

function takeMessage({ from, to, author, fromMe, sender, seconds, fresh, ...rest }) {
	if (sender) learn(sender)
	const remote = Wid.from(fromMe ? to : from)
	const chat = chatWith(remote, sender?.name)
	const id = new MsgKey({ fromMe: Boolean(fromMe), remote, id: rest.id, participant: author })
	if (Msg.get(id)) return
	chat.lastReceivedKey = id
	chat.set(fromMe || !fresh ? { t: seconds } : { t: seconds, unreadCount: chat.unreadCount + 1 })
	const late = rest.cipherMs
	const msg = Msg.add({
		...rest,
		id,
		from: Wid.from(from),
		to: Wid.from(to),
		author: author && Wid.from(author),
		t: seconds,
		notifyName: sender?.name,
		ack: rest.ack ?? (fromMe ? 1 : 0),
		isNewMsg: fresh,
		star: false,
		// a message may be seen before it can be read
		...(late ? { type: 'ciphertext', body: undefined } : {}),
	})
	if (late) setTimeout(() => msg.set({ body: rest.body, type: rest.type }), late)
}

const receive = {
	ref({ ref }) {
		Conn.set({ ref })
		Socket.set({ state: 'UNPAIRED' })
	},
	idle: () => Socket.set({ state: 'UNPAIRED_IDLE' }),
	async paired(frame) {
		Socket.set({ state: 'PAIRING' })
		await writeSession(frame.session)
		if (frame.reload) location.reload()
		else connect(frame)
	},
	resumed: connect,
	state: ({ state }) => Socket.set({ state }),
	logout: ({ reason }) => forget(reason),
	message({ t: _t, ...frame }) {
		takeMessage({ ...frame, fresh: true })
		// from here on WhatsApp does not deliver it again
		tell({ t: 'received', id: frame.id })
	},
	again({ from, to, author, fromMe, id }) {
		const remote = Wid.from(fromMe ? to : from)
		const known = Msg.get(new MsgKey({ fromMe: Boolean(fromMe), remote, id, participant: author }))
		if (known) Msg.trigger('add', known)
	},
	/** What the real page finds in its own database after a start: known before, and never announced as new. */
	history({ messages }) {
		for (const message of messages) takeMessage({ ...message, fresh: false })
	},
	ack: ({ id, ack }) => Msg.get(id)?.set({ ack }),
}

// Sending
const CARRIED = ['type', 'body', 'caption', 'mimetype', 'filename', 'directPath', 'size']

function addAndSendMsgToChat(chat, message) {
	const msg = Msg.add(message)
	chat.set({ t: message.t })
	const carried = Object.fromEntries(
		CARRIED.filter((key) => message[key] !== undefined).map((key) => [key, message[key]]),
	)
	const sent = ask({ t: 'send', id: msg.id._serialized, to: chat.id._serialized, ...carried }).then(
		() => ({ messageSendResult: 'OK' }),
		(error) => {
			msg.set({ ack: -1 })
			return { messageSendResult: 'ERROR_UNKNOWN', error: String(error) }
		},
	)
	return [Promise.resolve(msg), sent]
}

class OpaqueData {
	constructor(blob) {
		this.blob = blob
	}
	static async createFromData(data, type) {
		if (data instanceof OpaqueData) return new OpaqueData(data.blob)
		return new OpaqueData(data instanceof Blob ? data : new Blob([data], { type }))
	}
	get type() {
		return this.blob.type
	}
	url() {
		this.objectUrl ??= URL.createObjectURL(this.blob)
		return this.objectUrl
	}
	formData() {
		return this.blob
	}
	autorelease() {
		if (this.objectUrl) URL.revokeObjectURL(this.objectUrl)
	}
}

class MediaData {
	set(attributes) {
		Object.assign(this, attributes)
	}
	toJSON() {
		const { mediaBlob: _blob, ...plain } = this
		return plain
	}
}

const mediaKind = (mime, { asDocument, isPtt }) => {
	if (asDocument) return 'document'
	return isPtt ? 'ptt' : (/^(image|video|audio)\//.exec(mime)?.[1] ?? 'document')
}
const sha256 = async (blob) =>
	btoa(String.fromCharCode(...new Uint8Array(await crypto.subtle.digest('SHA-256', await blob.arrayBuffer()))))
const blobs = new Map()
const mediaObjects = new Map()

async function prepareMedia(opaque, params) {
	const { type, blob } = opaque
	const filehash = await sha256(blob)
	const fields = { type: mediaKind(type, params), mimetype: type, size: blob.size, filehash, mediaBlob: opaque }
	const filename = params.asDocument ? blob.name : undefined
	return Object.assign(new MediaData(), { ...fields, filename, preview: '', isGif: false })
}

function mediaObjectOf(filehash) {
	const consolidate = function ({ type, size, mimetype }) {
		Object.assign(this, { type, size, mimetype })
	}
	if (!mediaObjects.has(filehash)) mediaObjects.set(filehash, { filehash, contentInfo: {}, consolidate })
	return mediaObjects.get(filehash)
}

async function uploadMedia({ mediaObject }) {
	const response = await fetch('/media', { method: 'POST', body: blobs.get(mediaObject.filehash) })
	if (!response.ok) throw new Error(`media upload failed: ${response.status}`)
	const { directPath } = await response.json()
	const hash = mediaObject.filehash
	const keys = { mediaKey: 'a2V5', mediaKeyTimestamp: now(), encFilehash: hash, uploadHash: hash }
	return { mediaEntry: { mmsUrl: directPath, directPath, ...keys } }
}

// The registry
const widOf = (id) => Wid.from(id)
const nothing = () => undefined
const findLinks = (text) =>
	[...(text ?? '').matchAll(/https?:\/\/\S+/g)].map(([href]) => ({ href, suspiciousCharacters: new Set() }))

Object.assign(Socket, {
	logout: async () => {
		tell({ t: 'logout' })
		await forget('user')
	},
	takeover: () => tell({ t: 'takeover' }),
})
Msg.getMessagesById = async (ids) => ({ messages: ids.map((id) => Msg.get(id)).filter(Boolean) })
Contact.find = async (id) => {
	const wid = Wid.from(id)
	if (Contact.get(wid)) return Contact.get(wid)
	const person = people.get(wid._serialized) ?? (await ask({ t: 'whois', id: wid._serialized })).person
	const phoneNumber = person?.pn && Wid.from(person.pn)
	return Contact.add({ id: wid, phoneNumber, pushname: person?.name, isContactBlocked: false })
}

const chatStates = ['Composing', 'Recording', 'Paused'].map((state) => [
	`sendChatState${state}`,
	async (wid) => tell({ t: 'chatstate', chat: wid._serialized, state: state.toLowerCase() }),
])

const modules = {
	WAWebSocketModel: { Socket },
	WAWebCmd: { Cmd },
	WAWebConnModel: { Conn },
	WAWebStreamModel: {
		Stream: Object.assign(Stream, {
			markAvailable: () => Stream.set({ available: true }),
			markUnavailable: () => Stream.set({ available: false }),
		}),
	},
	WAWebOfflineHandler: { OfflineMessageHandler: { getOfflineDeliveryProgress: () => 100 } },
	WAWebMiscBrowserUtils: { info: () => ({ os: 'Linux', name: 'Chrome' }) },
	WABase64: { encodeB64: (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes))) },
	WAWebCompanionRegClientUtils: { DEVICE_PLATFORM: '1' },
	WAWebAdvSignatureApi: {},
	WAWebUserPrefsInfoStore: {
		waNoiseInfo: { get: async () => ({ staticKeyPair: { pubKey: new Uint8Array(32).fill(1).buffer } }) },
	},
	WAWebSignalStoreApi: {
		waSignalStore: {
			getRegistrationInfo: async () => ({ identityKeyPair: { pubKey: new Uint8Array(32).fill(2).buffer } }),
		},
	},
	WAWebUserPrefsMultiDevice: { getADVSecretKey: () => btoa('emulated-adv-secret-key-32-bytes') },
	WAWebLaunchSocketUtils: { refreshQR: () => tell({ t: 'refresh' }) },
	WAWebAltDeviceLinkingApi: {
		setPairingType: nothing,
		initializeAltDeviceLinking: async () => {},
		initializeQRLinking: async () => {},
		startAltLinkingFlow: async (phone) => (await ask({ t: 'code', phone })).code,
	},
	WAWebUserPrefsMeUser: { getMaybeMePnUser: () => me.pn, getMaybeMeLidUser: () => me.lid },
	WAWebSyncGatingUtils: { isPlaceholderMessageResendEnabled: () => false },
	WAWebNonMessageDataRequestPlaceholderMessageResendUtils: { handlePlaceholderMsgsSeen: nothing },
	WAWebAddonReactionTableMode: { reactionTableMode: { bulkUpsert: async () => {} } },
	WAWebAddonPollVoteTableMode: { pollVoteTableMode: { bulkUpsert: async () => {} } },
	WAWebBackendJobsCommon: { mediaTypeFromProtobuf: nothing },
	WAWebE2EProtoUtils: { typeAttributeFromProtobuf: nothing },
	WAWebCallCollection: { on: nothing, calls: new Map() },
	WAWebCollections: { Msg, Chat, Contact, Blocklist: new Collection(), BusinessProfile: new Collection() },
	WAWebWidFactory: { createWid: widOf, createWidFromWidLike: widOf, asUserWidOrThrow: widOf },
	WAWebMsgKey: MsgKey,
	WALinkify: { findLinks, findLink: (text) => findLinks(text)[0] },
	WAWebLinkPreviewChatAction: { getLinkPreview: async () => undefined },
	WAWebChatGetters: { getIsNewsletter: () => false, getIsBroadcast: () => false },
	WAWebChatLoadMessages: { loadEarlierMsgs: async () => [] },
	WAWebGetEphemeralFieldsMsgActionsUtils: { getEphemeralFields: () => ({}) },
	WAWebMsgReply: { canReplyMsg: () => true },
	WAWebSendMsgChatAction: { addAndSendMsgToChat },
	WAWebUpdateUnreadChatAction: {
		sendSeen: async ({ chat }) => {
			if (chat.unreadCount === 0) return
			chat.set({ unreadCount: 0 })
			tell({ t: 'seen', chat: chat.id._serialized })
		},
	},
	WAWebChatStateBridge: Object.fromEntries(chatStates),
	WAWebFindChatAction: {
		findOrCreateLatestChat: async (wid) => {
			// as the real page: no chat with a number whose hidden id was not looked up
			if (settings.strictLid && wid.isUser() && !lidOf(wid)) throw new Error('No LID for user')
			return { chat: chatWith(wid, people.get(wid._serialized)?.name) }
		},
	},
	WAWebQueryExistsJob: {
		queryWidExists: async (wid) => {
			const { person } = await ask({ t: 'whois', id: wid._serialized })
			if (!person) return null
			learn(person)
			return { wid: Wid.from(wid.isLid() ? person.lid : person.pn), biz: false }
		},
	},
	WAWebApiContact: { getCurrentLid: lidOf, getPhoneNumber: phoneOf, getAlternateUserWid: other },
	WAWebContactGetters: {
		getIsMe: (contact) => contact.id._serialized === me.pn?._serialized,
		getIsUser: (contact) => contact.id.isUser(),
		getIsGroup: (contact) => contact.id.isGroup(),
		getIsWAContact: () => true,
		getUserid: (contact) => contact.id.user,
		getPushname: (contact) => contact.pushname,
		getName: (contact) => contact.name,
		getShortName: (contact) => contact.name,
		getVerifiedName: nothing,
		getVerifiedLevel: nothing,
		getStatusMute: nothing,
		getIsEnterprise: () => false,
	},
	WAWebFrontendContactGetters: { getIsMyContact: () => false },
	WAWebReachoutTimelockUtils: { isUserReachoutTimelocked: async () => (await ask({ t: 'timelock' })).active },
	WAWebMediaOpaqueData: OpaqueData,
	WAWebPrepRawMedia: { prepRawMedia: (opaque, params) => ({ waitForPrep: () => prepareMedia(opaque, params) }) },
	WAWebMediaStorage: { getOrCreateMediaObject: mediaObjectOf },
	WAWebMmsMediaTypes: { msgToMediaType: ({ type }) => type, castToV4: (type) => type },
	WAWebMediaDataUtils: { shouldUseMediaCache: () => true },
	WAWebMediaInMemoryBlobCache: { InMemoryMediaBlobCache: { put: (hash, blob) => blobs.set(hash, blob) } },
	WAWebMediaMmsV4Upload: { uploadMedia },
	WAWebDownloadManager: {
		downloadManager: { downloadAndMaybeDecrypt: async ({ directPath }) => (await fetch(directPath)).arrayBuffer() },
	},
}

for (const name of settings.missingModules ?? []) delete modules[name]

window.require = (name) => {
	if (!(name in modules)) throw new Error(`Module not emulated: ${name}`)
	return modules[name]
}
window.emulatedModules = modules
setTimeout(() => Object.assign(window, { Debug: { VERSION: '2.3000.0-emulated' } }), settings.bootMs ?? 0)
open()
