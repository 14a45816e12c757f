import { describe, expect, test } from 'vitest'
import { verifyTokenOf } from '../../../bots/whatsapp-cloud/index.ts'
import { readConfig } from '../../../src/config.ts'
import { secureRandom } from '../../../src/lib/ids.ts'
import { createKeyring } from '../../../src/lib/keys.ts'

const cloud = {
	WHATSAPP_DRIVER: 'cloud',
	PUBLIC_URL: 'https://club.example',
	WHATSAPP_CLOUD_TOKEN: 'EAAG-a-token-of-a-system-user',
	WHATSAPP_CLOUD_PHONE_NUMBER_ID: '106540352242922',
	WHATSAPP_CLOUD_BUSINESS_ACCOUNT_ID: '419561257915477',
	WHATSAPP_CLOUD_APP_SECRET: '0123456789abcdef0123456789abcdef',
}

describe('the settings', () => {
	test('no driver is the default', () => {
		expect(readConfig({}).whatsapp).toEqual({ driver: 'off', cloud: undefined, web: undefined })
		expect(readConfig({ ...cloud, WHATSAPP_DRIVER: 'web' }).whatsapp).toMatchObject({ driver: 'web', cloud: undefined })
	})

	test('four values from Meta are enough', () => {
		expect(readConfig(cloud).whatsapp.cloud).toEqual({
			token: 'EAAG-a-token-of-a-system-user',
			phoneNumberId: '106540352242922',
			businessAccountId: '419561257915477',
			appSecret: '0123456789abcdef0123456789abcdef',
			apiRoot: 'https://graph.facebook.com/v25.0',
			marketingEndpoint: false,
			perSecond: 80,
		})
		const more = {
			...cloud,
			WHATSAPP_CLOUD_API_ROOT: 'http://127.0.0.1:8081/v25.0/',
			WHATSAPP_CLOUD_MARKETING_ENDPOINT: 'on',
			WHATSAPP_CLOUD_PER_SECOND: '20',
		}
		expect(readConfig(more).whatsapp.cloud).toMatchObject({
			apiRoot: 'http://127.0.0.1:8081/v25.0',
			marketingEndpoint: true,
			perSecond: 20,
		})
	})

	test.each([
		[{ WHATSAPP_DRIVER: 'unofficial' }, 'WHATSAPP_DRIVER must be off, web or cloud'],
		[{ PUBLIC_URL: '' }, 'PUBLIC_URL must be set when WHATSAPP_DRIVER is cloud'],
		[{ WHATSAPP_CLOUD_TOKEN: '' }, 'WHATSAPP_CLOUD_TOKEN must be set when WHATSAPP_DRIVER is cloud'],
		[{ WHATSAPP_CLOUD_TOKEN: 'x' }, 'WHATSAPP_CLOUD_TOKEN must be the access token'],
		[{ WHATSAPP_CLOUD_PHONE_NUMBER_ID: '+852 6000' }, 'WHATSAPP_CLOUD_PHONE_NUMBER_ID must be the id'],
		[{ WHATSAPP_CLOUD_APP_SECRET: 'secret' }, 'WHATSAPP_CLOUD_APP_SECRET must be the app secret'],
		[{ WHATSAPP_CLOUD_VERIFY_TOKEN: 'short' }, 'WHATSAPP_CLOUD_VERIFY_TOKEN must be 8 to 256'],
		[{ WHATSAPP_CLOUD_API_ROOT: 'graph' }, 'WHATSAPP_CLOUD_API_ROOT must be an http or https address'],
		[{ WHATSAPP_CLOUD_MARKETING_ENDPOINT: 'yes' }, 'WHATSAPP_CLOUD_MARKETING_ENDPOINT must be on or off'],
		[{ WHATSAPP_CLOUD_PER_SECOND: 'fast' }, 'WHATSAPP_CLOUD_PER_SECOND must be 1 to 1000'],
		[{ WHATSAPP_CLOUD_TOKEN: '', WHATSAPP_CLOUD_TOKEN_FILE: '/nowhere' }, 'WHATSAPP_CLOUD_TOKEN_FILE cannot be read'],
	])('%o → %s', (more, message) => {
		expect(() => readConfig({ ...cloud, ...more })).toThrow(message)
	})

	test('a verify token that was not set is the same on every node of the shop, and on no other', () => {
		const { cloud: settings } = readConfig(cloud).whatsapp
		if (!settings) throw new Error('no settings')
		const keyring = (byte: number) => createKeyring(Buffer.alloc(32, byte), secureRandom)
		expect(verifyTokenOf(settings, keyring(7))).toBe(verifyTokenOf(settings, keyring(7)))
		expect(verifyTokenOf(settings, keyring(7))).not.toBe(verifyTokenOf(settings, keyring(8)))
		expect(verifyTokenOf({ ...settings, verifyToken: 'mine-alone' }, keyring(7))).toBe('mine-alone')
	})
})
