import { html } from 'hono/html'
import { titleOf } from '../../domain/rewards/index.ts'
import { importPool, type PoolImported } from '../../loyalty/import-pool.ts'
import { readReward } from '../../loyalty/view-reward.ts'
import { countPool } from '../../store/coupons.ts'
import { findReward, type Reward } from '../../store/rewards.ts'
import { answerMissing } from '../missing.ts'
import { type Html, none } from '../page.ts'
import { type Form, renderField, renderHidden, renderWrong, type Wrong } from './form.ts'
import { renderConsole } from './layout.ts'
import { newNonce, tryOnce } from './once.ts'
import { noteAct, publicIdOf, renderTable } from './parts.ts'
import type { ConsoleRoute, Visit } from './visit.ts'

const MAX_LISTED = 200

async function findPool(visit: Visit): Promise<Reward | undefined> {
	const reward = await findReward(visit.needs.store.db, publicIdOf(visit, 'rwd'))
	return reward?.code_source === 'pool' ? reward : undefined
}

/** A line of a file may be the first column of a table, quoted or not. */
const codeOf = (line: string) => (/^"((?:[^"]|"")*)"/.exec(line.trim())?.[1] ?? line.split(/[,;\t]/)[0] ?? '').trim()

const HEADING = /^(code|codes|discount ?code|coupon( ?code)?|優惠碼|折扣碼)$/i

/** The codes of a text, one a line; a heading, and empty lines at the end, are no codes. */
function readCodes(text: string): string[] {
	if (text.trim() === '') return []
	const codes = text
		.replace(/^\uFEFF/, '')
		.trimEnd()
		.split('\n')
		.map(codeOf)
	return HEADING.test(codes[0] ?? '') ? codes.slice(1) : codes
}

function renderImported(visit: Visit, { accepted, duplicate, bad }: PoolImported): Html {
	const { say } = visit
	const faults = [
		...duplicate.map((one) => ({ ...one, why: say('pool.duplicate') })),
		...bad.map((one) => ({ ...one, why: say(`pool.${one.reason}`) })),
	].sort((a, b) => a.line - b.line)
	const rows = faults
		.slice(0, MAX_LISTED)
		.map(({ line, code, why }) => html`<tr><td>${line}</td><td>…${code.slice(-4)}</td><td>${why}</td></tr>`)
	const table = renderTable([say('pool.line'), say('member.code'), say('cast.reason')], rows)
	return html`<section class="card note" role="status"><h2>${say('pool.result')}</h2>
<p>${say('pool.accepted', { accepted, duplicate: duplicate.length, bad: bad.length })}</p>${rows.length > 0 ? table : none}
${faults.length > MAX_LISTED ? html`<p class="hint">${say('pool.more', { count: faults.length - MAX_LISTED })}</p>` : none}</section>`
}

interface Shown {
	text: string
	wrong: Wrong
	imported?: PoolImported
}

async function renderPool(visit: Visit, reward: Reward, { text, wrong, imported }: Shown): Promise<Html> {
	const { needs, say, csrf, locale, settings } = visit
	const count = await countPool(needs.store.db, reward.id)
	const labels = { codes: say('pool.codes'), file: say('pool.file') }
	const main = html`${renderWrong(say, wrong, labels)}${imported ? renderImported(visit, imported) : none}
<form class="card" method="post" enctype="multipart/form-data" action="/console/rewards/${reward.public_id}/pool">${renderHidden(csrf, newNonce(needs))}
<p>${say('reward.codes_left', { count })}</p>
${renderField({ name: 'codes', label: labels.codes, value: text, wrong, rows: 8, hint: say('pool.hint') })}
${renderField({ name: 'file', label: labels.file, value: '', type: 'file' })}
<button>${say('pool.do')}</button> <a class="btn quiet" href="/console/rewards">${say('page.back')}</a></form>`
	const name = titleOf(readReward(reward), { locale, currency: settings.currency })
	return renderConsole(visit, { title: say('pool.title', { reward: name }), menu: '/console/rewards', main })
}

async function showPool(visit: Visit): Promise<Response> {
	const reward = await findPool(visit)
	if (!reward) return await answerMissing(visit.c)
	return await visit.c.html(await renderPool(visit, reward, { text: '', wrong: new Map() }))
}

async function takePool(visit: Visit, form: Form): Promise<Response> {
	const { c, say } = visit
	const reward = await findPool(visit)
	if (!reward) return await answerMissing(c)
	const text = form.text('codes')
	const codes = [...readCodes(text), ...readCodes(await form.file('file'))]
	if (codes.length === 0) {
		const wrong: Wrong = new Map([['codes', say('form.required')]])
		return await c.html(await renderPool(visit, reward, { text, wrong }), 422)
	}
	const outcome = await tryOnce(visit, form, async (work) => {
		const result = await importPool(work, { rewardId: reward.id, codes })
		if (!result.ok) return new Map([['codes', say('reward.cannot')]])
		const { accepted, duplicate, bad } = result.value
		const after = { accepted, duplicate: duplicate.length, bad: bad.length }
		await noteAct(visit, work, { action: 'reward.import-pool', subject: reward.public_id, after })
		return { place: `/console/rewards/${reward.public_id}/pool`, value: result.value }
	})
	if (outcome.state === 'again') return c.redirect(outcome.place, 303)
	if (outcome.state === 'wrong')
		return await c.html(await renderPool(visit, reward, { text, wrong: outcome.wrong }), 422)
	return await c.html(await renderPool(visit, reward, { text: '', wrong: new Map(), imported: outcome.value }))
}

export const poolRoutes: readonly ConsoleRoute[] = [
	{ method: 'get', path: '/console/rewards/:id/pool', role: 'manager', handle: showPool },
	{ method: 'post', path: '/console/rewards/:id/pool', role: 'manager', handle: takePool },
]
