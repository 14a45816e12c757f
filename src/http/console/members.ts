import { html } from 'hono/html'
import { formatDate } from '../../conversation/locales/format.ts'
import { memberNumber, parseMemberNumber } from '../../domain/member-number.ts'
import { nesCode, nesTagOf, nesTags } from '../../domain/nes-codes.ts'
import type { Tier } from '../../domain/program.ts'
import { findCustomerByPhone } from '../../loyalty/find-customer.ts'
import { type ListedMember, listMembers, type MemberFilter } from '../../store/member-list.ts'
import { findLivingMember } from '../../store/members.ts'
import { getProgramAt } from '../../store/programs.ts'
import { type Html, none } from '../page.ts'
import { type Form, renderField, renderHidden, type Wrong } from './form.ts'
import { renderConsole } from './layout.ts'
import { numberOf, renderMore, renderTable } from './parts.ts'
import type { ConsoleRoute, Visit } from './visit.ts'

const PAGE = 50
const MAX_SEARCH = 100

const reaches = ['reachable', 'unreachable', 'consenting', 'not-consenting'] as const

/** What the form of the list holds, as it was typed. */
interface Typed {
	q: string
	tier: string
	nes: string
	reach: string
}

const fields = ['q', 'tier', 'nes', 'reach'] as const

function readTyped(read: (name: (typeof fields)[number]) => string): Typed {
	const values = fields.map((name) => [name, read(name).trim().slice(0, MAX_SEARCH)])
	return Object.fromEntries(values) as Typed
}

/** A filter of the list; what is no choice of the form narrows nothing. */
function filterOf({ q, tier, nes, reach }: Typed): MemberFilter {
	const tierId = numberOf(tier)
	const tag = nesTags.find((one) => one === nes)
	const reached = reaches.find((one) => one === reach)
	return {
		...(q === '' ? {} : { text: q.normalize('NFKC') }),
		...(tierId === undefined ? {} : { tierId }),
		...(tag === undefined ? {} : { nes: nesCode(tag) }),
		...(reached === undefined ? {} : { reach: reached }),
	}
}

const placeOf = (typed: Typed, beforeId?: number) => {
	const query = new URLSearchParams(Object.entries(typed).filter(([, value]) => value !== ''))
	if (beforeId !== undefined) query.set('before', String(beforeId))
	return `/console/members${query.size > 0 ? `?${query}` : ''}`
}

function renderSearch(visit: Visit, tiers: readonly Tier[], { typed, wrong }: { typed: Typed; wrong: Wrong }): Html {
	const { say, locale, csrf } = visit
	const any = { value: '', label: say('members.any') }
	const options = {
		tier: tiers.map((tier) => ({ value: String(tier.id), label: tier.name[locale] })),
		nes: nesTags.map((tag) => ({ value: tag as string, label: say(`nes.${tag}`) })),
		reach: reaches.map((reach) => ({ value: reach as string, label: say(`members.${reach}`) })),
	}
	const pick = (name: keyof typeof options, label: string) =>
		renderField({ name, label, value: typed[name], options: [any, ...options[name]] })
	// sent as a form, so that a phone number never stands in an address that browsers and proxies keep
	return html`<form class="card" method="post" action="/console/members/find">${renderHidden(csrf)}
${renderField({ name: 'q', label: say('members.search'), value: typed.q, wrong, hint: say('members.search_hint'), maxLength: MAX_SEARCH })}
<div class="three">${pick('tier', say('members.tier'))}${pick('nes', say('members.nes'))}${pick('reach', say('members.reach'))}</div>
<button>${say('members.find')}</button> <a class="btn quiet" href="/console/members">${say('members.all')}</a></form>`
}

function renderRow(visit: Visit, tiers: readonly Tier[], member: ListedMember): Html {
	const { say, locale } = visit
	const tier = tiers.find((one) => one.id === member.tier_id) ?? tiers[0]
	const number = memberNumber(member.id)
	const imported = member.status === 'imported' ? html` <span class="pill">${say('members.imported')}</span>` : none
	return html`<tr><th scope="row" dir="auto"><a href="/console/members/${member.public_id}">${member.name || number}</a>${imported}</th>
<td>${number}</td><td>${tier?.name[locale] ?? ''}</td><td>${say(`nes.${nesTagOf(member.nes)}`)}</td>
<td class="num">${say('members.points_of', { points: member.usable })}</td>
<td>${member.last_order_on === null ? '–' : formatDate(locale, member.last_order_on)}</td></tr>`
}

interface Shown {
	typed: Typed
	wrong: Wrong
	beforeId?: number | undefined
}

async function renderList(visit: Visit, { typed, wrong, beforeId }: Shown): Promise<Html> {
	const { needs, say } = visit
	const { db, now } = needs.store
	const { tiers } = (await getProgramAt(db, now())).rules
	const page = { limit: PAGE, ...(beforeId === undefined ? {} : { beforeId }) }
	const { members, nextBeforeId } = await listMembers(db, filterOf(typed), page)
	const heads = [
		say('members.name'),
		say('members.number'),
		say('members.tier'),
		say('members.nes'),
		say('members.points'),
		say('members.last_order'),
	]
	const table = renderTable(
		heads,
		members.map((member) => renderRow(visit, tiers, member)),
	)
	const isEmpty = members.length === 0
	const isEverybody = beforeId === undefined && Object.values(typed).every((value) => value === '')
	const found = isEverybody ? say('members.nobody') : say('members.none')
	const nobody = nextBeforeId === null ? found : say('members.none_yet')
	const next = nextBeforeId === null ? undefined : placeOf(typed, nextBeforeId)
	const main = html`${renderSearch(visit, tiers, { typed, wrong })}
<section class="card">${isEmpty ? html`<p>${nobody}</p>` : table}</section>
${renderMore(visit, next, members.length < PAGE ? say('members.search_on') : undefined)}`
	return renderConsole(visit, { title: say('members.title'), menu: '/console/members', main })
}

async function showMembers(visit: Visit): Promise<Response> {
	const { c } = visit
	const typed = readTyped((name) => c.req.query(name)?.toWellFormed().replaceAll('\0', '') ?? '')
	return await c.html(await renderList(visit, { typed, wrong: new Map(), beforeId: numberOf(c.req.query('before')) }))
}

/** A number or a whole phone leads to its member; anything else is looked for in the list. */
async function find(visit: Visit, form: Form): Promise<Response> {
	const { c, needs, say } = visit
	const { db, keys } = needs.store
	const typed = readTyped((name) => form.text(name))
	const id = parseMemberNumber(typed.q)
	const byPhone = id === null ? await findCustomerByPhone({ db, keys }, typed.q) : undefined
	const known = id === null ? (byPhone?.kind === 'member' ? byPhone.member : undefined) : await findLivingMember(db, id)
	if (known) return c.redirect(`/console/members/${known.public_id}`, 303)
	if (id === null && byPhone === undefined) return c.redirect(placeOf(typed), 303)
	const wrong: Wrong = new Map([['q', say(id === null ? 'members.no_phone' : 'cast.no_member')]])
	return await c.html(await renderList(visit, { typed, wrong }), 422)
}

export const memberListRoutes: readonly ConsoleRoute[] = [
	{ method: 'get', path: '/console/members', role: 'readonly', handle: showMembers },
	{ method: 'post', path: '/console/members/find', role: 'readonly', handle: find },
]
