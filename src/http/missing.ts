import type { AppContext } from './context.ts'
import { pickLocale, speak } from './locales/index.ts'
import { renderMessage } from './page.ts'

/** The page for an address that leads nowhere. */
export async function answerMissing(c: AppContext): Promise<Response> {
	const locale = pickLocale(c.req.header('accept-language'), 'zh-HK')
	const say = speak(locale)
	return await renderMessage(c, { status: 404, locale, title: say('page.missing'), text: say('page.missing_hint') })
}
