import fs from 'node:fs'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { expect, inject } from 'vitest'
import { CHROMIUM_ARGS } from './chromium.ts'

/** The browser of the test run, with our own libraries where the machine has none. */
export async function launchChromium(): Promise<Browser> {
	const { path, env } = inject('chromium')
	return await chromium.launch({
		executablePath: path,
		args: CHROMIUM_ARGS,
		...(env ? { env: { ...(process.env as Record<string, string>), ...env } } : {}),
	})
}

type Fetch = Parameters<typeof createAdaptorServer>[0]['fetch']

/** Serves an app on a free port of this machine. */
export async function serve(fetch: Fetch): Promise<{ url: string; close: () => Promise<void> }> {
	const server = createAdaptorServer({ fetch })
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
	const { port } = server.address() as AddressInfo
	return {
		url: `http://127.0.0.1:${port}`,
		close: () =>
			new Promise((resolve) => {
				if ('closeAllConnections' in server) server.closeAllConnections()
				server.close(() => resolve())
			}),
	}
}

const axe = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

interface Violation {
	id: string
	nodes: { html: string }[]
}

/** The two sizes every journey is made in. */
export const screens = [
	{ width: 390, height: 844 },
	{ width: 1280, height: 800 },
] as const

/** A page whose errors and requests to elsewhere are noted. */
export async function openPage(browser: Browser, own: string, options: BrowserContextOptions = {}) {
	const context = await browser.newContext({ locale: 'en', ...options })
	const page = await context.newPage()
	page.setDefaultTimeout(20_000)
	const faults: string[] = []
	page.on('console', (message) => {
		if (message.type() === 'error' || message.type() === 'warning') faults.push(message.text())
	})
	page.on('pageerror', (error) => faults.push(error.message))
	page.on('request', (request) => {
		if (!request.url().startsWith(own) && !request.url().startsWith('data:')) faults.push(`asked ${request.url()}`)
	})
	return { page, faults, close: () => context.close() }
}

async function listViolations(page: Page, runOnly?: string[]): Promise<string[]> {
	const options = { resultTypes: ['violations'], ...(runOnly ? { runOnly } : {}) }
	const violations = (await page.evaluate(
		`axe.run(${JSON.stringify(options)}).then((result) => result.violations)`,
	)) as Violation[]
	return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)
}

/** Whether the page as it stands is usable, light and dark: axe finds nothing, nothing is wider than the screen, targets are large enough. */
export async function expectUsable(page: Page): Promise<void> {
	const where = `${page.url()} at ${page.viewportSize()?.width}`
	// evaluated, not inserted: the policy of the page forbids scripts that are not its own
	await page.evaluate(axe)
	expect(await listViolations(page), where).toEqual([])
	const isDark = await page.evaluate(`matchMedia('(prefers-color-scheme: dark)').matches`)
	const [scheme, other] = isDark ? (['dark', 'light'] as const) : (['light', 'dark'] as const)
	await page.emulateMedia({ colorScheme: other })
	// of all that axe looks at, the colours alone depend on it
	expect(await listViolations(page, ['color-contrast']), `${where}, ${other}`).toEqual([])
	await page.emulateMedia({ colorScheme: scheme })
	const overflow = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')
	expect(overflow, `${where} scrolls sideways`).toBeLessThanOrEqual(0)
	const small =
		await page.evaluate(`[...document.querySelectorAll('button, .btn, select, input:not([type=hidden]):not([type=checkbox]):not([type=radio]), textarea, nav a')]
		.filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 44).map((one) => one.outerHTML)`)
	expect(small, `${where} has small targets`).toEqual([])
}
