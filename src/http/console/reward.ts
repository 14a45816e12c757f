import { html } from 'hono/html'
import type { Tier } from '../../domain/program.ts'
import type { Result } from '../../domain/result.ts'
import { titleOf } from '../../domain/rewards/index.ts'
import { createReward, type RewardInput, type UpdateRewardRefusal, updateReward } from '../../loyalty/create-reward.ts'
import { readReward } from '../../loyalty/view-reward.ts'
import { getProgramAt } from '../../store/programs.ts'
import { findReward, type Reward } from '../../store/rewards.ts'
import type { Work } from '../../store/transact.ts'
import { answerMissing } from '../missing.ts'
import type { Html } from '../page.ts'
import { type Form, renderField, renderHidden, renderWrong, type Wrong } from './form.ts'
import { renderConsole } from './layout.ts'
import { actOnceUnless, newNonce } from './once.ts'
import { noteAct, publicIdOf } from './parts.ts'
import {
	costField,
	emptyTyped,
	fieldsOfKind,
	inputOf,
	inputsOf,
	limitFields,
	type RewardField,
	readTyped,
	type Typed,
	termFields,
	titleField,
	typedOf,
} from './reward-fields.ts'
import type { ConsoleRoute, Visit } from './visit.ts'

interface Shown {
	kind: string
	typed: Typed
	wrong: Wrong
	/** The reward that is changed, as it is now. */
	before?: Reward | undefined
	note?: string | undefined
}

const languageOf = { zh: 'reward.in_chinese', en: 'reward.in_english' } as const

function labelOf({ say }: Visit, field: RewardField, input: string): string {
	const language = input.split('.')[1] as keyof typeof languageOf | undefined
	const label = say(field.word as 'reward.cost')
	return language === undefined ? label : say(languageOf[language], { label })
}

function renderInputs(visit: Visit, field: RewardField, { typed, wrong }: Shown): Html {
	const { say, settings } = visit
	const hint = field.hint === undefined ? {} : { hint: say(field.hint as 'reward.title_hint') }
	const inputs = inputsOf(field).map((name) =>
		renderField({
			name,
			label: labelOf(visit, field, name) + (field.what === 'money' ? ` (${settings.currency})` : ''),
			value: typed[name] ?? '',
			wrong,
			...(field.what === 'words' ? { maxLength: 500 } : { inputMode: 'decimal' as const, maxLength: 20 }),
			...(name.endsWith('.en') ? {} : hint),
			...(field.required && !name.endsWith('.en') ? { required: true } : {}),
		}),
	)
	return html`${inputs}`
}

function renderValidity({ say }: Visit, { typed, wrong }: Shown): Html {
	const modes = (['days', 'end-of-month', 'until', 'never'] as const).map((value) => ({
		value: value as string,
		label: say(`validity.${value}`),
	}))
	return html`<div class="three">${renderField({ name: 'validity', label: say('reward.validity'), value: typed['validity'] ?? 'days', options: modes })}
${renderField({ name: 'validityDays', label: say('reward.validity_days'), value: typed['validityDays'] ?? '', wrong, inputMode: 'numeric', maxLength: 6 })}
${renderField({ name: 'validityOn', label: say('reward.validity_on'), value: typed['validityOn'] ?? '', wrong, type: 'date' })}</div>`
}

function renderTick(name: string, label: string, isOn: boolean): Html {
	return html`<div class="picks field"><label><input type="checkbox" name="${name}" value="1" ${isOn ? 'checked' : ''}> ${label}</label></div>`
}

/** Where the codes come from is chosen once. */
function renderCodes({ say }: Visit, { typed, before }: Shown): Html {
	const sources = [
		{ value: 'own', label: say('reward.codes_own') },
		{ value: 'pool', label: say('reward.codes_pool') },
	]
	if (before)
		return html`<p class="hint">${say(before.code_source === 'pool' ? 'reward.codes_pool' : 'reward.codes_own')}</p>`
	const value = typed['codeSource'] ?? 'own'
	return renderField({ name: 'codeSource', label: say('reward.codes'), value, options: sources })
}

function renderLimits(visit: Visit, shown: Shown, tiers: readonly Tier[]): Html {
	const { say, locale } = visit
	const { typed, wrong } = shown
	const options = [
		{ value: '', label: say('members.any') },
		...tiers.slice(1).map((tier) => ({ value: String(tier.id), label: tier.name[locale] })),
	]
	const date = (name: string, label: string) =>
		renderField({ name, label, value: typed[name] ?? '', wrong, type: 'date' })
	return html`<div class="three">${limitFields.map((field) => renderInputs(visit, field, shown))}
${renderField({ name: 'tierId', label: say('reward.tier'), value: typed['tierId'] ?? '', options })}
${date('saleFrom', say('reward.sale_from'))}${date('saleUntil', say('reward.sale_until'))}</div>`
}

