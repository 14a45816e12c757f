import { html } from 'hono/html'
import { explainEntry } from '../../conversation/explain-entry.ts'
import { formatDate, formatMoment } from '../../conversation/locales/format.ts'
import { memberNumber } from '../../domain/member-number.ts'
import { formatMoney } from '../../domain/money.ts'
import { maskPhone } from '../../domain/phone.ts'
import { titleOf } from '../../domain/rewards/index.ts'
import type { Card } from '../../loyalty/card.ts'
import { listHistory } from '../../loyalty/history.ts'
import { readReward } from '../../loyalty/view-reward.ts'
import type { ChannelName } from '../../messaging/channel.ts'
import { listAddresses } from '../../store/addresses.ts'
import { listConsents } from '../../store/consents.ts'
import { type Coupon, listCouponRows } from '../../store/coupons.ts'
import { listPhones } from '../../store/member-phones.ts'
import { findMemberByPublicId, type Member } from '../../store/members.ts'
import { getProgramAt } from '../../store/programs.ts'
import { getReward } from '../../store/rewards.ts'
import type { WordKey } from '../locales/index.ts'
import { words } from '../locales/index.ts'
import { type Html, none } from '../page.ts'
import { numberOf, publicIdOf, renderAction, renderFigure, renderMarkup, renderMore, renderTable } from './parts.ts'
import { isAtLeast } from './roles.ts'
import type { Visit } from './visit.ts'

const ENTRIES = 20

/** The member of an address of the console; people who left or became part of another are there, too. */
export async function findShownMember(visit: Visit): Promise<Member | undefined> {
	return await findMemberByPublicId(visit.needs.store.db, publicIdOf(visit, 'mem'))
}

export const memberPlace = (member: Pick<Member, 'public_id'>) => `/console/members/${member.public_id}`

export const isThere = ({ status }: Pick<Member, 'status'>) => status === 'active' || status === 'imported'

/** What a member is called on a page: her name, else her number. */
export const calledOf = (member: Pick<Member, 'id' | 'name'>) => member.name || memberNumber(member.id)

/** A word whose last part comes out of the database: the text itself where there is no word for it. */
export function sayKnown({ locale }: Visit, group: string, name: string): string {
	const key = `${group}.${name}` as WordKey
	return Object.hasOwn(words[locale], key) ? words[locale][key] : name
}

function renderProgress(visit: Visit, { tier }: Card): Html {
	const { say, locale, settings } = visit
	const { next, gapMinor, gapOrders, share, renewal } = tier.progress
	const money = (minor: number) => formatMoney(minor, settings.currency, locale)
	const bar = html`<progress max="100" value="${share}" aria-label="${say('member.progress')}">${share} %</progress>`
	const name = next?.names[locale] ?? ''
	const goal =
		next === null
			? html`<p>${say('member.top')}</p>`
			: html`<p>${bar}</p><p>${gapOrders !== null && next.thresholdMinor === null ? say('member.next_orders', { orders: gapOrders, tier: name }) : say('member.next', { amount: money(gapMinor), tier: name })}</p>`
	if (renewal === null) return goal
	const until = formatDate(locale, renewal.graceUntil ?? renewal.endsOn)
	return html`${goal}<p>${renewal.secured ? say('member.renewal_secured', { date: until }) : say('member.renewal', { date: until, amount: money(renewal.needMinor) })}</p>`
}

/** The card as the shopper sees it in the chat, with what only the shop sees beside it. */
export function renderCard(visit: Visit, card: Card): Html {
	const { say, locale, settings } = visit
	const number = new Intl.NumberFormat(locale)
	const { pendingNext, expiring, orders } = card
	const pending =
		pendingNext && say('member.pending_next', { points: pendingNext.points, date: formatDate(locale, pendingNext.on) })
	return html`<section class="card"><h2>${say('member.card')}</h2><dl class="kpis">
${renderFigure(say('member.usable'), number.format(card.usable))}
${renderFigure(say('member.pending'), number.format(card.pending), pending ?? undefined)}
${card.debt > 0 ? renderFigure(say('member.debt'), number.format(card.debt)) : none}
${renderFigure(say('members.tier'), card.tier.names[locale])}</dl>
${expiring ? html`<p>${say('member.expiring', { points: expiring.points, date: formatDate(locale, expiring.on) })}</p>` : none}
${renderProgress(visit, card)}</section>
<section class="card"><h2>${say('member.shop_sees')}</h2><dl class="kpis">
${renderFigure(say('member.orders'), number.format(orders.count))}
${renderFigure(say('member.spend'), formatMoney(card.spendMinor, settings.currency, locale))}
${renderFigure(say('members.last_order'), orders.lastOn === null ? '–' : formatDate(locale, orders.lastOn))}
${renderFigure(say('members.nes'), sayKnown(visit, 'nes', card.nes.tag))}
${renderFigure(say('member.joined'), card.joinedOn === null ? '–' : formatDate(locale, card.joinedOn))}</dl></section>`
}

