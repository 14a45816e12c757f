/**
 * How a notice reaches a member on a channel when she has not written for long: at once; by a template that WhatsApp
 * approved; or when she writes next, because writing first could cost the shop its number.
 */
export type NoticeWay = 'at-once' | 'template' | 'next-contact'

type ChannelName = 'telegram' | 'whatsapp-web' | 'whatsapp-cloud' | 'simulator'

const WAYS: Record<ChannelName, NoticeWay> = {
	telegram: 'at-once',
	simulator: 'at-once',
	'whatsapp-cloud': 'template',
	'whatsapp-web': 'next-contact',
}

/** The way of notices on a channel, outside the window; inside it every notice goes at once. */
export function noticeWay(channel: string): NoticeWay {
	return Object.hasOwn(WAYS, channel) ? WAYS[channel as ChannelName] : 'at-once'
}
