import type {
	Channel,
	ChannelEvent,
	ChannelName,
	Inbound,
	ReceiveEvents,
	SendOutcome,
} from '../../src/messaging/channel.ts'

/** One message as a person sees it, whatever the channel makes of it. */
export interface Seen {
	from: 'shop' | 'person'
	/** Without the signs of marks. */
	text: string
	/** What is marked, by its words. */
	marked: string[]
	/** Labels of what can be chosen: buttons, rows of a list, or numbered lines. */
	choices: string[]
	picture: boolean
}

/** Somebody with the app in hand. */
export interface ContractPerson {
	/** What send() takes for her. */
	address(): string
	says(text: string): Promise<void>
	/** Chooses what is labelled like that, in the newest message that offers it: by button, row or number. */
	chooses(label: RegExp): Promise<void>
	/** False where the channel carries no such thing. */
	sends(media: 'photo' | 'voice' | 'file'): Promise<boolean>
	/** False where the platform tells nobody. */
	blocks(): Promise<boolean>
	sees(): Promise<Seen[]>
}

/** What a platform can be made to do to the next message. */
export type Fate = 'slow-down' | 'refused' | 'cut-before-it-was-sent' | 'cut-after-it-was-sent'

/** A channel with its platform, and people in it. */
export interface ContractWorld {
	channel: Channel
	start(receive: ReceiveEvents): Promise<void>
	person(name: string): ContractPerson
	/** Decides the next send; false where the platform cannot do that. */
	fate(fate: Fate): boolean
	/** From now on everything that comes in comes twice; false where that cannot be. */
	repeatEverything(): boolean
	/** From now on statuses come last first; false where there are none. */
	reverseStatuses(): boolean
	/** Resolves when the platform has delivered what people did. */
	settled(): Promise<void>
	/** What the platform found wrong with our requests. */
	violations(): readonly unknown[]
	stop(): Promise<void>
}

export interface ContractChannel {
	name: ChannelName
	open(): Promise<ContractWorld>
}

/** The newest message of the shop that satisfies the predicate, waited for. */
export async function waitForMessage(person: ContractPerson, fits: (seen: Seen) => boolean): Promise<Seen> {
	const until = performance.now() + 5000
	for (;;) {
		const all = await person.sees()
		const found = all.findLast((seen) => seen.from === 'shop' && fits(seen))
		if (found) return found
		if (performance.now() > until) {
			const shown = all.slice(-5).map(({ from, text, choices }) => `  ${from}: ${text} [${choices.join('] [')}]`)
			throw new Error(['not seen within 5 s; the chat shows:', ...shown].join('\n'))
		}
		await new Promise((resolve) => setTimeout(resolve, 5))
	}
}

/** Collects what a channel hands over. */
export function createCollector() {
	const events: ChannelEvent[] = []
	const receive: ReceiveEvents = async (batch) => {
		events.push(...batch.map(({ event }) => event))
	}
	const waitFor = async (fits: (event: ChannelEvent) => boolean): Promise<ChannelEvent> => {
		const until = performance.now() + 5000
		for (;;) {
			const found = events.findLast(fits)
			if (found) return found
			if (performance.now() > until) throw new Error(`no such event among ${JSON.stringify(events.slice(-5))}`)
			await new Promise((resolve) => setTimeout(resolve, 5))
		}
	}
	return {
		events,
		receive,
		waitFor,
		message: async (fits: (event: Inbound) => boolean) =>
			(await waitFor((event) => event.kind === 'message' && fits(event))) as Inbound,
	}
}

/** The platform's id of something that must have been sent. */
export function idOf(outcome: SendOutcome): string {
	if (outcome.kind !== 'sent') throw new Error(`not sent: ${JSON.stringify(outcome)}`)
	return outcome.platformMessageId
}
