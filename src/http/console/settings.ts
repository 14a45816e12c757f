import { html } from 'hono/html'
import type { WordKey } from '../locales/index.ts'
import { renderConsole } from './layout.ts'
import { isAtLeast, type Role } from './roles.ts'
import type { ConsoleRoute, Visit } from './visit.ts'

/** What is seldom needed, with the role it takes. */
const places = [
	{ href: '/console/reviews', word: 'review.title', hint: 'settings.reviews', role: 'readonly' },
	{ href: '/console/shop', word: 'shop.title', hint: 'settings.shop', role: 'owner' },
	{ href: '/console/whatsapp', word: 'wa.title', hint: 'settings.whatsapp', role: 'owner' },
	{ href: '/console/program', word: 'program.title', hint: 'settings.program', role: 'owner' },
	{ href: '/console/staff', word: 'staff.title', hint: 'settings.staff', role: 'owner' },
	{ href: '/console/keys', word: 'keys.title', hint: 'settings.keys', role: 'owner' },
	{ href: '/console/audit', word: 'audit.title', hint: 'settings.audit', role: 'owner' },
	{ href: '/console/unknown', word: 'unknown.title', hint: 'settings.unknown', role: 'readonly' },
] as const satisfies readonly { href: string; word: WordKey; hint: WordKey; role: Role }[]

async function showSettings(visit: Visit): Promise<Response> {
	const { c, say, staff } = visit
	const items = places
		.filter(({ role }) => isAtLeast(staff.role, role))
		.map(
			({ href, word, hint }) =>
				html`<li><a class="place" href="${href}"><b>${say(word)}</b><span class="mut">${say(hint)}</span></a></li>`,
		)
	const main = html`<section class="card"><ul class="plain">${items}</ul></section>`
	return await c.html(renderConsole(visit, { title: say('settings.title'), menu: '/console/settings', main }))
}

export const settingsRoutes: readonly ConsoleRoute[] = [
	{ method: 'get', path: '/console/settings', role: 'readonly', handle: showSettings },
]
