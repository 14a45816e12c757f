import type { SendOutcome } from '../../src/messaging/channel.ts'

/** What the Graph API answered instead of doing it. */
export class GraphError extends Error {
	readonly status: number
	/** 0 when the answer had none. */
	readonly code: number
	readonly title: string

	constructor(answer: { status: number; code: number; title: string }) {
		super(`${answer.code || `HTTP ${answer.status}`} ${answer.title}`.trim())
		this.name = 'GraphError'
		this.status = answer.status
		this.code = answer.code
		this.title = answer.title
	}
}

/** No answer, or none that can be read. */
export class GraphSilence extends Error {
	/** True only when the connection was not made: then nobody can have got anything. */
	readonly neverSent: boolean

	constructor(reason: string, neverSent: boolean) {
		super(reason)
		this.name = 'GraphSilence'
		this.neverSent = neverSent
	}
}

/** Whether something thrown is an answer of the platform, or its silence, and no fault of ours. */
export function isGraphFault(error: unknown): error is GraphError | GraphSilence {
	return error instanceof GraphError || error instanceof GraphSilence
}

/** A reply this platform has no form for: a fault of the caller, found before anything is sent. */
export class UnrenderableReply extends Error {}

type Consequence =
	/** The whole account is too fast. */
	| { does: 'slow-down'; waitMs: number }
	/** This one person later. */
	| { does: 'later'; waitMs: number }
	/** The whole account stands still, and the merchant is told. */
	| { does: 'pause'; waitMs: number; tell: string }
	| { does: 'gone' }
	| { does: 'rejected' }
	/** It failed on their side, nobody knows how far it had come. */
	| { does: 'in-doubt' }

interface Meaning {
	says: string
	effect: Consequence
}

const SECOND = 1_000
const MINUTE = 60 * SECOND
const DAY = 1_440 * MINUTE

const slowDown = (says: string, waitMs: number): Meaning => ({ says, effect: { does: 'slow-down', waitMs } })
const rejected = (says: string): Meaning => ({ says, effect: { does: 'rejected' } })
const pause = (says: string, tell: string, waitMs = 10 * MINUTE): Meaning => ({
	says,
	effect: { does: 'pause', waitMs, tell },
})
const template = (says: string) => rejected(`template: ${says}`)

const TOKEN = 'WhatsApp does not accept the access token: make a new one in the Meta business settings.'
const NUMBER = 'WhatsApp does not know the phone number: check WHATSAPP_CLOUD_PHONE_NUMBER_ID and the token’s rights.'

/** What each code means to a sender. Everything that is not here was refused for what it is. */
const MEANINGS: Record<number, Meaning> = {
	4: slowDown('too many requests of the app', MINUTE),
	80007: slowDown('too many requests of the account', MINUTE),
	130429: slowDown('too many messages at once', 5 * SECOND),
	133016: slowDown('too many registrations', 60 * MINUTE),
	2: slowDown('the service is down', MINUTE),
	131016: slowDown('the service is overloaded', 30 * SECOND),
	131057: slowDown('the account is being upgraded', 2 * MINUTE),
	133004: slowDown('the server is down', MINUTE),

	131056: { says: 'too many messages to this person', effect: { does: 'later', waitMs: MINUTE } },
	131049: { says: 'held back by WhatsApp for this person', effect: { does: 'later', waitMs: DAY } },

	131026: { says: 'undeliverable', effect: { does: 'gone' } },
	131021: { says: 'the shop’s own number', effect: { does: 'gone' } },
	131030: rejected('not on the list of test recipients'),
	131047: rejected('outside-window'),
	131050: rejected('the person stopped promotions in WhatsApp'),
	130472: rejected('part of an experiment of WhatsApp'),
	131051: rejected('this kind of message is not supported'),
	131062: rejected('this person can only be reached by phone'),

	131048: pause(
		'held back as spam',
		'WhatsApp holds messages back because too many were blocked or reported: send less, to people who want it.',
		60 * MINUTE,
	),
	131042: pause('payment', 'WhatsApp has a problem with the payment method: mend it in the Meta billing settings.'),
	131031: pause('the account is locked', 'WhatsApp has locked the account: see the Meta business support page.'),
	368: pause('the account is blocked', 'WhatsApp has blocked the account for breaking its policies.'),
	131037: pause('the display name', 'WhatsApp has not approved the display name of the number yet.'),
	131045: pause('the number is not registered', 'The number must be registered with the Cloud API again.'),
	133010: pause('the number is not registered', 'The number must be registered with the Cloud API again.'),
	190: pause('the access token', TOKEN),
	0: pause('the access token', TOKEN),
	3: pause('the rights of the token', NUMBER),
	10: pause('the rights of the token', NUMBER),
	33: pause('the phone number', NUMBER),
	131005: pause('the rights of the token', NUMBER),

	132000: template('the number of variables does not fit'),
	132001: template('it does not exist in this language, or is not approved'),
	132005: template('the text is too long with its variables'),
	132007: template('against the policy of WhatsApp'),
	132012: template('a variable has the wrong form'),
	132015: template('paused for its quality'),
	132016: template('disabled for its quality'),

	1: { says: 'unknown fault', effect: { does: 'in-doubt' } },
	131000: { says: 'unknown fault', effect: { does: 'in-doubt' } },
}

