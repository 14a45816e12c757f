import { html } from 'hono/html'
import { cutText } from '../domain/message.ts'
import { type DeskWords, deskWords, entryWords } from './desk-words.ts'
import type { FeedLine } from './feed.ts'
import { type Inspection, listPayloads, listWritten, type Snapshot } from './inspect.ts'
import type { Html } from './phone-log.ts'
import { htmlLang, type PageView, placeOf, renderChat, renderHeader, renderState } from './phone-page.ts'
import { type Quest, type QuestStep, questSteps } from './quest.ts'
import type { Skin } from './skins.ts'

/** The whole demo at one moment. */
export interface DeskView extends PageView {
	quest: Quest
	feed: readonly FeedLine[]
	inspection: Inspection | undefined
	/** Where the console pane begins. */
	shopPlace: string
	/** A code was typed that is not good. */
	isRefused: boolean
}

const skins: readonly [Skin, string][] = [
	['whatsapp', 'WhatsApp'],
	['telegram', 'Telegram'],
]

function renderSkins(view: PageView): Html {
	const tabs = skins.map(([skin, name]) => {
		const current = skin === view.skin ? html` aria-current="true"` : ''
		return html`<a href="${placeOf({ ...view, skin })}"${current}>${name}</a>`
	})
	return html`<div class="app"><nav class="skins" aria-label="${deskWords[view.lang].skins}">${tabs}</nav><p class="who">${view.persona.label[view.lang]}</p></div>`
}

function renderStep(step: QuestStep, view: DeskView): Html {
	const words = deskWords[view.lang]
	const { title, hint } = words.steps[step]
	const isDone = view.quest.done[step]
	if (isDone)
		return html`<li class="done" id="step-${step}"><span class="mark" aria-hidden="true">✓</span><b class="what">${title}</b></li>`
	const counter =
		step === 'use'
			? html`<form method="post" action="/demo/counter" class="row more">${renderState(view)}<input name="code" required maxlength="40" autocomplete="off" aria-label="${words.code}" placeholder="${words.code}"><button class="quiet">${words.use}</button></form>${view.isRefused ? html`<p class="wrong more" role="alert">${words.notUsed}</p>` : ''}`
			: ''
	return html`<li id="step-${step}"><span class="mark" aria-hidden="true">○</span><div class="what"><b>${title}</b><small>${hint}</small></div><form method="post" action="/demo/quest">${renderState(view)}<button name="step" value="${step}" class="quiet" aria-label="${words.doIt}: ${title}">${words.doIt}</button></form>${counter}</li>`
}

/** The steps, each as it stands; or one of them. */
export function renderQuest(view: DeskView, only?: QuestStep): Html {
	const steps = only ? [only] : questSteps
	return html`${steps.map((step) => renderStep(step, view))}`
}

/** How many steps are done, and how many can be written to. */
export function renderScore({ quest, lang }: DeskView): Html {
	const words = deskWords[lang]
	const done = questSteps.filter((step) => quest.done[step]).length
	const all = questSteps.length
	const next = done === all ? html`<br><b class="all">🎉 ${words.allDone}</b> <a href="/">${words.ownShop}</a>` : ''
	return html`<span class="bar" aria-hidden="true">${questSteps.map((_, at) => html`<i${at < done ? html` class="on"` : ''}></i>`)}</span><b class="score">${done}/${all}</b> · ${words.audience}: <b id="sleepers">${quest.sleepers}</b>${next}`
}

const MOST_SAID = 40

function renderHappened(line: FeedLine, lang: DeskView['lang']): Html {
	if ('said' in line) return html`💬 ${cutText(line.said.replace(/\s+/g, ' '), MOST_SAID)}`
	const { kind, points } = line
	const number = new Intl.NumberFormat(htmlLang(lang)).format(Math.abs(points))
	return html`${entryWords[lang][kind] ?? kind} <b>${points > 0 ? '+' : '−'}${number}</b>`
}

