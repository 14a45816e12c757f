import { z } from 'zod'

const yesNo = z.enum(['unsaid', 'yes', 'no'])

/** What decides how a shop should be on WhatsApp. */
export const whatsappAnswers = z.object({
	/** The number is already with a provider of the Cloud API. */
	withProvider: yesNo.default('unsaid'),
	/** The number may be lost: an unofficial client can get it banned. */
	mayBeLost: yesNo.default('unsaid'),
	/** Where the program runs. */
	place: z.enum(['unsaid', 'shop', 'data-centre']).default('unsaid'),
})

export type WhatsAppAnswers = z.infer<typeof whatsappAnswers>

/** Why the unofficial client is no choice for this number. */
export type AgainstWeb = 'with-provider' | 'not-to-be-lost' | 'data-centre'

/** Telegram and the Cloud API always; the unofficial client besides only where nothing speaks against it. */
export interface Recommendation {
	/** False while a question is open. */
	isComplete: boolean
	/** The unofficial client may be used on this number. */
	allowsWeb: boolean
	against: AgainstWeb[]
}

/** What to use, from the answers alone. */
export function recommendWhatsApp({ withProvider, mayBeLost, place }: WhatsAppAnswers): Recommendation {
	const isComplete = withProvider !== 'unsaid' && mayBeLost !== 'unsaid' && place !== 'unsaid'
	const reasons: [boolean, AgainstWeb][] = [
		[withProvider === 'yes', 'with-provider'],
		[mayBeLost === 'no', 'not-to-be-lost'],
		[place === 'data-centre', 'data-centre'],
	]
	const against = reasons.filter(([holds]) => holds).map(([, reason]) => reason)
	return { isComplete, allowsWeb: isComplete && against.length === 0, against }
}
