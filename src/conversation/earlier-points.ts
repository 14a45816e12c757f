import type { Notice } from '../domain/notice.ts'
import type { Locale } from '../messaging/channel.ts'
import { say } from './locales/index.ts'

/** Of what a proved phone brought, the points of purchases made before: told in the same answer; empty when none. */
export function earlierPoints(locale: Locale, memberId: number, notices: readonly Notice[]): string {
	const points = notices.reduce(
		(sum, notice) => sum + (notice.kind === 'earned' && notice.memberId === memberId ? notice.facts.points : 0),
		0,
	)
	return points > 0 ? say(locale, 'join.points_earlier', { points }) : ''
}
