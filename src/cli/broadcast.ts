import type { Command } from 'commander'
import { bots } from '../../bots/index.ts'
import type { Config } from '../config.ts'
import { formatMoney } from '../domain/money.ts'
import type { Refusal, Result } from '../domain/result.ts'
import type { AudiencePreview } from '../messaging/audience.ts'
import type { Broadcast, BroadcastNeeds } from '../messaging/compose.ts'
import type { CostEstimate } from '../messaging/cost.ts'
import type { ContentProblem } from '../messaging/template.ts'
import type { Db } from '../store/db.ts'
import type { Member } from '../store/members.ts'
import type { Store, Work } from '../store/transact.ts'
import { CommandFault, groupOf } from './io.ts'

/** The group of the commands on broadcasts. */
export function broadcastGroup(program: Command): Command {
	return groupOf(program, 'broadcast', 'write to many members at once; the running server sends')
}

/** What broadcasts are measured and rendered with: the channels the configuration sets up. */
export async function broadcastNeeds({ telegram, whatsapp }: Config, db: Db): Promise<BroadcastNeeds> {
	const { promotionFacts, promotionFrame } = await import('../conversation/promotion-words.ts')
	const channels: BroadcastNeeds['channels'][number][] = []
	if (telegram) channels.push({ name: 'telegram', abilities: (await bots.telegram()).ABILITIES })
	if (whatsapp.cloud) {
		const { abilitiesOf } = await bots['whatsapp-cloud']()
		channels.push({ name: 'whatsapp-cloud', abilities: abilitiesOf(whatsapp.cloud) })
	}
	if (whatsapp.web) {
		const { ABILITIES } = await bots['whatsapp-web']()
		const { getSettings } = await import('../store/settings.ts')
		const { accepted: promotions } = (await getSettings(db)).whatsappWeb.promotions
		channels.push({ name: 'whatsapp-web', abilities: { ...ABILITIES, promotions } })
	}
	return { sentences: promotionFrame, factsOf: promotionFacts, channels }
}

const writeMinor = (minor: number, currency: string) => formatMoney(minor, currency, 'en')

/** What it costs in words; nothing where no channel costs anything. */
export function writeCost(cost: CostEstimate | undefined): string[] {
	if (!cost) return []
	const { minor, currency, marketing, service } = cost
	return [
		`WhatsApp charges at most ${writeMinor(minor, currency)}: ${marketing} by template, ${service} in an open chat`,
	]
}

function explainProblem(problem: ContentProblem): string {
	switch (problem.problem) {
		case 'unknown-variable':
			return `the ${problem.locale} text has an unknown variable {${problem.variable}}`
		case 'no-fallback':
			return `the ${problem.locale} text needs a fallback for {${problem.variable}}: --fallback ${problem.variable}=…`
		case 'too-long':
			return `the ${problem.locale} text has ${problem.length} characters, ${problem.channel} takes ${problem.most}`
		case 'no-template':
			return `${problem.late} on ${problem.channel} have not written for a day and get approved templates only: the ${problem.locale} text needs one (--template-…), or leave the channel out (--channel)`
		case 'over-cap':
			return `it would cost ${writeMinor(problem.minor, problem.currency)}, above the cap of ${writeMinor(problem.capMinor, problem.currency)}`
		case 'nobody':
			return 'nobody would receive it'
		case 'no-channel':
			return problem.connected.length === 0
				? 'no channel is connected: neither TELEGRAM_BOT_TOKEN nor WHATSAPP_DRIVER is set here'
				: `no channel may carry it; connected is ${problem.connected.join(', ')}`
	}
}

/** Everything that keeps a broadcast from being sent, in one line. */
export function explainProblems(problems: readonly ContentProblem[]): string {
	return problems.map(explainProblem).join('; ')
}

/** The value, or the refusal in one line. */
export function orFault<T>(result: Result<T, Refusal>): T {
	if (result.ok) return result.value
	const facts = result.facts as { state?: string; problems?: ContentProblem[] } | undefined
	const isNobody = facts?.problems?.some(({ problem }) => problem === 'nobody') ?? false
	const sentences: Record<string, string> = {
		'no-such-broadcast': 'there is no such broadcast: suki broadcast list shows them',
		'wrong-state': `the broadcast is ${facts?.state}: that cannot be done now`,
		changed: 'the broadcast was changed at the same moment: look at it and try again',
		'nothing-unknown': 'of nobody it is unknown whether they got it',
		problems: `it cannot be sent: ${explainProblems(facts?.problems ?? [])}${isNobody ? '; suki broadcast preview shows why' : ''}`,
	}
	throw new CommandFault(sentences[result.reason] ?? result.reason)
}

export async function findShown(store: Store, publicId: string): Promise<Broadcast> {
	const { readBroadcast } = await import('../messaging/compose.ts')
	const { findBroadcast } = await import('../store/broadcasts.ts')
	const row = await findBroadcast(store.db, publicId)
	if (!row) throw new CommandFault('there is no such broadcast: suki broadcast list shows them')
	return readBroadcast(row)
}

/** A member by number (M00042) or id (mem_…). */
export async function getNamedMember(store: Store, text: string): Promise<Member> {
	const { parseMemberNumber } = await import('../domain/member-number.ts')
	const { findLivingMember, findMemberByPublicId } = await import('../store/members.ts')
	const id = parseMemberNumber(text) ?? (await findMemberByPublicId(store.db, text))?.id
	const member = id === undefined ? undefined : await findLivingMember(store.db, id)
	if (!member) throw new CommandFault(`there is no member ${text}: give a number such as M00042, or an id mem_…`)
	return member
}

/** Writes into the audit what the person at the command line did. */
export async function auditBroadcast(work: Work, action: string, publicId: string): Promise<void> {
	const { insertAudit } = await import('../store/audit.ts')
	await insertAudit(work.tx, {
		at: work.now,
		actor: 'cli',
		action: `broadcast.${action}`,
		subject: publicId,
		origin: 'cli',
	})
}

/** The steps from those meant to those who receive it. */
export function writeWaterfall({ total, channels }: AudiencePreview): string {
	const { matched, noConsent, optedOut, capped, unreachable, holdout, receive } = total
	return [
		`matched          ${matched}`,
		`without consent  ${noConsent}`,
		`opted out        ${optedOut}`,
		`had enough       ${capped}`,
		`unreachable      ${unreachable}`,
		`held out         ${holdout}`,
		`will receive     ${receive}`,
		...Object.entries(channels).map(([name, { chosen }]) => `  ${name.padEnd(14)} ${chosen}`),
	].join('\n')
}

/** Seconds in words, in the unit a person reckons with. */
export function writeSeconds(seconds: number): string {
	const [n, unit] =
		seconds < 120
			? [seconds, 'second']
			: seconds < 7_200
				? [Math.ceil(seconds / 60), 'minute']
				: [Math.ceil(seconds / 3_600), 'hour']
	return `about ${n} ${unit}${n === 1 ? '' : 's'}`
}

/** ms UTC as RFC 3339. */
export const instant = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString())

/** A broadcast as machines read it. */
export function shapeOf({
	publicId,
	name,
	state,
	segment,
	scheduledAt,
	startedAt,
	finishedAt,
	pauseReason,
}: Broadcast) {
	return {
		id: publicId,
		name,
		state,
		segment,
		scheduledAt: instant(scheduledAt),
		startedAt: instant(startedAt),
		finishedAt: instant(finishedAt),
		pauseReason,
	}
}
