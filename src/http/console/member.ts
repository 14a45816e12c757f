import { html } from 'hono/html'
import { formatMoment } from '../../conversation/locales/format.ts'
import { memberNumber } from '../../domain/member-number.ts'
import { formatMoney } from '../../domain/money.ts'
import { tierOf } from '../../domain/program.ts'
import { titleOf } from '../../domain/rewards/index.ts'
import { getCard } from '../../loyalty/card.ts'
import { readReward } from '../../loyalty/view-reward.ts'
import { listTags } from '../../store/member-tags.ts'
import { findMember, type Member } from '../../store/members.ts'
import { getProgramAt } from '../../store/programs.ts'
import { listTimeline, type TimelineEvent, type TimelineFacts, type TimelineKind } from '../../store/timeline.ts'
import { answerMissing } from '../missing.ts'
import { type Html, none } from '../page.ts'
import { describeMedia } from './chat-transcript.ts'
import type { Form } from './form.ts'
import { renderConsole } from './layout.ts'
import {
	calledOf,
	findShownMember,
	isThere,
	memberPlace,
	renderCard,
	renderConsents,
	renderContacts,
	renderCoupons,
	renderLedger,
	sayKnown,
} from './member-parts.ts'
import { noteAct, numberOf, renderAction, renderMore } from './parts.ts'
import { isAtLeast } from './roles.ts'
import type { ConsoleRoute, Visit } from './visit.ts'

const EVENTS = 30
const MAX_QUOTE = 80

interface Telling {
	visit: Visit
	tierName: (id: number) => string
}

const rewardOf = ({ visit }: Telling, facts: TimelineFacts['redeemed']) =>
	titleOf(readReward(facts), { locale: visit.locale, currency: visit.settings.currency })

const quoted = (text: string) => (text.length > MAX_QUOTE ? `${text.slice(0, MAX_QUOTE)}…`.toWellFormed() : text)

type Tellers = { [K in TimelineKind]: (facts: TimelineFacts[K], telling: Telling) => Html }

/** Every kind of event has its sentence; the compiler asks for a new one with each new kind. */
const tellers: Tellers = {
	joined: (_, { visit }) => html`${visit.say('event.joined')}`,
	linked: ({ channel }, { visit }) =>
		html`${visit.say('event.linked', { channel: sayKnown(visit, 'channel', channel) })}`,
	order: ({ source, order, netMinor, points, held }, { visit }) => {
		const amount = formatMoney(netMinor, visit.settings.currency, visit.locale)
		const pill = held === null ? none : html` <span class="pill warn">${visit.say('event.held')}</span>`
		return html`${visit.say('event.order', { source, order, amount, points })}${pill}`
	},
	redeemed: (facts, telling) =>
		html`${telling.visit.say('event.redeemed', { reward: rewardOf(telling, facts), points: facts.points })}`,
	undone: (facts, telling) =>
		html`${telling.visit.say('event.undone', { reward: rewardOf(telling, facts), points: facts.points })}`,
	used: ({ last4, place }, { visit }) => html`${visit.say('event.used', { code: `…${last4}`, place })}`,
	consent: ({ state, source, channel }, { visit }) =>
		html`${sayKnown(visit, 'consent', state)} · ${sayKnown(visit, 'consentsource', source)}${channel === null ? none : html` · ${sayKnown(visit, 'channel', channel)}`}`,
	tier: ({ tierId }, { visit, tierName }) => html`${visit.say('event.tier', { tier: tierName(tierId) })}`,
	broadcast: ({ name, publicId, state }, { visit }) =>
		html`<a href="/console/broadcasts/${publicId}">${visit.say('event.broadcast', { name })}</a> <span class="pill">${sayKnown(visit, 'delivery', state)}</span>`,
	brought: ({ name }, { visit }) => html`${visit.say('event.brought', { name: name || visit.say('event.somebody') })}`,
	wrote: ({ text, media }, { visit }) =>
		html`${visit.say('event.wrote', { text: quoted([describeMedia(visit, media), text].filter(Boolean).join(' · ')) })}`,
	answered: ({ text }, { visit }) => html`${visit.say('event.answered', { text: quoted(text) })}`,
}

function tellEvent<K extends TimelineKind>(event: { kind: K; facts: TimelineFacts[K] }, telling: Telling): Html {
	return tellers[event.kind](event.facts, telling)
}

