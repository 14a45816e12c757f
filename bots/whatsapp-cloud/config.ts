import { z } from 'zod'
import type { Keyring } from '../../src/lib/keys.ts'

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
	perSecond: z.number('must be 1 to 1000').min(1, 'must be 1 to 1000').max(1000, 'must be 1 to 1000').default(80),
})

export type WhatsAppCloudConfig = z.output<typeof whatsappCloudConfig>

/** The same before the verify token is known, which the program can make itself. */
export type WhatsAppCloudSettings = Omit<WhatsAppCloudConfig, 'verifyToken'> & { verifyToken?: string | undefined }

const VARIABLES: Record<keyof WhatsAppCloudConfig, string> = {
	token: 'WHATSAPP_CLOUD_TOKEN',
	phoneNumberId: 'WHATSAPP_CLOUD_PHONE_NUMBER_ID',
	businessAccountId: 'WHATSAPP_CLOUD_BUSINESS_ACCOUNT_ID',
	appSecret: 'WHATSAPP_CLOUD_APP_SECRET',
	verifyToken: 'WHATSAPP_CLOUD_VERIFY_TOKEN',
	apiRoot: 'WHATSAPP_CLOUD_API_ROOT',
	marketingEndpoint: 'WHATSAPP_CLOUD_MARKETING_ENDPOINT',
	perSecond: 'WHATSAPP_CLOUD_PER_SECOND',
}

/** Variables whose value may stand in a file of its own. */
export const secretVariables = [VARIABLES.token, VARIABLES.appSecret, VARIABLES.verifyToken]

const switches: Record<string, boolean> = { on: true, off: false }

/** Reads the variables of the environment; what is wrong comes back as one line that begins with its name. */
export function readWhatsAppCloud(
	env: Record<string, string | undefined>,
): { settings: WhatsAppCloudSettings } | { problem: string } {
	for (const name of ['token', 'phoneNumberId', 'businessAccountId', 'appSecret'] as const)
		if (env[VARIABLES[name]] === undefined)
			return { problem: `${VARIABLES[name]} must be set when WHATSAPP_DRIVER is cloud` }
	const { marketingEndpoint, perSecond, ...texts } = VARIABLES
	const marketing = env[marketingEndpoint] ?? 'off'
	if (!Object.hasOwn(switches, marketing)) return { problem: `${marketingEndpoint} must be on or off` }
	const given = Object.entries(texts).map(([name, variable]) => [name, env[variable]])
	const parsed = whatsappCloudConfig
		.extend({ verifyToken: whatsappCloudConfig.shape.verifyToken.optional() })
		.safeParse({
			...Object.fromEntries(given.filter(([, value]) => value !== undefined)),
			marketingEndpoint: switches[marketing],
			...(env[perSecond] === undefined ? {} : { perSecond: Number(env[perSecond]) }),
		})
	if (parsed.success) return { settings: parsed.data }
	const issue = parsed.error.issues[0]
	const field = String(issue?.path[0]) as keyof WhatsAppCloudConfig
	return { problem: `${VARIABLES[field] ?? 'WHATSAPP_DRIVER'} ${issue?.message}` }
}

/** The verify token that was set, else one made of the store's key, so that every node knows the same. */
export function verifyTokenOf({ verifyToken }: WhatsAppCloudSettings, keys: Pick<Keyring, 'hash'>): string {
	return verifyToken ?? keys.hash('token', 'whatsapp verify')
}
