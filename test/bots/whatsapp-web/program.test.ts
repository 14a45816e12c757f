import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { pino } from 'pino'
import { expect, inject, test } from 'vitest'
import { readConfig } from '../../../src/config.ts'
import { start } from '../../../src/main.ts'
import { WhatsAppEmulator } from '../../support/whatsapp-web/emulator.ts'

test('the whole program on WhatsApp Web: a stranger joins, and the merchant’s friends get nothing', async () => {
	const emulator = await WhatsAppEmulator.start()
	const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'suki-program-'))
	const browser = inject('chromium')
	Object.assign(process.env, browser.env)
	const config = readConfig({
		PORT: '0',
		DATA_DIR: dataDir,
		WHATSAPP_DRIVER: 'web',
		CHROMIUM_PATH: browser.path,
		WHATSAPP_WEB_BROWSER_ARGS: emulator.browserArgs.join(' '),
	})
	const running = await start(config, { log: pino({ level: 'silent' }) })
	try {
		const [channel] = running.shop.channels
		const web = channel as unknown as { pairing(): { qr?: string } | undefined }
		await expect.poll(() => web.pairing()?.qr, { timeout: 30_000 }).toBeDefined()
		emulator.scan(web.pairing()?.qr ?? '')
		await expect.poll(() => channel?.health().state, { timeout: 30_000 }).toBe('up')

		const friend = emulator.person('85261110000', 'Friend')
		friend.says('你好，食咗飯未？')
		friend.says('lunch at 1?')
		const amy = emulator.person('85291234567', 'Amy')
		amy.says('入會')
		expect((await amy.next()).body).toMatch(/1\. .+\n2\. /)
		amy.says('2')
		expect((await amy.next()).body).toContain('M00001')
		amy.says('餘額')
		expect((await amy.next()).body).toMatch(/\n0\. /)
		expect(friend.inbox).toEqual([])
		expect(friend.seen).toEqual([])
	} finally {
		await running.stop()
		await emulator.stop()
		fs.rmSync(dataDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
	}
})
