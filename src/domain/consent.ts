/** What a person last said about promotions to one address; nothing said is not consent. */
export type PromotionState = 'granted' | 'declined' | 'withdrawn'

/** One line of the append-only log, of one address. */
export interface ConsentLine {
	state: PromotionState
	at: number
	/** chat, staff, import … */
	source: string
}

export interface PromotionAddress {
	id: number
	/** null: never asked. */
	state: PromotionState | null
	/** False once the person blocked the bot there. */
	reachable: boolean
	/** Of an opted-out phone or address whose mark was kept. */
	marked: boolean
}

/** STOP at any address withdraws at all of the person's addresses, those never asked included. */
export function stopPromotions(addresses: readonly PromotionAddress[]): PromotionAddress[] {
	return addresses.map((address) => ({ ...address, state: 'withdrawn', marked: true }))
}

/** Resuming restores the one address it is said at, no other. */
export function resumePromotions(addresses: readonly PromotionAddress[], id: number): PromotionAddress[] {
	return addresses.map((address) => (address.id === id ? { ...address, state: 'granted', marked: false } : address))
}

/** Whether a promotion may go to an address: consent there, no opt-out mark, not blocked. */
export function mayReceivePromotion({ state, reachable, marked }: PromotionAddress): boolean {
	return state === 'granted' && reachable && !marked
}

/**
 * What an address's log amounts to: the last line counts, but an import never revives what was withdrawn. Lines come in
 * the order they were written.
 */
export function promotionState(log: readonly ConsentLine[]): PromotionState | null {
	let state: PromotionState | null = null
	for (const line of log) {
		const revives = line.source === 'import' && line.state === 'granted' && state === 'withdrawn'
		if (!revives) state = line.state
	}
	return state
}
