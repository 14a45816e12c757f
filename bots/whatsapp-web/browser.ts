import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import { createRequire } from 'node:module'
import os from 'node:os'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import zlib from 'node:zlib'

/** A browser that can be started: where it is, and what its environment needs. */
export interface FoundBrowser {
	path: string
	env: Record<string, string>
}

/** No browser; its message is one line for the person who set WhatsApp up. */
export class NoBrowserError extends Error {}

/** The wrapper in /usr/bin stays behind when it is killed, so the program behind it goes first. */
const SYSTEM: Partial<Record<NodeJS.Platform, readonly string[]>> = {
	linux: [
		'/usr/lib/chromium/chromium-headless-shell',
		'/usr/lib/chromium/chromium',
		'/usr/bin/chromium',
		'/usr/bin/chromium-browser',
		'/usr/bin/google-chrome-stable',
		'/usr/bin/google-chrome',
		'/usr/bin/microsoft-edge',
	],
	darwin: [
		'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
		'/Applications/Chromium.app/Contents/MacOS/Chromium',
		'/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
	],
	win32: [
		'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
		'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
		'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
		'C:\\Program Files\\Microsoft\\Edge\\Application\\msedge.exe',
	],
}

/** The browser that was named, else npm's where it is installed, else the system's. Throws NoBrowserError. */
export async function findBrowser({
	given,
	cacheDir,
	system = SYSTEM[process.platform] ?? [],
}: {
	given?: string | undefined
	/** Where npm's is unpacked. */
	cacheDir: string
	system?: readonly string[]
}): Promise<FoundBrowser> {
	if (given !== undefined) {
		if (fs.existsSync(given)) return { path: given, env: {} }
		throw new NoBrowserError(`CHROMIUM_PATH names no file: ${given}`)
	}
	const shipped = await unpackShipped(cacheDir).catch(() => undefined)
	const found = shipped ?? system.filter((file) => fs.existsSync(file)).map((file) => ({ path: file, env: {} }))[0]
	if (found) return found
	throw new NoBrowserError('WhatsApp needs a browser: install Chromium or Google Chrome, or set CHROMIUM_PATH')
}

/** What npm installed as @sparticuz/chromium, unpacked once; undefined where it is not installed or cannot run. */
async function unpackShipped(cacheDir: string): Promise<FoundBrowser | undefined> {
	if (process.platform !== 'linux' || process.arch !== 'x64') return undefined
	const folder = path.join(path.dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium')), '..')
	const { version } = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8')) as { version: string }
	const target = path.resolve(cacheDir, version)
	const program = path.join(target, 'headless_shell')
	if (!fs.existsSync(program)) {
		fs.mkdirSync(target, { recursive: true })
		const part = `${program}.${process.pid}`
		const packed = fs.createReadStream(path.join(folder, 'bin/chromium.br'))
		await pipeline(packed, zlib.createBrotliDecompress(), fs.createWriteStream(part, { mode: 0o755 }))
		fs.renameSync(part, program)
	}
	if (runs(program, {})) return { path: program, env: {} }
	const libraries = path.join(target, 'lib')
	if (!fs.existsSync(libraries)) {
		const input = zlib.brotliDecompressSync(fs.readFileSync(path.join(folder, 'bin/al2023.tar.br')))
		spawnSync('tar', ['-x', '-C', target], { input })
	}
	const env = { LD_LIBRARY_PATH: libraries }
	return runs(program, env) ? { path: program, env } : undefined
}

function runs(program: string, env: Record<string, string>): boolean {
	return spawnSync(program, ['--version'], { env: { ...process.env, ...env } }).status === 0
}

const ARGS = [
	'--disable-gpu',
	'--disable-dev-shm-usage',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
]

/** How the browser is started. Chromium refuses its sandbox to root, and npm's build has none. */
export function launchOptions(
	browser: FoundBrowser,
	extra: readonly string[],
): { path: string; args: string[]; headless: 'shell' | true } {
	const isShell = /headless.?shell/.test(path.basename(browser.path))
	const isRoot = process.getuid?.() === 0
	const sandbox = isRoot || path.basename(browser.path) === 'headless_shell' ? ['--no-sandbox', '--no-zygote'] : []
	return { path: browser.path, args: [...ARGS, ...sandbox, ...extra], headless: isShell ? 'shell' : true }
}

/** Ends a browser and everything it started, and does not mind when it has gone. */
export function killBrowser(pid: number): void {
	// puppeteer makes it the first of a group of its own, except on Windows
	for (const target of process.platform === 'win32' ? [pid] : [-pid, pid])
		try {
			process.kill(target, 'SIGKILL')
		} catch {
			// gone
		}
}

const PID_FILE = 'browser.pid'

/** Remembers which browser holds the profile, for a start after both of us were killed. */
export function noteBrowser(dataDir: string, pid: number): void {
	try {
		fs.writeFileSync(path.join(dataDir, PID_FILE), String(pid))
	} catch {
		// then a browser that is left behind must be ended by hand
	}
}

/** Ends a browser that an earlier run left, and takes away the locks of a browser or a machine that has gone. */
export function releaseProfile(dataDir: string, profileDir: string): void {
	const noted = Number(readText(path.join(dataDir, PID_FILE)))
	if (noted > 1 && holdsProfile(noted, profileDir)) killBrowser(noted)
	const lock = path.join(profileDir, 'SingletonLock')
	const [, host, pid] = /^(.*)-(\d+)$/.exec(readLink(lock)) ?? []
	if (host === os.hostname() && pid && holdsProfile(Number(pid), profileDir)) killBrowser(Number(pid))
	for (const name of ['SingletonLock', 'SingletonCookie', 'SingletonSocket'])
		fs.rmSync(path.join(profileDir, name), { force: true })
	fs.rmSync(path.join(dataDir, PID_FILE), { force: true })
}

/** A number may have been given to another program since: only a browser with our profile counts. */
function holdsProfile(pid: number, profileDir: string): boolean {
	return readText(`/proc/${pid}/cmdline`).includes(path.resolve(profileDir))
}

function readText(file: string): string {
	try {
		return fs.readFileSync(file, 'utf8')
	} catch {
		return ''
	}
}

function readLink(file: string): string {
	try {
		return fs.readlinkSync(file)
	} catch {
		return ''
	}
}