async function renderTimeline(visit: Visit, member: Member): Promise<Html> {
	const { c, needs, say, locale, settings } = visit
	const { db, now } = needs.store
	// what happens in this very moment belongs to it
	const before = numberOf(c.req.query('until')) ?? now() + 1
	const { events, more } = await listTimeline(db, { memberId: member.id, before, limit: EVENTS })
	const { rules } = await getProgramAt(db, now())
	const telling = { visit, tierName: (id: number) => tierOf(rules, id).name[locale] }
	const items = events.map(
		(event: TimelineEvent) =>
			html`<li><small class="mut">${formatMoment(locale, event.at, settings.timeZone)}</small> <span dir="auto">${tellEvent(event, telling)}</span></li>`,
	)
	const last = more ? events.at(-1) : undefined
	const place = last && `${memberPlace(member)}?until=${last.at}#timeline`
	return html`<section class="card" id="timeline"><h2>${say('member.timeline')}</h2>${items.length > 0 ? html`<ul class="plain">${items}</ul>` : html`<p>${say('member.no_events')}</p>`}
${renderMore(visit, place)}</section>`
}

function renderActions(visit: Visit, member: Member): Html {
	const { say, staff } = visit
	if (!isThere(member) || !isAtLeast(staff.role, 'manager')) return none
	const place = memberPlace(member)
	return html`<div class="row"><a class="btn" href="${place}/adjust">${say('member.adjust')}</a>
${renderAction(visit, `${place}/export`, { label: say('member.export') })}
<a class="btn quiet" href="${place}/erase">${say('member.erase')}</a></div>`
}

async function renderStatus(visit: Visit, member: Member): Promise<Html> {
	const { needs, say } = visit
	const tags = await listTags(needs.store.db, member.id)
	const heir = member.merged_into === null ? undefined : await findMember(needs.store.db, member.merged_into)
	const state = heir
		? html`<a class="pill" href="${memberPlace(heir)}">${say('member.merged', { number: memberNumber(heir.id) })}</a>`
		: member.status === 'active'
			? none
			: html`<span class="pill warn">${sayKnown(visit, 'memberstate', member.status)}</span>`
	return html`<p><span class="pill">${memberNumber(member.id)}</span> ${state} ${tags.map((tag) => html`<span class="pill">#${tag}</span> `)}</p>`
}

const notes = { adjusted: 'member.done_adjusted', voided: 'member.done_voided' } as const

/** The whole page of a member. */
async function renderMember(visit: Visit, member: Member, options: { revealed?: boolean } = {}): Promise<Html> {
	const { c, needs, say } = visit
	const { db, now } = needs.store
	const card = await getCard(db, member.id, now())
	const done = c.req.query('done') ?? ''
	const note = Object.hasOwn(notes, done) ? say(notes[done as keyof typeof notes]) : undefined
	const main = html`${await renderStatus(visit, member)}${renderActions(visit, member)}
<div class="two"><div>${card && isThere(member) ? renderCard(visit, card) : none}${await renderContacts(visit, member, options.revealed ?? false)}</div>
<div>${await renderLedger(visit, member)}</div></div>
${await renderCoupons(visit, member)}
<div class="two"><div>${await renderTimeline(visit, member)}</div><div>${await renderConsents(visit, member)}</div></div>`
	const title = isThere(member) ? calledOf(member) : memberNumber(member.id)
	return renderConsole(visit, { title, menu: '/console/members', main, note })
}

async function showMember(visit: Visit): Promise<Response> {
	const member = await findShownMember(visit)
	if (!member) return await answerMissing(visit.c)
	return await visit.c.html(await renderMember(visit, member))
}

/** The whole numbers, on this one page only and written down; nothing of it gets into an address. */
async function revealPhones(visit: Visit, _form: Form): Promise<Response> {
	const member = await findShownMember(visit)
	if (!member) return await answerMissing(visit.c)
	const act = { action: 'member.reveal-phones', subject: member.public_id }
	await visit.needs.store.transact((work) => noteAct(visit, work, act))
	return await visit.c.html(await renderMember(visit, member, { revealed: true }))
}

export const memberRoutes: readonly ConsoleRoute[] = [
	{ method: 'get', path: '/console/members/:id', role: 'readonly', handle: showMember },
	{ method: 'post', path: '/console/members/:id/phones', role: 'manager', handle: revealPhones },
]
