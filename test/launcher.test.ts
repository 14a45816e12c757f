import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { expect, test } from 'vitest'

const root = path.resolve(import.meta.dirname, '..')

/** What a script sees of the folder in which compiled modules are kept. */
function seen(env: Record<string, string>): string {
	const script = "process.stdout.write(process.env.NODE_COMPILE_CACHE ?? 'none')"
	const given = { PATH: process.env['PATH'] ?? '', ...env }
	return spawnSync(process.execPath, ['tools/node.mjs', '-e', script], { cwd: root, env: given, encoding: 'utf8' })
		.stdout
}

test('the launcher keeps compiled modules where npm clears them, or where it is told', () => {
	expect(seen({})).toBe(path.join(root, 'node_modules/.cache/node'))
	const elsewhere = path.join(root, 'node_modules/.cache/elsewhere')
	expect(seen({ NODE_COMPILE_CACHE: elsewhere, NODE_DISABLE_COMPILE_CACHE: '1' })).toBe(elsewhere)
})
