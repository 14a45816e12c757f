import { type Day, dayOf, startOfDay } from '../domain/calendar.ts'
import { classify, type NesSettings } from '../domain/nes.ts'
import type { AudiencePreview, Waterfall } from '../messaging/audience.ts'
import type { BroadcastContent } from '../messaging/template.ts'
import { nesGroups } from '../segments/criteria/nes.ts'
import type { Segment } from '../segments/segment.ts'
import { OPTED_OUT } from '../store/deliveries.ts'
import type { Row } from '../store/schema.ts'
import type { Chance } from './chance.ts'
import type { Frame } from './seed-days.ts'
import type { Lived, World } from './seed-life.ts'

const HOUR_MS = 3_600_000
const WEEK_MS = 7 * 24 * HOUR_MS

interface Past {
	name: string
	daysAgo: number
	segment: Segment
	/** Whether a member was in the segment on that day. */
	isMeant: (lived: Lived, moment: { at: number; day: Day }, nes: NesSettings) => boolean
	content: BroadcastContent
}

function tierAt({ life }: Lived, at: number): number {
	const row = life.tiers.rows.findLast((one) => one.at <= at && (one.closed_at === null || one.closed_at > at))
	return row?.tier_id ?? 0
}

function tagOn({ orders }: Lived, day: Day, nes: NesSettings): string {
	const days = orders
		.filter((order) => order.net_minor > 0 && (order.paid_on ?? day) < day)
		.map((one) => one.paid_on ?? 0)
	const purchases = { days: new Set(days).size, firstDay: Math.min(...days), lastDay: Math.max(...days) }
	return classify(purchases, day, nes).tag
}

const same = (text: string) => ({ text, fallbacks: { name: '你' } })
const inEnglish = (text: string) => ({ text, fallbacks: { name: 'there' } })

/** What the shop has sent so far; the days are far enough apart for the caps. */
const pasts: readonly Past[] = [
	{
		name: '新品：海鹽牛油卷',
		daysAgo: 76,
		segment: { kind: 'tier-at-least', tier: 1 },
		isMeant: (lived, { at }) => tierAt(lived, at) >= 1,
		content: {
			texts: {
				'zh-HK': same('{name}，海鹽牛油卷今個星期六出爐。銀卡或以上會員話聲「海鹽」，買二送一。'),
				en: inEnglish(
					'Hi {name}, salted butter rolls leave the oven this Saturday. Silver and above: say “sea salt”, buy two, get one free.',
				),
			},
		},
	},
	{
		name: '觀塘店開張',
		daysAgo: 43,
		segment: { and: [] },
		isMeant: () => true,
		content: {
			texts: {
				'zh-HK': same('{name}，觀塘店開門啦！頭一個星期嚟坐低食早餐，送你細杯咖啡。'),
				en: inEnglish('Hi {name}, our Kwun Tong shop is open! A small coffee is on us with any breakfast this week.'),
			},
		},
	},
	{
		name: '好耐冇見',
		daysAgo: 12,
		segment: { kind: 'nes', tags: [...nesGroups.sleeping] },
		isMeant: (lived, { day }, nes) => nesGroups.sleeping.some((tag) => tag === tagOn(lived, day, nes)),
		content: {
			texts: {
				'zh-HK': same('{name}，好耐冇見！今個星期返嚟買麵包，出示優惠碼 {coupon} 減 $20。'),
				en: inEnglish('Hi {name}, it has been a while! Come back this week and show {coupon} for $20 off.'),
			},
			coupon: 'COMEBACK',
		},
	},
]

export const PAST_BROADCASTS = pasts.length

const states: readonly [state: string, weight: number][] = [
	['read', 58],
	['delivered', 30],
	['sent', 12],
]

interface Sending {
	world: World
	nes: NesSettings
	chance: Chance
	/** Whose block has shown itself in an earlier broadcast. */
	known: Set<number>
}

