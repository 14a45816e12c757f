import { html } from 'hono/html'
import { isCurrency } from '../../domain/money.ts'
import type { StoreSettings } from '../../domain/settings.ts'
import type { WhatsAppAnswers } from '../../domain/whatsapp-choice.ts'
import { getSettings } from '../../store/settings.ts'
import type { AppContext, AppNeeds } from '../context.ts'
import { isPageLocale, pageLocales, pickLocale, type Say, speak, words } from '../locales/index.ts'
import { type Html, renderMessage, renderPage } from '../page.ts'
import { type Form, renderField, renderHidden, renderWrong, type Wrong } from './form.ts'
import { hashPassword, SALT_BYTES } from './password.ts'
import { openSession, setSessionCookie, strangersToken } from './session.ts'
import { isSetUpLink, setUpStore } from './set-up-store.ts'
import { checkSignIn, MAX_PASSWORD } from './sign-in-rules.ts'
import { readAnswers, renderQuestions } from './whatsapp-choice.ts'

const MAX_NAME = 60

/** Those that most shops of ours use stand first. */
const FIRST_CURRENCIES = ['HKD', 'TWD', 'MOP', 'CNY', 'SGD', 'MYR', 'USD', 'GBP', 'EUR', 'JPY']
const FIRST_ZONES = ['Asia/Hong_Kong', 'Asia/Taipei', 'Asia/Macau', 'Asia/Shanghai', 'Asia/Singapore']

const zones = [...new Set([...FIRST_ZONES, ...Intl.supportedValuesOf('timeZone'), 'UTC'])]
const currencies = [...new Set([...FIRST_CURRENCIES, ...Intl.supportedValuesOf('currency')])]

const fields = ['shopName', 'locale', 'currency', 'timeZone', 'ownerName', 'login', 'password'] as const

type Values = Record<(typeof fields)[number], string>

const labelsOf = (say: Say): Values => ({
	shopName: say('form.shop_name'),
	locale: say('form.language'),
	currency: say('form.currency'),
	timeZone: say('form.zone'),
	ownerName: say('form.name'),
	login: say('form.login'),
	password: say('form.password'),
})

function checkText(say: Say, wrong: Wrong, name: 'shopName' | 'ownerName', value: string): void {
	if (value === '') wrong.set(name, say('form.required'))
	else if (value.length > MAX_NAME) wrong.set(name, say('form.too_long', { max: MAX_NAME }))
}

/** What is wrong with the answers, in the order of the page. */
function check(say: Say, values: Values): Wrong {
	const wrong: Wrong = new Map()
	checkText(say, wrong, 'shopName', values.shopName)
	if (!isPageLocale(values.locale)) wrong.set('locale', say('form.pick'))
	if (!isCurrency(values.currency)) wrong.set('currency', say('form.unknown_currency'))
	if (!zones.includes(values.timeZone)) wrong.set('timeZone', say('form.unknown_zone'))
	checkText(say, wrong, 'ownerName', values.ownerName)
	for (const [name, message] of checkSignIn(say, values)) wrong.set(name, message)
	return wrong
}

interface Shown {
	token: string
	say: Say
	csrf: string
	values: Values
	answers: WhatsAppAnswers
	wrong: Wrong
}

const listOf = (values: readonly string[]) => values.map((value) => ({ value, label: value }))

