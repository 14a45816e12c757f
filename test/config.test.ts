import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { readConfig, readEnvironment } from '../src/config.ts'

const KEY = Buffer.alloc(32, 250).toString('base64')

describe('the configuration', () => {
	test('needs nothing', () => {
		const config = readConfig({})
		expect(config).toMatchObject({ host: '127.0.0.1', port: 3000, dataDir: 'data', telegram: undefined })
		expect(config.databaseUrl).toBe(path.join('data', 'suki.db'))
	})

	test('takes an empty value for not set', () => {
		expect(readConfig({ PORT: '', TELEGRAM_BOT_TOKEN: ' ' })).toMatchObject({ port: 3000, telegram: undefined })
	})

	test.each([
		[{ PORT: 'x' }, 'PORT must be a number'],
		[{ PORT: '70000' }, 'PORT must be 0 to 65535'],
		[{ PORT: '0x10' }, 'PORT must be a number'],
		[{ PORT: '0000003000' }, 'PORT must be a number'],
		[{ PUBLIC_URL: 'https://x.example/path?x=1' }, 'PUBLIC_URL must be an address without'],
		[{ TELEGRAM_BOT_TOKEN: `${'1'.repeat(21)}:abcdefghijkl` }, 'TELEGRAM_BOT_TOKEN must look like'],
		[
			{ TELEGRAM_BOT_TOKEN: '1:abcdefghijkl', TELEGRAM_MODE: 'webhook', PUBLIC_URL: 'http://a.example' },
			'PUBLIC_URL must begin with https://',
		],
		[{ DATABASE_URL: 'mysql://x/y' }, 'DATABASE_URL must be postgres://…, sqlite:PATH or a path'],
		[{ DATABASE_URL: 'postgres:club' }, 'DATABASE_URL must be postgres://…, sqlite:PATH or a path'],
		[{ DATABASE_URL: 'mysql:club' }, 'DATABASE_URL must be postgres://…, sqlite:PATH or a path'],
		[{ PUBLIC_URL: 'http:shop.example' }, 'PUBLIC_URL must be an address such as https://shop.example'],
		[{ PUBLIC_URL: 'shop.example' }, 'PUBLIC_URL must be an address such as https://shop.example'],
		[{ SECRET_KEY: 'c2hvcnQ=' }, 'SECRET_KEY must be 32 bytes as base64'],
		[{ SECRET_KEY: `${KEY}!!` }, 'SECRET_KEY must be 32 bytes as base64'],
		[{ SECRET_KEY: 'a password of so many words that it is long' }, 'SECRET_KEY must be 32 bytes as base64'],
		[{ DATABASE_URL: 'POSTGRES://h/d' }, 'SECRET_KEY (or SECRET_KEY_FILE) must be set with PostgreSQL'],
		[{ TELEGRAM_BOT_TOKEN: 'nonsense' }, 'TELEGRAM_BOT_TOKEN must look like'],
		[{ TELEGRAM_MODE: 'push' }, 'TELEGRAM_MODE must be polling or webhook'],
		[{ TELEGRAM_WEBHOOK_SECRET: 'two words' }, 'TELEGRAM_WEBHOOK_SECRET must be 1 to 256'],
		[{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL must be one of'],
		[{ SECRET_KEY_FILE: '/nowhere/key' }, 'SECRET_KEY_FILE cannot be read'],
		[{ DATABASE_URL: 'postgres://h/d' }, 'SECRET_KEY (or SECRET_KEY_FILE) must be set with PostgreSQL'],
		[{ TELEGRAM_BOT_TOKEN: '1:abcdefghijkl', TELEGRAM_MODE: 'webhook' }, 'PUBLIC_URL must be set'],
	])('a wrong setting is named: %o', (env, message) => {
		expect(() => readConfig(env)).toThrow(message)
	})

	test.each([KEY, ` ${KEY}\n`, Buffer.alloc(32, 250).toString('base64url')])('takes the secret key %o', (key) => {
		expect(readConfig({ SECRET_KEY: key }).secretKey).toBe(key.trim())
	})

	test.each(['data/club.db', 'sqlite:club.db', 'sqlite://club.db', 'C:\\shop\\club.db', 'C:/shop/club.db'])(
		'takes %s for a database',
		(url) => {
			expect(readConfig({ DATABASE_URL: url }).databaseUrl).toBe(url)
		},
	)

	test('a .env file adds to the environment, which wins', () => {
		const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'suki-')), '.env')
		fs.writeFileSync(file, '# a comment\nPORT=4000\nHOST="0.0.0.0"\n')
		expect(readConfig(readEnvironment({ PORT: '5000' }, file))).toMatchObject({ port: 5000, host: '0.0.0.0' })
		expect(readEnvironment({ PORT: '1' }, `${file}.none`)).toEqual({ PORT: '1' })
	})

	test('reads a secret from a file', () => {
		const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'suki-')), 'token')
		fs.writeFileSync(file, '123456:abcdefghijkl\n')
		expect(readConfig({ TELEGRAM_BOT_TOKEN_FILE: file }).telegram?.token).toBe('123456:abcdefghijkl')
	})
})
