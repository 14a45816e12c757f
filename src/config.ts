import fs from 'node:fs'
import path from 'node:path'
import { parseEnv } from 'node:util'
import { z } from 'zod'
import { readWhatsAppCloud, secretVariables, type WhatsAppCloudSettings } from '../bots/whatsapp-cloud/config.ts'
import { readWhatsAppWeb, type WhatsAppWebConfig } from '../bots/whatsapp-web/config.ts'

/** Everything that comes from the environment, read once. Nothing is required. */
export interface Config {
	host: string
	port: number
	dataDir: string
	databaseUrl: string
	/** Which setting says where the database is. */
	databaseSetting: 'DATABASE_URL' | 'DATA_DIR'
	publicUrl: string | undefined
	/** 32 bytes as base64, or undefined: main makes a file at first start. */
	secretKey: string | undefined
	secretKeyFile: string
	logLevel: (typeof LOG_LEVELS)[number]
	telegram: TelegramConfig | undefined
	whatsapp: WhatsAppConfig
}

export interface TelegramConfig {
	token: string
	mode: 'polling' | 'webhook'
	webhookSecret: string | undefined
	apiRoot: string
}

/** How the shop is on WhatsApp; off until the merchant has chosen. */
export interface WhatsAppConfig {
	driver: (typeof WHATSAPP_DRIVERS)[number]
	/** Set when the driver is cloud. */
	cloud: WhatsAppCloudSettings | undefined
	/** Set when the driver is web. */
	web: WhatsAppWebConfig | undefined
}

/** A setting that cannot be used; its message is the one line the person who starts the program reads. */
export class ConfigError extends Error {}

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const

const WHATSAPP_DRIVERS = ['off', 'web', 'cloud'] as const

const isHttpUrl = (text: string) => /^https?:\/\//i.test(text) && URL.canParse(text)

/** A letter and a colon begin a path on Windows; anything longer is the kind of an address. */
const isDatabaseUrl = (text: string) => !/^[a-z][a-z\d+.-]+:/i.test(text) || /^(sqlite:|postgres(ql)?:\/\/)/i.test(text)

/** 32 bytes as base64, also in the form for addresses; anything else was cut off or is no key. */
const isKey = (text: string) => /^[\w+/-]{43}=?$/.test(text)

