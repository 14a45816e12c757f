import fs from 'node:fs'
import path from 'node:path'

/**
 * Makes a folder and those above it, readable by its owner only; throws when one cannot be made. One at a time, because
 * Node's own recursive mkdir never ends where a folder above refuses without saying that it is absent, as in /proc.
 */
export function makeFolder(folder: string): void {
	const missing: string[] = []
	for (let at = path.resolve(folder); !fs.existsSync(at); at = path.dirname(at)) missing.unshift(at)
	for (const one of missing)
		try {
			fs.mkdirSync(one, { mode: 0o700 })
		} catch (error) {
			// another program may have made it in between
			if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
		}
	if (!fs.statSync(folder).isDirectory()) throw new Error(`${folder} is not a folder`)
}
