import { html } from 'hono/html'
import { formatMoney } from '../../domain/money.ts'
import { type AudiencePreview, type AudienceRule, previewAudience } from '../../messaging/audience.ts'
import type { ChannelName } from '../../messaging/channel.ts'
import { type Broadcast, type BroadcastNeeds, channelsOf, readBroadcast, windowsOf } from '../../messaging/compose.ts'
import { estimateSeconds, messagesOf } from '../../messaging/control.ts'
import { type CostEstimate, estimateBroadcast } from '../../messaging/cost.ts'
import type { ContentProblem } from '../../messaging/template.ts'
import { findBroadcast } from '../../store/broadcasts.ts'
import { words } from '../locales/index.ts'
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
export function renderWaterfall(
	visit: Visit,
	audience: AudiencePreview,
	{ seconds, cost }: { seconds: number; cost: CostEstimate | undefined },
): Html {
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
<p class="hint">${say('cast.takes', { minutes: Math.floor(seconds / 60) })}</p>${cost === undefined ? none : renderCost(visit, cost)}`
}

function renderCost({ say, locale }: Visit, { minor, currency, marketing, service }: CostEstimate): Html {
	return html`<p><b>${say('cast.cost', { amount: formatMoney(minor, currency, locale) })}</b> <small class="mut">${say('cast.cost_of', { marketing, service })}</small></p>`
}

export async function countShown(
	visit: Visit,
	broadcasts: BroadcastNeeds,
	count: { rule: AudienceRule; channels: string[] | null; holdoutPermyriad: number },
): Promise<Html> {
	const { rule, holdoutPermyriad } = count
	const channels = channelsOf(count, broadcasts.channels)
	const windows = windowsOf(broadcasts.channels)
	const audience = await previewAudience(visit.needs.store, rule, { channels, windows, holdoutPermyriad })
	const cost = estimateBroadcast(audience, visit.settings.whatsappCloud.prices)
	return renderWaterfall(visit, audience, { seconds: secondsOf(visit, broadcasts, audience), cost })
}

export function secondsOf(visit: Visit, { channels }: BroadcastNeeds, audience: AudiencePreview): number {
	return estimateSeconds(messagesOf(audience), channels, visit.settings.promotions.bulkPerSecond)
}

/** What keeps it from being sent, a sentence each. */
export function describeProblem({ say, locale }: Pick<Visit, 'say' | 'locale'>, problem: ContentProblem): string {
	if (problem.problem === 'nobody') return say('cast.problem.nobody')
	if (problem.problem === 'no-channel') return say('cast.problem.no-channel')
	if (problem.problem === 'over-cap') {
		const money = (minor: number) => formatMoney(minor, problem.currency, locale)
		return say('cast.problem.over-cap', { amount: money(problem.minor), most: money(problem.capMinor) })
	}
	const language = words[problem.locale]['lang.name']
	if (problem.problem === 'no-template') return say('cast.problem.no-template', { language, late: problem.late })
	if (problem.problem === 'too-long') {
		const channel = say(`channel.${problem.channel as ChannelName}`)
		return say('cast.problem.too-long', { language, length: problem.length, channel, most: problem.most })
	}
	return say(`cast.problem.${problem.problem}`, { language, variable: `{${problem.variable}}` })
}