const environment = z.object({
	HOST: z.string().min(1).default('127.0.0.1'),
	PORT: z
		.string()
		.regex(/^\d{1,5}$/, 'must be a number of at most 5 digits')
		.transform(Number)
		.pipe(z.int('must be 0 to 65535').max(65_535, 'must be 0 to 65535'))
		.default(3000),
	DATA_DIR: z.string().min(1).default('data'),
	DATABASE_URL: z.string().refine(isDatabaseUrl, 'must be postgres://…, sqlite:PATH or a path').optional(),
	PUBLIC_URL: z
		.string()
		.refine(isHttpUrl, 'must be an address such as https://shop.example')
		.refine((text) => !/[?#]/.test(text), 'must be an address without ? or #')
		.optional(),
	SECRET_KEY: z.string().trim().refine(isKey, 'must be 32 bytes as base64 (openssl rand -base64 32)').optional(),
	SECRET_KEY_FILE: z.string().min(1).optional(),
	TELEGRAM_BOT_TOKEN: z
		.string()
		.regex(/^\d{1,20}:[\w-]{10,}$/, 'must look like 123456:ABC…, as BotFather gives it')
		.optional(),
	TELEGRAM_MODE: z.enum(['polling', 'webhook'], 'must be polling or webhook').default('polling'),
	TELEGRAM_WEBHOOK_SECRET: z
		.string()
		.regex(/^[\w-]{1,256}$/, 'must be 1 to 256 of A-Z a-z 0-9 _ -')
		.optional(),
	TELEGRAM_API_ROOT: z
		.string()
		.refine(isHttpUrl, 'must be an address such as https://api.telegram.org')
		.default('https://api.telegram.org'),
	CHROMIUM_PATH: z.string().min(1).optional(),
	WHATSAPP_DRIVER: z.enum(WHATSAPP_DRIVERS, 'must be off, web or cloud').default('off'),
	LOG_LEVEL: z.enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(', ')}`).default('info'),
})

/** An empty value counts as not set, as in the lines of .env.example. */
function withoutEmpty(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
	return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ''))
}

function readFileSetting(name: string, file: string): string {
	try {
		return fs.readFileSync(file, 'utf8').trim()
	} catch {
		throw new ConfigError(`${name} cannot be read: ${file}`)
	}
}

/** `NAME_FILE` gives the value of NAME from a file, for secrets that must not stand in the environment. */
function withFiles(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
	const result = { ...env }
	for (const name of ['TELEGRAM_BOT_TOKEN', 'TELEGRAM_WEBHOOK_SECRET', 'DATABASE_URL', ...secretVariables]) {
		const file = env[`${name}_FILE`]
		if (file && !env[name]) result[name] = readFileSetting(`${name}_FILE`, file)
	}
	return result
}

function readTelegram(env: z.infer<typeof environment>): TelegramConfig | undefined {
	if (!env.TELEGRAM_BOT_TOKEN) return undefined
	if (env.TELEGRAM_MODE === 'webhook' && !env.PUBLIC_URL)
		throw new ConfigError('PUBLIC_URL must be set when TELEGRAM_MODE is webhook: Telegram calls us there')
	const isTelegramItself = env.TELEGRAM_API_ROOT.startsWith('https://api.telegram.org')
	if (env.TELEGRAM_MODE === 'webhook' && isTelegramItself && !env.PUBLIC_URL?.startsWith('https://'))
		throw new ConfigError(
			'PUBLIC_URL must begin with https:// when TELEGRAM_MODE is webhook: Telegram calls nothing else',
		)
	return {
		token: env.TELEGRAM_BOT_TOKEN,
		mode: env.TELEGRAM_MODE,
		webhookSecret: env.TELEGRAM_WEBHOOK_SECRET,
		apiRoot: env.TELEGRAM_API_ROOT.replace(/\/+$/, ''),
	}
}

function readWhatsApp(env: z.infer<typeof environment>, raw: NodeJS.ProcessEnv): WhatsAppConfig {
	const driver = env.WHATSAPP_DRIVER
	if (driver === 'off') return { driver, cloud: undefined, web: undefined }
	if (driver === 'web') {
		const read = readWhatsAppWeb(raw, env.DATA_DIR)
		if ('problem' in read) throw new ConfigError(read.problem)
		return { driver, cloud: undefined, web: read.settings }
	}
	const read = readWhatsAppCloud(raw)
	if ('problem' in read) throw new ConfigError(read.problem)
	if (!env.PUBLIC_URL)
		throw new ConfigError('PUBLIC_URL must be set when WHATSAPP_DRIVER is cloud: Meta calls us there')
	return { driver, cloud: read.settings, web: undefined }
}

/** The environment with what a .env file in the working folder adds; what is set already wins. */
export function readEnvironment(env: NodeJS.ProcessEnv = process.env, file = '.env'): NodeJS.ProcessEnv {
	return fs.existsSync(file) ? { ...parseEnv(fs.readFileSync(file, 'utf8')), ...env } : env
}

/** Reads the environment; throws ConfigError naming the first variable that is wrong, and why. */
export function readConfig(given: NodeJS.ProcessEnv): Config {
	const raw = withFiles(withoutEmpty(given))
	const parsed = environment.safeParse(raw)
	if (!parsed.success) {
		const issue = parsed.error.issues[0]
		throw new ConfigError(`${issue?.path.join('.')} ${issue?.message}`)
	}
	const env = parsed.data
	const databaseUrl = env.DATABASE_URL ?? path.join(env.DATA_DIR, 'suki.db')
	if (/^postgres(ql)?:/i.test(databaseUrl) && !env.SECRET_KEY && !env.SECRET_KEY_FILE)
		throw new ConfigError('SECRET_KEY (or SECRET_KEY_FILE) must be set with PostgreSQL: every node needs the same one')
	return Object.freeze({
		host: env.HOST,
		port: env.PORT,
		dataDir: env.DATA_DIR,
		databaseUrl,
		databaseSetting: env.DATABASE_URL ? ('DATABASE_URL' as const) : ('DATA_DIR' as const),
		publicUrl: env.PUBLIC_URL?.replace(/\/+$/, ''),
		secretKey: env.SECRET_KEY ?? (env.SECRET_KEY_FILE ? readSecretFile(env.SECRET_KEY_FILE) : undefined),
		secretKeyFile: path.join(env.DATA_DIR, 'secret.key'),
		logLevel: env.LOG_LEVEL,
		telegram: readTelegram(env),
		whatsapp: readWhatsApp(env, raw),
	})
}

function readSecretFile(file: string): string {
	const text = readFileSetting('SECRET_KEY_FILE', file)
	if (!isKey(text)) throw new ConfigError(`SECRET_KEY_FILE must hold 32 bytes as base64: ${file}`)
	return text
}
