import { html } from 'hono/html'
import { type AudiencePreview, type AudienceRule, previewAudience } from '../../messaging/audience.ts'
import type { ChannelName } from '../../messaging/channel.ts'
import { type Broadcast, type BroadcastNeeds, channelsOf, readBroadcast } from '../../messaging/compose.ts'
import { estimateSeconds, messagesOf } from '../../messaging/control.ts'
import type { ContentProblem } from '../../messaging/template.ts'
import { findBroadcast } from '../../store/broadcasts.ts'
import { type Say, words } from '../locales/index.ts'
import { type Html, none } from '../page.ts'
import type { Visit } from './visit.ts'

const STEPS = ['noConsent', 'optedOut', 'capped', 'unreachable'] as const

/** The id in the address of a page; empty, which no broadcast has, when it is none. */
export function idOf(visit: Visit): string {
	const id = visit.c.req.param('id') ?? ''
	return /^brd_\w{1,40}$/.test(id) ? id : ''
}

/** The broadcast of an address of the console. */
export async function findShown(visit: Visit): Promise<Broadcast | undefined> {
	const row = await findBroadcast(visit.needs.store.db, idOf(visit))
	return row && readBroadcast(row)
}

/** Who matches, who falls out and why, and who will get it, for each channel too. */
export function renderWaterfall(visit: Visit, audience: AudiencePreview, seconds: number): Html {
	const { say, locale } = visit
	const { total, channels } = audience
	const number = new Intl.NumberFormat(locale)
	const line = (label: string, n: number, sign = '') =>
		html`<tr><th scope="row">${label}</th><td class="num">${sign}${number.format(n)}</td></tr>`
	const steps = STEPS.filter((step) => total[step] > 0).map((step) => line(say(`cast.${step}`), total[step], '−'))
	const perChannel = Object.entries(channels).map(([name, { chosen }]) =>
		line(say(`channel.${name as ChannelName}`), chosen),
	)
	return html`<table><tbody>${line(say('cast.matched'), total.matched)}${steps}
${total.holdout > 0 ? line(say('cast.held_out'), total.holdout, '−') : none}
<tr><th scope="row"><b>${say('cast.receive')}</b></th><td class="num"><b>${number.format(total.receive)}</b></td></tr>
${perChannel.length > 1 ? perChannel : none}</tbody></table>
<p class="hint">${say('cast.takes', { minutes: Math.floor(seconds / 60) })}</p>`
}

export async function countShown(
	visit: Visit,
	broadcasts: BroadcastNeeds,
	count: { rule: AudienceRule; channels: string[] | null; holdoutPermyriad: number },
): Promise<Html> {
	const { rule, holdoutPermyriad } = count
	const channels = channelsOf(count, broadcasts.channels)
	const audience = await previewAudience(visit.needs.store, rule, { channels, holdoutPermyriad })
	return renderWaterfall(visit, audience, secondsOf(visit, broadcasts, audience))
}

export function secondsOf(visit: Visit, { channels }: BroadcastNeeds, audience: AudiencePreview): number {
	return estimateSeconds(messagesOf(audience), channels, visit.settings.promotions.bulkPerSecond)
}

/** What keeps it from being sent, a sentence each. */
export function describeProblem(say: Say, problem: ContentProblem): string {
	if (problem.problem === 'nobody') return say('cast.problem.nobody')
	if (problem.problem === 'no-channel') return say('cast.problem.no-channel')
	const language = words[problem.locale]['lang.name']
	if (problem.problem === 'too-long') {
		const channel = say(`channel.${problem.channel as ChannelName}`)
		return say('cast.problem.too-long', { language, length: problem.length, channel, most: problem.most })
	}
	return say(`cast.problem.${problem.problem}`, { language, variable: `{${problem.variable}}` })
}
