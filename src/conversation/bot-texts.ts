import type { Locale } from '../messaging/channel.ts'
import { fill, localeNames, type MessageKey, sayPlain, stripMarkup } from './locales/index.ts'

/** The commands a channel offers as a list, in the order people need them. */
const listed = [
	['menu', 'cmd.menu'],
	['me', 'cmd.card'],
	['rewards', 'cmd.rewards'],
	['coupons', 'cmd.coupons'],
	['refer', 'cmd.refer'],
	['history', 'cmd.history'],
	['tier', 'cmd.tier'],
	['id', 'cmd.id'],
	['settings', 'cmd.settings'],
	['stop', 'cmd.stop'],
	['resume', 'cmd.resume'],
	['privacy', 'cmd.privacy'],
	['help', 'cmd.help'],
	['staff', 'cmd.human'],
] as const satisfies readonly (readonly [string, MessageKey])[]

/** What staff see first in their list; the shopper's commands follow. */
const counter = [
	['add', 'cmd.add'],
	['find', 'cmd.find'],
	['check', 'cmd.check'],
	['return', 'cmd.return'],
	['today', 'cmd.today'],
] as const satisfies readonly (readonly [string, MessageKey])[]

function inEveryLocale(make: (locale: Locale) => string): Record<Locale, string> {
	return Object.fromEntries(localeNames.map((locale) => [locale, make(locale)])) as Record<Locale, string>
}

/** What an app shows beside the chat: the command list, and who the bot is. */
export function botTexts(shop: string) {
	const list = (names: readonly (readonly [string, MessageKey])[]) =>
		names.map(([command, key]) => ({
			command,
			description: inEveryLocale((locale) => stripMarkup(fill(locale, key, {}))),
		}))
	return {
		commands: list(listed),
		staffCommands: list([...counter, ...listed]),
		description: inEveryLocale((locale) => sayPlain(locale, 'bot.description', { shop })),
		shortDescription: inEveryLocale((locale) => sayPlain(locale, 'bot.about', { shop })),
	}
}
