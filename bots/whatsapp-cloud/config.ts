import { z } from 'zod'

/** Where Meta verifies and calls us, below the public address of the program. */
export const WEBHOOK_PATH = '/webhooks/whatsapp'

const ID = /^\d{5,20}$/

/** The settings of this channel; each message is the end of a sentence that begins with the name of the setting. */
export const whatsappCloudConfig = z.object({
	token: z.string().min(20, 'must be the access token of a system user, as Meta gave it'),
	phoneNumberId: z.string().regex(ID, 'must be the id of the phone number: digits only, and not the number itself'),
	businessAccountId: z.string().regex(ID, 'must be the id of the WhatsApp Business account: digits only'),
	appSecret: z.string().regex(/^[0-9a-f]{16,64}$/i, 'must be the app secret: hexadecimal, from the basic settings'),
	verifyToken: z.string().regex(/^[\w-]{8,256}$/, 'must be 8 to 256 of A-Z a-z 0-9 _ -'),
	/** With the version of the Graph API that this program was written for. */
	apiRoot: z
		.url({ protocol: /^https?$/, error: 'must be an http or https address' })
		.default('https://graph.facebook.com/v25.0')
		.transform((url) => url.replace(/\/+$/, '')),
	/** Sends promotions through the endpoint that Meta optimises for them; its terms must be accepted first. */
	marketingEndpoint: z.boolean().default(false),
	/** 80 for most numbers, 20 for one that the Business app shares, up to 1,000. */
	perSecond: z.number().min(1, 'must be 1 to 1000').max(1000, 'must be 1 to 1000').default(80),
})

export type WhatsAppCloudConfig = z.output<typeof whatsappCloudConfig>