/** What happened to points and what was said, the newest first. */
export function renderFeed({ feed, lang, zone }: DeskView): Html {
	if (feed.length === 0) return html`<li class="mut">${deskWords[lang].quiet}</li>`
	const time = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: zone })
	const lines = feed.map(
		(line) => html`<li><time>${time.format(line.at)}</time> ${line.name} · ${renderHappened(line, lang)}</li>`,
	)
	return html`${lines}`
}

const show = (value: unknown) => (value === null ? '–' : String(value))

function renderStates({ before, after }: { before: Snapshot; after: Snapshot }, words: DeskWords): Html {
	const rows = Object.entries(after.state).map(([name, value]) => {
		const was = before.state[name as keyof Snapshot['state']]
		return html`<tr${was === value ? '' : html` class="new"`}><th scope="row">${name}</th><td>${show(was)}</td><td>${show(value)}</td></tr>`
	})
	return html`<table><thead><tr><td></td><th scope="col">${words.before}</th><th scope="col">${words.after}</th></tr></thead><tbody>${rows}</tbody></table>`
}

/** The last message in a line: intent, how surely, how long, and what went out. */
export function renderSummary({ inspection, lang }: DeskView): Html {
	const name = deskWords[lang].inspector
	if (!inspection) return html`${name}`
	const { meaning, ms, replies } = inspection
	return html`${name} <code>${meaning.intent ?? '?'} ${meaning.score.toFixed(2)}</code> · ${Math.round(ms)} ms · ${replies.length} ✉`
}

/** What the last message led to. */
export function renderInspection({ inspection, lang }: DeskView): Html {
	const words = deskWords[lang]
	if (!inspection) return html`<p>${words.nothing}</p>`
	const written = listWritten(inspection).map(
		({ seq, kind, points, cause }) => html`<li><code>#${seq} ${kind} ${points} ${cause ?? ''}</code></li>`,
	)
	const payloads = inspection.replies
		.flatMap((reply) => Object.entries(listPayloads(reply)))
		.map(
			([channel, payload]) =>
				html`<h2>${channel}</h2><pre tabindex="0" aria-label="${channel}">${JSON.stringify(payload, null, 1)}</pre>`,
		)
	return html`${renderStates(inspection, words)}${written.length > 0 ? html`<h2>${words.ledger}</h2><ul>${written}</ul>` : ''}${payloads}`
}

function renderTasks(view: DeskView): Html {
	const words = deskWords[view.lang]
	return html`<section class="pane tasks" id="tasks" tabindex="-1" aria-label="${words.tasks}"><h2>${words.tasks}</h2><p id="score" role="status">${renderScore(view)}</p>
<ol id="quest">${renderQuest(view)}</ol><h2>${words.feed}</h2><ul id="feed">${renderFeed(view)}</ul></section>`
}

/** The phone beside the console over the same shop: plain pages, made live by the scripts. */
export function renderDesk(view: DeskView): Html {
	const { lang, shopName } = view
	const words = deskWords[lang]
	return html`<!doctype html>
<html lang="${htmlLang(lang)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>${words.title} · ${shopName}</title>
<link rel="stylesheet" href="/demo/phone.css">
<link rel="stylesheet" href="/demo/desk.css">
<script src="/demo/phone.js" defer></script>
<script src="/demo/desk.js" defer></script>
</head>
<body class="desk">
<div>${renderHeader(view)}<nav class="panes" aria-label="${words.panes}"><a href="#phone">${words.phone}</a><a href="#shop">${words.shop}</a><a href="#tasks">${words.tasksTab}</a></nav></div>
<main class="split">
<section class="pane phone" id="phone" tabindex="-1" aria-label="${words.phone}">${renderSkins(view)}${renderChat(view)}
<details class="insp"><summary id="inspline">${renderSummary(view)}</summary><div id="insp" tabindex="0" role="region" aria-label="${words.inspector}">${renderInspection(view)}</div></details></section>
<section class="pane shop" id="shop" tabindex="-1" aria-label="${words.shop}"><iframe id="console" src="${view.shopPlace}" title="${words.shop}"></iframe></section>
${renderTasks(view)}
</main>
</body></html>`
}
