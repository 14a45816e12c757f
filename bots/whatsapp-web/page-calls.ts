/**
 * Functions that run in the page. Each is sent there as text, so it may use nothing from outside itself. They ask for
 * the same modules as whatsapp-web.js does, and a module that has moved must not take the caller down.
 */
interface Page {
	require?: (name: string) => Record<string, never> & { [name: string]: unknown }
	WWebJS?: unknown
	onAppStateHasSyncedEvent?: () => Promise<void>
	/** The page's own; the library begins with it. */
	Debug?: { VERSION?: string }
	/** The first thing the library puts into a page. */
	AuthStore?: unknown
}

interface Chat {
	id: { _serialized: string; server: string }
	t?: number
	msgs: { getModelsArray(): Msg[] }
}

interface Msg {
	t: number
}

/** A message as the page gives it away. */
export interface PageMessage {
	id: { _serialized: string; fromMe: boolean }
	from?: string | { _serialized: string }
	to?: string | { _serialized: string }
	type: string
	t: number
	ack?: number
	body?: string
	caption?: string
	directPath?: string
	notifyName?: string
}

/**
 * A session that is in step before the library listens is never announced: then its own handler is run once, after the
 * library had time to run it itself. Answers whether the page is connected, and whether the library lost it in a reload.
 */
export function nudge(): { isConnected: boolean; isLost: boolean } {
	const page = globalThis as unknown as Page & { looks?: number; bareLooks?: number }
	const socket = page.require?.('WAWebSocketModel')['Socket'] as unknown as
		| { state?: string; hasSynced?: boolean }
		| undefined
	if (socket?.hasSynced && !page.WWebJS) {
		page.looks = (page.looks ?? 0) + 1
		if (page.looks === 2) void page.onAppStateHasSyncedEvent?.()
	}
	// a reload between two steps of the library's start leaves a page it never comes to, in step or not
	const isBare = page.Debug?.VERSION !== undefined && page.AuthStore === undefined
	page.bareLooks = isBare ? (page.bareLooks ?? 0) + 1 : 0
	const isLost = page.bareLooks > 4 || (!page.onAppStateHasSyncedEvent && (page.looks ?? 0) > 4)
	return { isConnected: socket?.state === 'CONNECTED', isLost }
}

/** Asks for a new code after the old one ran out, which the library leaves to a person's click. */
export function renewCode(): void {
	const page = globalThis as unknown as Page
	const socket = page.require?.('WAWebSocketModel')['Socket'] as unknown as { state?: string } | undefined
	if (socket?.state !== 'UNPAIRED_IDLE') return
	const utils = page.require?.('WAWebLaunchSocketUtils') as unknown as { refreshQR(): void } | undefined
	utils?.refreshQR()
}

/** Whether WhatsApp bars this device from writing to people first; false where it cannot be asked. */
export async function isTimelocked(): Promise<boolean> {
	try {
		const page = globalThis as unknown as Page
		const utils = page.require?.('WAWebReachoutTimelockUtils') as unknown as
			| { isUserReachoutTimelocked(): Promise<boolean> | boolean }
			| undefined
		return (await utils?.isUserReachoutTimelocked()) === true
	} catch {
		return false
	}
}

/** Shows the person that somebody writes. */
export async function showTyping(chat: string): Promise<void> {
	const wweb = (globalThis as unknown as Page).WWebJS as
		| { sendChatstate(state: string, chat: string): Promise<unknown> }
		| undefined
	await wweb?.sendChatstate('typing', chat)
}

/** The messages of private chats since an instant (seconds UTC); of all of them, or of the named ones. */
export async function collectMessages(since: number, only: string[] | undefined): Promise<PageMessage[]> {
	const page = globalThis as unknown as Page
	const wweb = page.WWebJS as { getMessageModel(msg: Msg): PageMessage } | undefined
	const { Chat: chats } = (page.require?.('WAWebCollections') ?? {}) as unknown as {
		Chat?: { getModelsArray(): Chat[] }
	}
	if (!wweb || !chats) return []
	const wanted = chats.getModelsArray().filter(({ id, t }) => {
		if (only) return only.includes(id._serialized)
		return (id.server === 'c.us' || id.server === 'lid') && (t ?? since) >= since
	})
	const found: PageMessage[] = []
	for (const chat of wanted) {
		try {
			// what is not in memory is read until it is older than what is asked for
			for (let turn = 0; turn < 5; turn++) {
				const oldest = chat.msgs
					.getModelsArray()
					.reduce((least, msg) => Math.min(least, msg.t), Number.POSITIVE_INFINITY)
				if (oldest < since) break
				const loader = page.require?.('WAWebChatLoadMessages') as unknown as {
					loadEarlierMsgs(of: { chat: Chat }): Promise<unknown[] | undefined>
				}
				const more = await loader.loadEarlierMsgs({ chat })
				if (!more || more.length === 0) break
			}
		} catch {
			// then what is in memory must do
		}
		for (const msg of chat.msgs.getModelsArray()) if (msg.t >= since) found.push(wweb.getMessageModel(msg))
	}
	return found
}
