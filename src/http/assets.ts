import fs from 'node:fs'
import { createRequire } from 'node:module'
import { Hono } from 'hono'
import { sha256 } from '../lib/keys.ts'
import type { AppEnv } from './context.ts'

const YEAR_SECONDS = 31_536_000

const htmx = createRequire(import.meta.url).resolve('htmx.org/dist/htmx.min.js')

/** Every file the pages use: served by ourselves, nothing comes from elsewhere. */
const files = {
	'app.css': { place: new URL('assets/app.css', import.meta.url), type: 'text/css; charset=utf-8' },
	'icon.svg': { place: new URL('assets/icon.svg', import.meta.url), type: 'image/svg+xml' },
	'htmx.js': { place: htmx, type: 'text/javascript; charset=utf-8' },
}

type AssetName = keyof typeof files

interface Asset {
	bytes: Uint8Array<ArrayBuffer>
	type: string
	version: string
}

const loaded = Object.fromEntries(
	Object.entries(files).map(([name, { place, type }]) => {
		const bytes = new Uint8Array(fs.readFileSync(place))
		return [name, { bytes, type, version: sha256(Buffer.from(bytes).toString('latin1')).slice(0, 12) }]
	}),
) as Record<AssetName, Asset>

/** The address of a file; it changes with the content, so that browsers may keep it for ever. */
export function assetUrl(name: AssetName): string {
	return `/assets/${loaded[name].version}/${name}`
}

/** GET /assets/<version>/<name>. An old version gets today's file, but must not be kept. */
export function createAssets(): Hono<AppEnv> {
	const app = new Hono<AppEnv>()
	app.get('/assets/:version/:name', (c) => {
		const { version, name } = c.req.param()
		if (!Object.hasOwn(loaded, name)) return c.notFound()
		const asset = loaded[name as AssetName]
		const fresh = version === asset.version
		return c.body(asset.bytes, 200, {
			'content-type': asset.type,
			'cache-control': fresh ? `public, max-age=${YEAR_SECONDS}, immutable` : 'no-store',
		})
	})
	return app
}
