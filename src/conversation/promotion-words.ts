import { formatMoney } from '../domain/money.ts'
import { type Card, getCard } from '../loyalty/card.ts'
import type { Locale } from '../messaging/channel.ts'
import type { MemberFacts, Sentences } from '../messaging/template.ts'
import type { Db } from '../store/db.ts'
import { getProgramAt } from '../store/programs.ts'
import { getSettings } from '../store/settings.ts'
import { formatDate } from './locales/format.ts'
import { say, sayPlain } from './locales/index.ts'

/** The frame of every promotion, which nobody can leave out: who sends, how to reach them, how to stop. */
export const promotionFrame: Sentences = {
	header: (locale, shop) => say(locale, 'cast.header', { shop }),
	contact: (locale, facts) =>
		facts.contact === '' ? say(locale, 'cast.contact_here', { shop: facts.shop }) : say(locale, 'cast.contact', facts),
	footer: (locale) => say(locale, 'cast.footer'),
	footerBoth: () => say('zh-HK', 'cast.footer_both'),
	testMark: (locale) => say(locale, 'cast.test'),
}

interface Reader {
	memberId: number
	locale: Locale
	now: number
}

async function gapText(db: Db, card: Card, { locale, now }: Reader): Promise<string> {
	const { next, gapMinor } = card.tier.progress
	if (!next) return ''
	const { currency } = await getSettings(db)
	const { rules } = await getProgramAt(db, now)
	const tier = rules.tiers.find((one) => one.id === next.id)?.name[locale] ?? next.name
	return `${formatMoney(gapMinor, currency, locale)} → ${tier}`
}

/** The values of the variables of a broadcast for one member, in a language; what she does not have is left out. */
export async function promotionFacts(db: Db, reader: Reader): Promise<MemberFacts> {
	const { locale, memberId, now } = reader
	const card = await getCard(db, memberId, now)
	if (!card) return {}
	const { rules } = await getProgramAt(db, now)
	const tier = rules.tiers.find((one) => one.id === card.tier.id)?.name[locale] ?? card.tier.name
	const expiring =
		card.expiring &&
		`${sayPlain(locale, 'piece.points', { points: card.expiring.points })} (${formatDate(locale, card.expiring.on)})`
	return {
		name: card.name,
		points: new Intl.NumberFormat(locale).format(card.usable),
		tier,
		gap: await gapText(db, card, reader),
		...(expiring ? { expiring } : {}),
	}
}
