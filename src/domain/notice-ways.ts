/**
 * How a notice reaches a member on a channel when she has not written for long: at once; by a template that WhatsApp
 * approved; merged, by one template a day that says that there is something; or when she writes next, because writing
 * first could cost the shop its number, or costs more than it is worth.
 */
export type NoticeWay = 'at-once' | 'template' | 'digest' | 'next-contact'

/** The ways a merchant may choose on the Cloud API, where each template costs something. */
export const cloudWays = ['template', 'digest', 'next-contact'] as const satisfies readonly NoticeWay[]

export type CloudWay = (typeof cloudWays)[number]

type ChannelName = 'telegram' | 'whatsapp-web' | 'whatsapp-cloud' | 'simulator'

const WAYS: Record<ChannelName, NoticeWay> = {
	telegram: 'at-once',
	simulator: 'at-once',
	'whatsapp-cloud': 'template',
	'whatsapp-web': 'next-contact',
}

/** The way of notices on a channel, outside the window; inside it every notice goes at once. */
export function noticeWay(channel: string, cloudWay: CloudWay = 'template'): NoticeWay {
	if (channel === 'whatsapp-cloud') return cloudWay
	return Object.hasOwn(WAYS, channel) ? WAYS[channel as ChannelName] : 'at-once'
}
