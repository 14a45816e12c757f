import { qrTerminal } from '../../src/lib/qr.ts'
import type { Book } from './book.ts'
import { stop } from './budget.ts'
import type { WhatsAppWebDeps } from './index.ts'
import { type Intake, OVERLAP_MS } from './intake.ts'
import type { Line } from './line.ts'
import type { Heard, Supervisor } from './supervisor.ts'

/** What came while nobody listened is looked for so far back. */
const CATCH_UP_MS = 24 * 3_600_000
const DAY_MS = 86_400_000

export interface HearingNeeds {
	deps: WhatsAppWebDeps
	book: () => Book
	line: Line
	supervisor: () => Supervisor | undefined
	intake: () => Intake | undefined
}

/** What follows from each thing the worker says. */
export function createHearing({ deps, book, line, supervisor, intake }: HearingNeeds): (heard: Heard) => void {
	const { clock: now, log, showInTerminal } = deps

	/** What came between the page's connection and the library's ears, or while nobody listened. */
	const catchUp = async () => {
		const from = Math.max((book().readUntil ?? now()) - OVERLAP_MS, now() - CATCH_UP_MS)
		const missed = await supervisor()?.call('findSince', { since: Math.floor(from / 1000) })
		for (const message of missed ?? []) intake()?.message(message)
	}

	const stopPromotions = (reason: string) => {
		const record = book().promotions()
		const isUsed = record.promotions.some(({ at }) => at > now() - DAY_MS)
		// only where promotions could be the cause
		if (isUsed) book().setPromotions(stop(record, { at: now(), reason }))
	}

	return (heard) => {
		line.hear(heard)
		switch (heard.t) {
			case 'qr':
				showInTerminal?.(qrTerminal(heard.text))
				break
			case 'code':
				showInTerminal?.(heard.text)
				break
			case 'ready':
				book().link(heard.number, now())
				log.info({ channel: 'whatsapp-web' }, 'WhatsApp is linked and ready')
				catchUp().catch(() => log.warn({ channel: 'whatsapp-web' }, 'missed messages could not be looked for'))
				break
			case 'message':
				intake()?.message(heard.message)
				break
			case 'ack':
				intake()?.ack(heard)
				break
			case 'ended':
				if (heard.reason === 'doubt') break
				stopPromotions(`promotions were stopped: ${line.health().detail}`)
				if (heard.reason === 'logged-out') book().unlink()
				break
			case 'online':
				break
		}
	}
}
