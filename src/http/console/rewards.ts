import { html } from 'hono/html'
import { formatMoney } from '../../domain/money.ts'
import { type Reward as CheckedReward, checkLadder, titleOf } from '../../domain/rewards/index.ts'
import { updateReward } from '../../loyalty/create-reward.ts'
import { readReward } from '../../loyalty/view-reward.ts'
import { countPool } from '../../store/coupons.ts'
import { getProgramAt } from '../../store/programs.ts'
import { findReward, listRewardRows, type Reward } from '../../store/rewards.ts'
import { answerMissing } from '../missing.ts'
import { type Html, none } from '../page.ts'
import { averageOrderOf, getFigures } from './figures.ts'
import type { Form } from './form.ts'
import { renderConsole } from './layout.ts'
import { actOnce } from './once.ts'
import { noteAct, publicIdOf, renderAction, renderTable } from './parts.ts'
import { fieldsOfKind } from './reward-fields.ts'
import { isAtLeast } from './roles.ts'
import type { ConsoleRoute, Visit } from './visit.ts'

interface Rung {
	row: Reward
	reward: CheckedReward
	valueMinor: number | null
	/** Codes that can still be given out; null where we make them. */
	codes: number | null
}

async function listRungs({ needs }: Visit, averageOrderMinor: number | null): Promise<Rung[]> {
	const { db } = needs.store
	const rungs: Rung[] = []
	for (const row of await listRewardRows(db)) {
		const reward = readReward(row)
		const codes = row.code_source === 'pool' ? await countPool(db, row.id) : null
		rungs.push({ row, reward, valueMinor: reward.valueMinor({ averageOrderMinor }), codes })
	}
	return rungs
}

/** What the merchant should know of each rung on sale, in words, by the reward's id. */
async function listWarnings(visit: Visit, rungs: readonly Rung[], averageOrderMinor: number | null) {
	const { needs, say, locale } = visit
	const { rules } = await getProgramAt(needs.store.db, needs.store.now())
	const found = new Map<number, string[]>()
	const { earning } = rules
	if (earning.by !== 'amount') return found
	const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 })
	const shown = rungs
		.filter(({ row }) => row.active === 1)
		.map(({ row, valueMinor }) => ({ id: row.id, costPoints: row.cost_points, valueMinor }))
	for (const warning of checkLadder(shown, { ...earning, averageOrderMinor })) {
		const text =
			warning.what === 'value-falls'
				? say('ladder.value_falls')
				: warning.what === 'first-rung-far'
					? say('ladder.first_far', { orders: Math.min(warning.orders, 9_999) })
					: say(warning.what === 'cost-rate-high' ? 'ladder.cost_high' : 'ladder.cost_low', {
							rate: percent.format(warning.basisPoints / 10_000),
						})
		found.set(warning.id, [...(found.get(warning.id) ?? []), text])
	}
	return found
}

function renderRung(visit: Visit, rung: Rung, warnings: readonly string[]): Html {
	const { say, locale, settings, staff } = visit
	const { row, reward, valueMinor, codes } = rung
	const { currency } = settings
	const title = titleOf(reward, { locale, currency })
	const mayEdit = isAtLeast(staff.role, 'manager')
	const isOn = row.active === 1
	const place = `/console/rewards/${row.public_id}`
	const fields = html`<input type="hidden" name="version" value="${row.version}"><input type="hidden" name="active" value="${isOn ? 0 : 1}">`
	const label = say(isOn ? 'reward.switch_off' : 'reward.switch_on')
	const left = codes ?? row.stock
	return html`<tr><th scope="row">${mayEdit ? html`<a href="${place}">${title}</a>` : title}
${warnings.map((text) => html`<p class="hint warned">⚠ ${text}</p>`)}</th>
<td class="num">${say('members.points_of', { points: row.cost_points })}</td>
<td class="num">${valueMinor === null ? '–' : formatMoney(valueMinor, currency, locale)}</td>
<td>${left === null ? say('reward.no_end') : codes === null ? say('reward.left', { count: left }) : say('reward.codes_left', { count: left })}</td>
<td><span class="pill ${isOn ? 'good' : ''}">${say(isOn ? 'reward.on' : 'reward.off')}</span></td>
<td>${mayEdit ? renderAction(visit, `${place}/active`, { label, fields, of: title }) : none}
${mayEdit && codes !== null ? html`<a href="${place}/pool">${say('pool.import')}</a>` : none}</td></tr>`
}

function renderNew({ say }: Visit): Html {
	const links = Object.keys(fieldsOfKind).map(
		(kind) =>
			html`<a class="btn quiet" href="/console/rewards/new?kind=${kind}">${say(`kind.${kind}` as 'kind.gift')}</a>`,
	)
	return html`<section class="card"><h2>${say('reward.new')}</h2><div class="row">${links}</div></section>`
}

const notes = {
	saved: 'cast.saved',
	stale: 'cast.changed_look',
	refused: 'reward.cannot',
} as const

async function showRewards(visit: Visit): Promise<Response> {
	const { c, needs, say, settings, staff } = visit
	const { days90 } = await getFigures(needs.store)
	const averageOrderMinor = averageOrderOf(days90, settings.currency)
	const rungs = await listRungs(visit, averageOrderMinor)
	const warnings = await listWarnings(visit, rungs, averageOrderMinor)
	const heads = [
		say('member.reward'),
		say('reward.cost'),
		say('reward.worth_short'),
		say('reward.stock'),
		say('cast.state'),
		say('member.action'),
	]
	const rows = rungs.map((rung) => renderRung(visit, rung, warnings.get(rung.row.id) ?? []))
	const main = html`<section class="card">${rows.length > 0 ? renderTable(heads, rows) : html`<p>${say('reward.none')}</p>`}
<p class="hint">${say('ladder.lead')}</p></section>${isAtLeast(staff.role, 'manager') ? renderNew(visit) : none}`
	const done = c.req.query('done') ?? ''
	const note = Object.hasOwn(notes, done) ? say(notes[done as keyof typeof notes]) : undefined
	return await c.html(renderConsole(visit, { title: say('reward.list'), menu: '/console/rewards', main, note }))
}

/** Takes a reward off sale or puts it back, as it was looked at. */
async function setActive(visit: Visit, form: Form): Promise<Response> {
	const reward = await findReward(visit.needs.store.db, publicIdOf(visit, 'rwd'))
	if (!reward) return await answerMissing(visit.c)
	const active = form.text('active') === '1'
	const version = Number(form.text('version').slice(0, 9))
	return await actOnce(visit, form, async (work) => {
		const result = await updateReward(work, { rewardId: reward.id, version, change: { active } })
		if (!result.ok) return `/console/rewards?done=${result.reason === 'stale' ? 'stale' : 'refused'}`
		const action = active ? 'reward.switch-on' : 'reward.switch-off'
		await noteAct(visit, work, { action, subject: reward.public_id })
		return '/console/rewards?done=saved'
	})
}

export const rewardRoutes: readonly ConsoleRoute[] = [
	{ method: 'get', path: '/console/rewards', role: 'readonly', handle: showRewards },
	{ method: 'post', path: '/console/rewards/:id/active', role: 'manager', handle: setActive },
]