/** The points ledger, each line with why it is there. */
export async function renderLedger(visit: Visit, member: Member): Promise<Html> {
	const { c, needs, say, locale, settings } = visit
	const { db, now } = needs.store
	const before = numberOf(c.req.query('entry'))
	const page = { limit: ENTRIES + 1, ...(before === undefined ? {} : { before }) }
	const found = await listHistory(db, member.id, page)
	const { tiers } = (await getProgramAt(db, now())).rules
	const tierNames = new Map(tiers.map((tier) => [tier.id, tier.name[locale]]))
	const shown = found.slice(0, ENTRIES)
	const signed = new Intl.NumberFormat(locale, { signDisplay: 'exceptZero' })
	const rows = shown.map(
		(line) => html`<tr><td class="day">${formatDate(locale, line.on)}</td>
<td>${renderMarkup(explainEntry(line, { locale, settings, tierNames }))}</td>
<td class="num">${signed.format(line.points).replace('-', '−')}</td></tr>`,
	)
	const table = renderTable([say('member.date'), say('member.why'), say('members.points')], rows)
	const last = found.length > ENTRIES ? shown.at(-1) : undefined
	const more = last && `${memberPlace(member)}?entry=${last.seq}#ledger`
	return html`<section class="card" id="ledger"><h2>${say('member.ledger')}</h2>${rows.length > 0 ? table : html`<p>${say('member.no_entries')}</p>`}
${renderMore(visit, more)}</section>`
}

const VOIDABLE: readonly string[] = ['arranging', 'issued', 'reserved']

async function renderCoupon(visit: Visit, member: Member, coupon: Coupon): Promise<Html> {
	const { needs, say, locale, settings, staff } = visit
	const { currency } = settings
	const reward = readReward(await getReward(needs.store.db, coupon.reward_id))
	const mayVoid = coupon.redemption_id !== null && VOIDABLE.includes(coupon.state) && isAtLeast(staff.role, 'manager')
	const until = coupon.expires_on === null ? say('member.no_end') : formatDate(locale, coupon.expires_on)
	const state = sayKnown(visit, 'couponstate', coupon.state)
	return html`<tr><th scope="row">${titleOf(reward, { locale, currency })}</th><td>…${coupon.last4}</td>
<td><span class="pill">${state}</span></td><td>${coupon.used_at === null ? until : formatMoment(locale, coupon.used_at, settings.timeZone)}</td>
<td>${mayVoid ? html`<a href="${memberPlace(member)}/coupons/${coupon.public_id}">${say('member.void')}</a>` : none}</td></tr>`
}

const COUPONS = 50

/** Every coupon, by the end of its code only. */
export async function renderCoupons(visit: Visit, member: Member): Promise<Html> {
	const { needs, say } = visit
	const coupons = (await listCouponRows(needs.store.db, member.id)).reverse().slice(0, COUPONS)
	const rows: Html[] = []
	for (const coupon of coupons) rows.push(await renderCoupon(visit, member, coupon))
	const heads = [say('member.reward'), say('member.code'), say('cast.state'), say('member.until'), say('member.action')]
	return html`<section class="card"><h2>${say('member.coupons')}</h2>${rows.length > 0 ? renderTable(heads, rows) : html`<p>${say('member.no_coupons')}</p>`}</section>`
}

/** How to reach her; the phones hidden but for their end, unless somebody who may has asked for them. */
export async function renderContacts(visit: Visit, member: Member, revealed: boolean): Promise<Html> {
	const { needs, say, staff } = visit
	const { db, keys } = needs.store
	const addresses = await listAddresses(db, member.id)
	const items = addresses.map(
		(one) => html`<li><a href="/console/chats/${one.id}">${say(`channel.${one.channel as ChannelName}`)}</a>
<span class="pill ${one.reachable ? 'good' : 'warn'}">${say(one.reachable ? 'members.reachable' : 'members.unreachable')}</span>
<span class="pill">${say(one.promotions ? 'members.consenting' : 'members.not-consenting')}</span></li>`,
	)
	const phones = (await listPhones(db, member.id)).map((row) => {
		const phone = keys.decrypt(row.phone_encrypted)
		const proven = row.verified_at === null ? none : html` <span class="pill good">${say('member.verified')}</span>`
		return html`<li>${revealed ? phone : maskPhone(phone)}${proven}</li>`
	})
	const mayReveal = phones.length > 0 && !revealed && isAtLeast(staff.role, 'manager')
	const reveal = renderAction(visit, `${memberPlace(member)}/phones`, { label: say('member.reveal') })
	return html`<section class="card" id="contacts"><h2>${say('member.contacts')}</h2>
${items.length + phones.length > 0 ? html`<ul class="plain">${items}${phones}</ul>` : html`<p>${say('member.no_contacts')}</p>`}
${mayReveal ? html`${reveal}<p class="hint">${say('member.reveal_hint')}</p>` : none}</section>`
}

/** The log of what she agreed to, oldest first. */
export async function renderConsents(visit: Visit, member: Member): Promise<Html> {
	const { needs, say, locale, settings } = visit
	const rows = (await listConsents(needs.store.db, member.id)).map(
		(one) => html`<tr><td>${formatMoment(locale, one.at, settings.timeZone)}</td>
<td>${sayKnown(visit, 'consent', one.state)}</td><td>${one.channel === null ? '–' : sayKnown(visit, 'channel', one.channel)}</td>
<td>${sayKnown(visit, 'consentsource', one.source)}</td><td>${one.text_version || '–'}</td></tr>`,
	)
	const heads = [
		say('member.date'),
		say('member.consent'),
		say('home.channels'),
		say('member.source'),
		say('member.wording'),
	]
	return html`<section class="card"><h2>${say('member.consents')}</h2>${rows.length > 0 ? renderTable(heads, rows) : html`<p>${say('member.no_consents')}</p>`}</section>`
}