/** A row for a member, or why there is none. */
function deliverTo(
	lived: Lived,
	past: { id: number; at: number; nth: number },
	sending: Sending,
): Row<'deliveries'> | keyof Waterfall {
	const { plan, profile } = lived
	const { withdrawnAt, promotions, isReachable } = profile
	if (promotions === 'declined') return 'noConsent'
	if (withdrawnAt !== null && withdrawnAt <= past.at) return 'optedOut'
	if (!isReachable && sending.known.has(plan.id)) return 'unreachable'
	// 28 a second, as the shop's pace is set
	const sentAt = past.at + Math.floor((past.nth * 1_000) / 28)
	const row = {
		broadcast_id: past.id,
		member_id: plan.id,
		address_id: plan.id,
		channel: 'simulator',
		epoch: 1,
		attempts: 1,
		due_at: 0,
	}
	if (!isReachable) {
		sending.known.add(plan.id)
		const failed = { state: 'failed', reason: 'blocked', sending_at: null, sent_at: null, platform_message_id: null }
		return { ...row, ...failed, at: sentAt }
	}
	const [state] = sending.chance.weigh(states, ([, weight]) => weight)
	const leftForIt = withdrawnAt !== null && withdrawnAt - sentAt < WEEK_MS
	return {
		...row,
		state,
		reason: leftForIt ? OPTED_OUT : null,
		sending_at: sentAt,
		sent_at: sentAt + 90,
		platform_message_id: `demo-${past.id}-${plan.id}`,
		at: state === 'sent' ? sentAt + 90 : sentAt + sending.chance.int(2, 600) * 1_000,
	}
}

function atElevenOf(frame: Frame, daysAgo: number): number {
	return startOfDay(frame.today - daysAgo, frame.zone) + 11 * HOUR_MS
}

function broadcastRow(
	past: Past,
	sending: Sending,
	sent: { id: number; at: number; audience: AudiencePreview; until: number },
): Row<'broadcasts'> {
	const { at } = sent
	return {
		id: sent.id,
		public_id: sending.world.newId('brd', at - HOUR_MS),
		name: past.name,
		segment: JSON.stringify({ segment: past.segment }),
		content: JSON.stringify(past.content),
		picture: null,
		channels: null,
		state: 'done',
		holdout_permyriad: 0,
		salt: Buffer.from(sending.chance.bytes(16)).toString('base64url'),
		big: 0,
		version: 1,
		created_at: at - HOUR_MS,
		created_by: null,
		scheduled_at: at,
		freeze_cursor: null,
		frozen_at: at,
		started_at: at,
		finished_at: sent.until,
		pause_reason: null,
		audience: JSON.stringify(sent.audience),
	}
}

/** The broadcasts of the past, with a row for everybody who was to get them. */
export function makeBroadcasts(world: World, lives: readonly Lived[], given: { nes: NesSettings; chance: Chance }) {
	const sending: Sending = { world, ...given, known: new Set() }
	const broadcasts: Row<'broadcasts'>[] = []
	const deliveries: Row<'deliveries'>[] = []
	for (const [index, past] of pasts.entries()) {
		const at = atElevenOf(world.frame, past.daysAgo)
		const moment = { at, day: dayOf(at, world.frame.zone) }
		const total: Waterfall = {
			matched: 0,
			noConsent: 0,
			optedOut: 0,
			capped: 0,
			unreachable: 0,
			holdout: 0,
			receive: 0,
		}
		let until = at
		for (const lived of lives) {
			const { joinedAt } = lived.plan
			if (joinedAt === null || joinedAt >= at || !past.isMeant(lived, moment, sending.nes)) continue
			total.matched += 1
			const found = deliverTo(lived, { id: index + 1, at, nth: total.receive }, sending)
			if (typeof found === 'string') total[found] += 1
			else {
				total.receive += 1
				deliveries.push(found)
				until = Math.max(until, found.sent_at ?? 0)
			}
		}
		const audience = { total, channels: { simulator: { ...total, chosen: total.receive } } }
		broadcasts.push(broadcastRow(past, sending, { id: index + 1, at, audience, until }))
	}
	return { broadcasts, deliveries }
}
