// Takes the pictures of the README from the running demo: npm run screenshots
import fs from 'node:fs'
import { createAdaptorServer } from '@hono/node-server'
import { Hono } from 'hono'
import { type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { createDemo } from '../../src/demo/index.ts'
import { createAssets } from '../../src/http/assets.ts'
import type { AppEnv } from '../../src/http/context.ts'
import { createLog } from '../../src/lib/log.ts'
import { CHROMIUM_ARGS, prepareChromium } from './chromium.ts'
import { shrinkPng } from './small-png.ts'

const FOLDER = 'docs/images'
const PORT = 3_123
const BASE = `http://127.0.0.1:${PORT}`
const MOST_BYTES = 150_000

const phone = { width: 390, height: 844 }
const desk = { width: 1280, height: 800 }

const demo = await createDemo({
	log: createLog('silent'),
	wallClock: () => Date.now(),
	now: Date.parse('2026-06-17T06:30:00Z'),
})
const app = new Hono<AppEnv>().route('/', createAssets()).route('/', demo.app)
const server = createAdaptorServer({ fetch: app.fetch })
await new Promise<void>((resolve) => server.listen(PORT, '127.0.0.1', resolve))
const { path, env } = await prepareChromium()
const browser = await chromium.launch({
	executablePath: path,
	// letters without coloured edges make smaller pictures
	args: [...CHROMIUM_ARGS, '--disable-lcd-text'],
	...(env ? { env: { ...(process.env as Record<string, string>), ...env } } : {}),
})

async function open(place: string, options: BrowserContextOptions): Promise<Page> {
	const page = await (await browser.newContext(options)).newPage()
	await page.goto(BASE + place)
	return page
}

async function save(page: Page, name: string): Promise<void> {
	// messages that come by themselves, and the console's new figures
	await page.waitForTimeout(1_500)
	const file = `${FOLDER}/${name}.png`
	const picture = shrinkPng(await page.screenshot())
	const size = picture.length
	fs.writeFileSync(file, picture)
	if (size > MOST_BYTES) throw new Error(`${file} has ${size} bytes, more than ${MOST_BYTES}`)
	console.log(`${file} ${Math.round(size / 1_000)} kB`)
	await page.context().close()
}

async function post(path: string, body: Record<string, string>): Promise<void> {
	const { status } = await fetch(BASE + path, { method: 'POST', body: JSON.stringify(body) })
	if (status !== 200) throw new Error(`${path}: ${status}`)
}

async function doStep(step: string): Promise<void> {
	await fetch(`${BASE}/demo/quest`, { method: 'POST', body: new URLSearchParams({ step }), redirect: 'manual' })
}

fs.mkdirSync(FOLDER, { recursive: true })
for (const lang of ['zh', 'en'] as const) {
	await demo.reset()
	const persona = 'gold'
	// her language is the page's
	await fetch(`${BASE}/demo?lang=${lang}`)
	await post('/demo/api/say', { persona, text: lang === 'zh' ? '積分' : 'points' })
	const locale = lang === 'zh' ? 'zh-HK' : 'en'
	const place = (skin: string) => `/demo?as=${persona}&lang=${lang}&on=${skin}`
	await save(await open(place('telegram'), { viewport: phone, locale }), `phone-${lang}`)
	for (const step of ['join', 'tier', 'redeem']) await doStep(step)
	await save(await open(place('whatsapp'), { viewport: desk, locale }), `demo-${lang}`)
	await save(await open('/demo/console', { viewport: desk, locale }), `console-${lang}`)
}
await browser.close()
server.close()
await demo.stop()