function renderForm({ token, say, csrf, values, answers, wrong }: Shown): Html {
	const labels = labelsOf(say)
	const field = (name: keyof Values, more: Partial<Parameters<typeof renderField>[0]> = {}) =>
		renderField({ name, label: labels[name], value: values[name], wrong, required: true, ...more })
	const locales = pageLocales.map((value) => ({ value, label: words[value]['lang.name'] }))
	return html`<h1>${say('setup.title')}</h1><p>${say('setup.lead')}</p>${renderWrong(say, wrong, labels)}
<form method="post" action="/setup/${token}">${renderHidden(csrf)}
<section class="card"><h2>${say('setup.shop')}</h2>
${field('shopName', { maxLength: MAX_NAME, autocomplete: 'organization' })}
${field('locale', { options: locales })}
${field('currency', { options: listOf(currencies) })}
${field('timeZone', { options: listOf(zones) })}</section>
<section class="card"><h2>${say('setup.owner')}</h2>
${field('ownerName', { maxLength: MAX_NAME, autocomplete: 'name' })}
${field('login', { hint: say('form.login_rule'), autocomplete: 'username', maxLength: 40 })}
${field('password', { type: 'password', hint: say('form.password_rule'), autocomplete: 'new-password', maxLength: MAX_PASSWORD })}
</section>
<section class="card"><h2>${say('wa.choice')}</h2><p>${say('wa.choice_lead')}</p><p class="hint">${say('wa.choice_later')}</p>${renderQuestions(say, answers)}</section><button>${say('setup.do')}</button></form>`
}

/** A fresh store has a name nobody chose: the field is then left empty to be filled in. */
function firstValues(settings: StoreSettings): Values {
	const { locale, currency, timeZone } = settings
	return { shopName: '', locale, currency, timeZone, ownerName: '', login: '', password: '' }
}

async function refuseLink(c: AppContext, needs: AppNeeds): Promise<Response> {
	const settings = await getSettings(needs.store.db)
	const locale = pickLocale(c.req.header('accept-language'), settings.locale)
	const say = speak(locale)
	return await renderMessage(c, { status: 404, locale, title: say('setup.used'), text: say('setup.used_hint') })
}

/** GET /setup/<token>: the form. Looking at it uses nothing up. */
export async function showSetUp(c: AppContext, needs: AppNeeds): Promise<Response> {
	const token = c.req.param('token') ?? ''
	if (!(await isSetUpLink(needs.store, token))) return await refuseLink(c, needs)
	const settings = await getSettings(needs.store.db)
	const locale = pickLocale(c.req.header('accept-language'), settings.locale)
	const say = speak(locale)
	const csrf = strangersToken(c, needs)
	const values = { ...firstValues(settings), locale }
	const main = renderForm({ token, say, csrf, values, answers: settings.whatsappAnswers, wrong: new Map() })
	return await c.html(renderPage({ locale, title: say('setup.title'), main }))
}

/** POST /setup/<token>: makes the owner and the shop, once, and signs the owner in. */
export async function takeSetUp(c: AppContext, needs: AppNeeds, form: Form): Promise<Response> {
	const { store } = needs
	const token = c.req.param('token') ?? ''
	if (!(await isSetUpLink(store, token))) return await refuseLink(c, needs)
	const values = Object.fromEntries(
		fields.map((name) => [name, name === 'password' ? form.text(name) : form.text(name).trim()]),
	) as Values
	const locale = isPageLocale(values.locale) ? values.locale : 'zh-HK'
	const say = speak(locale)
	const answers = readAnswers(form)
	const wrong = check(say, values)
	if (wrong.size > 0) {
		const main = renderForm({ token, say, csrf: strangersToken(c, needs), values, answers, wrong })
		return await c.html(renderPage({ locale, title: say('setup.title'), main }), 422)
	}
	const password = await hashPassword(values.password, needs.random(SALT_BYTES))
	const login = values.login.toLowerCase()
	const session = await store.transact(async (work) => {
		const result = await setUpStore(work, { ...values, token, locale, login, password, whatsapp: answers })
		return result.ok ? await openSession(work, result.value.id, c.req.header('user-agent')) : undefined
	})
	if (session === undefined) return await refuseLink(c, needs)
	setSessionCookie(c, needs, session)
	// who answered is told what follows
	const isAnswered = Object.values(answers).some((answer) => answer !== 'unsaid')
	return c.redirect(`/console${isAnswered ? '/whatsapp' : ''}?done=set-up`, 303)
}