async function renderReward(visit: Visit, shown: Shown): Promise<Html> {
	const { needs, say, csrf, locale, settings } = visit
	const { kind, wrong, before, note } = shown
	const { tiers } = (await getProgramAt(needs.store.db, needs.store.now())).rules
	const fields = [titleField, costField, ...(fieldsOfKind[kind] ?? []), ...termFields, ...limitFields]
	const labels = Object.fromEntries(
		fields.flatMap((field) => inputsOf(field).map((name) => [name, labelOf(visit, field, name)])),
	)
	const more = {
		validityDays: say('reward.validity_days'),
		validityOn: say('reward.validity_on'),
		saleFrom: say('reward.sale_from'),
		saleUntil: say('reward.sale_until'),
	}
	const action = before ? `/console/rewards/${before.public_id}` : '/console/rewards'
	const hidden = before
		? html`<input type="hidden" name="version" value="${before.version}">`
		: html`<input type="hidden" name="kind" value="${kind}">`
	const inputs = (list: readonly RewardField[]) => list.map((field) => renderInputs(visit, field, shown))
	const main = html`${renderWrong(say, wrong, { ...labels, ...more })}
<form method="post" action="${action}">${renderHidden(csrf, newNonce(needs))}${hidden}
<section class="card"><h2>${say('reward.what')}</h2>${inputs([...(fieldsOfKind[kind] ?? []), costField, titleField])}</section>
<section class="card"><h2>${say('reward.conditions')}</h2>${renderValidity(visit, shown)}${inputs(termFields)}
${renderTick('combinable', say('reward.combinable'), shown.typed['combinable'] === '1')}${renderCodes(visit, shown)}</section>
<section class="card"><h2>${say('reward.limits')}</h2>${renderLimits(visit, shown, tiers)}</section>
<p><button>${say('reward.save')}</button> <a class="btn quiet" href="/console/rewards">${say('page.back')}</a></p></form>`
	const title = before
		? titleOf(readReward(before), { locale, currency: settings.currency })
		: say('reward.new_kind', { kind: say(`kind.${kind}` as 'kind.gift') })
	return renderConsole(visit, { title, menu: '/console/rewards', main, note })
}

async function showNew(visit: Visit): Promise<Response> {
	const kind = visit.c.req.query('kind') ?? ''
	if (!Object.hasOwn(fieldsOfKind, kind)) return await answerMissing(visit.c)
	return await visit.c.html(await renderReward(visit, { kind, typed: emptyTyped, wrong: new Map() }))
}

async function findShown(visit: Visit): Promise<Reward | undefined> {
	const reward = await findReward(visit.needs.store.db, publicIdOf(visit, 'rwd'))
	return reward && Object.hasOwn(fieldsOfKind, reward.kind) ? reward : undefined
}

async function showEdit(visit: Visit): Promise<Response> {
	const before = await findShown(visit)
	if (!before) return await answerMissing(visit.c)
	const shown = { kind: before.kind, typed: typedOf(visit, before), wrong: new Map<string, string>(), before }
	return await visit.c.html(await renderReward(visit, shown))
}

/** What the rules say no to, on the field it is about. */
function describeRefusal({ say }: Visit, refusal: UpdateRewardRefusal): Wrong {
	if (refusal.reason !== 'terms-invalid') return new Map([['costPoints', say('reward.cannot')]])
	const paths = refusal.facts.issues.map((issue) => issue.split(':')[0]?.replace(/^terms\./, '') ?? '')
	const fields = paths.map((path) => (path.startsWith('validity') ? 'validityDays' : path))
	return new Map(fields.map((field) => [field, say('reward.bad_value')]))
}

const factsOf = ({ kind, terms, costPoints, stock, perMemberLimit, tierId, onSaleFrom, onSaleUntil }: RewardInput) => ({
	kind,
	terms,
	costPoints,
	stock,
	perMemberLimit,
	tierId,
	onSaleFrom,
	onSaleUntil,
})

/** Reads, checks and writes; the write answers the reward. */
async function take(
	visit: Visit,
	form: Form,
	act: {
		kind: string
		before?: Reward | undefined
		action: string
		write: (work: Work, input: RewardInput) => Promise<Result<Reward, UpdateRewardRefusal>>
	},
): Promise<Response> {
	const { c, say } = visit
	const { kind, before } = act
	const typed = readTyped(kind, form)
	const wrong: Wrong = new Map()
	const input = inputOf(visit, typed, { kind, wrong, before })
	if (wrong.size > 0) return await c.html(await renderReward(visit, { kind, typed, wrong, before }), 422)
	let stale = false
	const answer = await actOnceUnless(visit, form, async (work) => {
		const result = await act.write(work, input)
		stale = !result.ok && result.reason === 'stale'
		if (!result.ok) return stale ? new Map() : describeRefusal(visit, result)
		const line = { action: act.action, subject: result.value.public_id, after: factsOf(input) }
		await noteAct(visit, work, before ? { ...line, before: { version: before.version } } : line)
		return '/console/rewards?done=saved'
	})
	if (!(answer instanceof Map)) return answer
	const newest = before && ((await findShown(visit)) ?? before)
	const note = stale ? say('cast.changed') : undefined
	return await c.html(await renderReward(visit, { kind, typed, wrong: answer, before: newest, note }), 422)
}

async function create(visit: Visit, form: Form): Promise<Response> {
	const kind = form.text('kind')
	if (!Object.hasOwn(fieldsOfKind, kind)) return await answerMissing(visit.c)
	return await take(visit, form, { kind, action: 'reward.create', write: createReward })
}

async function save(visit: Visit, form: Form): Promise<Response> {
	const before = await findShown(visit)
	if (!before) return await answerMissing(visit.c)
	const version = Number(form.text('version').slice(0, 9))
	const write = (work: Work, { kind: _kind, codeSource: _codes, ...change }: RewardInput) =>
		updateReward(work, { rewardId: before.id, version, change })
	return await take(visit, form, { kind: before.kind, before, action: 'reward.update', write })
}

export const rewardFormRoutes: readonly ConsoleRoute[] = [
	{ method: 'get', path: '/console/rewards/new', role: 'manager', handle: showNew },
	{ method: 'post', path: '/console/rewards', role: 'manager', handle: create },
	{ method: 'get', path: '/console/rewards/:id', role: 'manager', handle: showEdit },
	{ method: 'post', path: '/console/rewards/:id', role: 'manager', handle: save },
]
