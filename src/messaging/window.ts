import type { Abilities, Reply } from './channel.ts'

const HOUR_MS = 3_600_000
/** A message on its way while the window closes would be refused. */
const MARGIN_MS = 60_000

/** Whether free text may be sent to somebody who wrote at that instant (ms UTC); null: never wrote. */
export function isWindowOpen(
	{ windowHours }: Pick<Abilities, 'windowHours'>,
	{ lastInboundAt, now }: { lastInboundAt: number | null; now: number },
): boolean {
	if (windowHours === undefined) return true
	return lastInboundAt !== null && now < lastInboundAt + windowHours * HOUR_MS - MARGIN_MS
}

/**
 * The reply as it may go out: free text while the window is open, its template after; undefined when it has none, or is
 * said unasked to somebody who has not written for too long.
 */
export function fitWindow(
	reply: Reply,
	abilities: Pick<Abilities, 'windowHours' | 'unaskedHours'>,
	when: { lastInboundAt: number | null; now: number },
): Reply | undefined {
	const { unaskedHours } = abilities
	if (reply.unasked && unaskedHours !== undefined && !isWindowOpen({ windowHours: unaskedHours }, when))
		return undefined
	if (!isWindowOpen(abilities, when)) return reply.template ? reply : undefined
	const { template: _spared, ...free } = reply
	return free
}
