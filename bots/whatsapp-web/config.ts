import path from 'node:path'
import { z } from 'zod'

/** The settings of this channel; each message is the end of a sentence that begins with the name of the setting. */
export const whatsappWebConfig = z.object({
	/** The session, and what must be known again after a restart. */
	dataDir: z.string().min(1, 'must be a folder'),
	browserPath: z.string().min(1).optional(),
	/** More arguments for the browser, such as a proxy. */
	browserArgs: z.array(z.string().startsWith('--', 'must be arguments that begin with --')).default([]),
})

export type WhatsAppWebConfig = z.output<typeof whatsappWebConfig>

const VARIABLES: Record<keyof WhatsAppWebConfig, string> = {
	dataDir: 'DATA_DIR',
	browserPath: 'CHROMIUM_PATH',
	browserArgs: 'WHATSAPP_WEB_BROWSER_ARGS',
}

/** Reads the variables of the environment; what is wrong comes back as one line that begins with its name. */
export function readWhatsAppWeb(
	env: Record<string, string | undefined>,
	dataDir: string,
): { settings: WhatsAppWebConfig } | { problem: string } {
	const args = env[VARIABLES.browserArgs]
	const parsed = whatsappWebConfig.safeParse({
		dataDir: path.join(dataDir, 'whatsapp'),
		browserPath: env[VARIABLES.browserPath],
		// an argument may hold blanks of its own
		...(args === undefined ? {} : { browserArgs: args.trim().split(/\s+(?=--)/) }),
	})
	if (parsed.success) return { settings: parsed.data }
	const issue = parsed.error.issues[0]
	return { problem: `${VARIABLES[String(issue?.path[0]) as keyof WhatsAppWebConfig]} ${issue?.message}` }
}