function meaningOf({ code, status }: { code: number; status?: number }): Meaning {
	// 0 is a real code of refused tokens, but also what stands where there was none
	const known = code === 0 && status !== 401 ? undefined : MEANINGS[code]
	if (known) return known
	if (code >= 200 && code <= 299) return pause('the rights of the token', NUMBER)
	if (status === 429) return slowDown('too many requests', MINUTE)
	if (status === 401) return pause('the access token', TOKEN)
	if (status !== undefined && status >= 500) return { says: 'their server failed', effect: { does: 'in-doubt' } }
	return rejected('refused')
}

/** A code in our own words, the same for everybody it happens to: the platform's may name a number. */
export function reasonOf(code: number, status?: number): string {
	const { says } = meaningOf({ code, ...(status === undefined ? {} : { status }) })
	if (says === 'outside-window') return says
	return code === 0 ? `${says}${status === undefined ? '' : ` (HTTP ${status})`}` : `${code} ${says}`
}

const NETWORK_PAUSE_MS = 3 * SECOND

/** What became of a send that failed. Anything that is not an error of the client is our bug and is thrown on. */
export function outcomeOf(error: unknown, now: number): SendOutcome {
	if (error instanceof UnrenderableReply) return { kind: 'rejected', reason: error.message }
	if (error instanceof GraphSilence) {
		if (!error.neverSent) return { kind: 'unknown', reason: `network: ${error.message}` }
		return { kind: 'retry', at: now + NETWORK_PAUSE_MS, reason: `network: ${error.message}`, wholeAccount: true }
	}
	if (!(error instanceof GraphError)) throw error
	const reason = reasonOf(error.code, error.status)
	const { effect } = meaningOf(error)
	switch (effect.does) {
		case 'slow-down':
		case 'pause':
			return { kind: 'retry', at: now + effect.waitMs, reason, wholeAccount: true }
		case 'later':
			return { kind: 'retry', at: now + effect.waitMs, reason, wholeAccount: false }
		case 'gone':
			return { kind: 'gone', reason }
		case 'rejected':
			return { kind: 'rejected', reason }
		case 'in-doubt':
			return { kind: 'unknown', reason }
	}
}

/** What happened before the message itself, such as an upload, has surely reached nobody: doubt becomes another try. */
export function outcomeBefore(error: unknown, now: number): SendOutcome {
	const outcome = outcomeOf(error, now)
	if (outcome.kind !== 'unknown') return outcome
	return { kind: 'retry', at: now + NETWORK_PAUSE_MS, reason: outcome.reason, wholeAccount: false }
}

/** Whether a code of a later status means that nothing reaches the person, or that she wants no promotions. */
export function meansOf(code: number): 'unreachable' | 'stopped' | undefined {
	if (code === 131050) return 'stopped'
	return meaningOf({ code }).effect.does === 'gone' ? 'unreachable' : undefined
}

/** Why the whole account stands still, in a sentence for the merchant, and for how long; undefined when it does not. */
export function troubleOf(refusal: {
	code: number
	status?: number
}): { sentence: string; waitMs: number } | undefined {
	const { effect } = meaningOf(refusal)
	return effect.does === 'pause' ? { sentence: effect.tell, waitMs: effect.waitMs } : undefined
}

/** One sentence on why the line does not work, for the console. */
export function explainTrouble(error: unknown): string {
	if (error instanceof GraphSilence) return `WhatsApp cannot be reached (${error.message}); trying again.`
	if (!(error instanceof GraphError)) return 'Something went wrong on our side; trying again.'
	return troubleOf(error)?.sentence ?? `WhatsApp refused: ${reasonOf(error.code, error.status)}`
}
