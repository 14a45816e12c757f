import { z } from 'zod'

/** The settings of this channel; each message is the end of a sentence that begins with the name of the setting. */
export const whatsappWebConfig = z.object({
	/** The session, and what must be known again after a restart. */
	dataDir: z.string().min(1, 'must be a folder'),
	browserPath: z.string().min(1).optional(),
	/** More arguments for the browser, such as a proxy. */
	browserArgs: z.array(z.string().startsWith('--', 'must begin with --')).default([]),
})

export type WhatsAppWebConfig = z.output<typeof whatsappWebConfig>
