import { html } from 'hono/html'
import { dayOf, formatDay, minuteOfDay, parseLocalDateTime } from '../../domain/calendar.ts'
import { type Html, none } from '../page.ts'
import { type Form, renderField, type Wrong } from './form.ts'
import type { Visit } from './visit.ts'

const MOST_MS = 366 * 86_400_000

/** When it shall go out, as typed. */
export interface TypedTime {
	when: 'now' | 'later'
	at: string
}

export const AT_ONCE: TypedTime = { when: 'now', at: '' }

export function readTime(form: Form): TypedTime {
	return { when: form.text('when') === 'later' ? 'later' : 'now', at: form.text('at').trim() }
}

/** An instant as the field of a form wants it: 2026-03-10T12:00, on the clock of the shop. */
export function writeLocal(at: number, zone: string): string {
	const minute = minuteOfDay(at, zone)
	const two = (n: number) => String(n).padStart(2, '0')
	return `${formatDay(dayOf(at, zone))}T${two(Math.floor(minute / 60))}:${two(minute % 60)}`
}

/** The instant (ms UTC) that was meant, undefined for at once; or what is wrong. */
export function chooseTime(
	{ say, settings, needs }: Visit,
	{ when, at }: TypedTime,
): { at: number | undefined } | Wrong {
	if (when === 'now') return { at: undefined }
	const read = parseLocalDateTime(at, settings.timeZone)
	if (!read.ok) return new Map([['at', say(read.reason === 'dst-gap' ? 'cast.time_gap' : 'cast.time_rule')]])
	const now = needs.store.now()
	if (read.value <= now) return new Map([['at', say('cast.time_past')]])
	return read.value > now + MOST_MS ? new Map([['at', say('cast.time_far')]]) : { at: read.value }
}

/** Now or later, with the clock of the shop named. */
export function renderTime({ say, settings }: Visit, { when, at }: TypedTime, wrong: Wrong | undefined): Html {
	const pick = (value: TypedTime['when'], label: string) =>
		html`<label><input type="radio" name="when" value="${value}" ${value === when ? 'checked' : none}> ${label}</label>`
	return html`<fieldset><legend>${say('cast.when')}</legend><div class="picks">${pick('now', say('cast.now'))}${pick('later', say('cast.later'))}</div>
<div class="gap">${renderField({ name: 'at', label: say('cast.at'), value: at, type: 'datetime-local', wrong, hint: say('cast.at_hint', { zone: settings.timeZone }) })}</div></fieldset>`
}
