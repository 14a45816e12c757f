import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'

const root = path.resolve(import.meta.dirname, '..')

function filesUnder(folder: string): string[] {
	return fs
		.readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
		.map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'))
		.sort()
}

const sources = ['src', 'bots', 'migrations'].flatMap(filesUnder)
const textOf = (file: string) => fs.readFileSync(path.join(root, file), 'utf8')

function importsOf(file: string): string[] {
	const found = textOf(file).matchAll(
		/(?:^|\n)\s*(?:import|export)\b[^'\n]*(?:\n[^'\n]*)*?from\s+'([^']+)'|import\('([^']+)'\)|(?:^|\n)import '([^']+)'/g,
	)
	return [...found].map((match) => match[1] ?? match[2] ?? match[3] ?? '')
}

/** The folder a file counts to: src/loyalty/join.ts → loyalty, bots/telegram/parse.ts → bots/telegram. */
function layerOf(file: string): string {
	const [top, second, third] = file.split('/')
	if (top === 'bots') return third ? `bots/${second}` : 'bots'
	if (top === 'migrations') return 'migrations'
	return third ? (second ?? '') : 'top'
}

const domainAndLib = ['domain', 'lib']

/** Who may import whom; a folder may always import itself. */
const allowed: Record<string, string[]> = {
	lib: [],
	domain: ['lib'],
	store: [...domainAndLib, 'migrations'],
	segments: ['store', ...domainAndLib],
	loyalty: ['store', ...domainAndLib],
	shops: domainAndLib,
	messaging: ['segments', 'store', ...domainAndLib],
	conversation: ['loyalty', 'messaging', 'store', ...domainAndLib],
	jobs: ['conversation', 'messaging', 'loyalty', 'segments', 'shops', 'store', ...domainAndLib],
	http: ['conversation', 'messaging', 'loyalty', 'segments', 'shops', 'store', ...domainAndLib],
	migrations: [],
}

function targetOf(file: string, specifier: string): string | undefined {
	if (!specifier.startsWith('.')) return undefined
	return path.posix.normalize(path.posix.join(path.posix.dirname(file), specifier))
}

function mayImport(file: string, target: string): boolean {
	const from = layerOf(file)
	const to = layerOf(target)
	if (from === to || from === 'top' || from === 'cli' || from === 'demo' || from === 'bots') return true
	if (from.startsWith('bots/')) return target === 'src/messaging/channel.ts' || domainAndLib.includes(to)
	// the port's types are what a reply is made of
	return (allowed[from] ?? []).includes(to)
}

describe('the architecture', () => {
	test('imports point one way', () => {
		const wrong = sources.flatMap((file) =>
			importsOf(file)
				.map((specifier) => targetOf(file, specifier))
				.filter((target) => target !== undefined && !mayImport(file, target))
				.map((target) => `${file} → ${target}`),
		)
		expect(wrong).toEqual([])
	})

	test('every folder of src has its place', () => {
		const known = new Set([...Object.keys(allowed), 'top', 'cli', 'demo'])
		expect(
			sources
				.filter((file) => file.startsWith('src/'))
				.map(layerOf)
				.filter((layer) => !known.has(layer)),
		).toEqual([])
	})

	test.each([
		['kysely', /^(src\/store|src\/segments|migrations)\//],
		['better-sqlite3', /^src\/store\//],
		['pg', /^src\/store\//],
		['hono', /^src\/(http|demo)\//],
		['grammy', /^bots\/telegram\//],
		['whatsapp-web.js', /^bots\/whatsapp-web\//],
	])('%s is imported only where it belongs', (name, place) => {
		const users = sources.filter((file) => importsOf(file).some((from) => from === name || from.startsWith(`${name}/`)))
		expect(users.filter((file) => !place.test(file))).toEqual([])
	})

	test('migrations import kysely and themselves only', () => {
		const outside = filesUnder('migrations').flatMap((file) =>
			importsOf(file).filter((from) => !/^kysely(\/|$)/.test(from) && !targetOf(file, from)?.startsWith('migrations/')),
		)
		expect(outside).toEqual([])
	})

	test('time, ids and chance come in from outside', () => {
		const forbidden = /\bDate\.now\b|\bnew Date\(\)|\bMath\.random\b|\brandomUUID\b|\brandomBytes\(|Temporal\.Now/
		const users = sources.filter((file) => !file.startsWith('src/lib/') && forbidden.test(textOf(file)))
		expect(users).toEqual([])
	})

	test('SQL stands in one folder', () => {
		const statements = /\.(selectFrom|insertInto|updateTable|deleteFrom)\(/
		const places = /^(src\/store|src\/segments|migrations)\//
		expect(sources.filter((file) => !places.test(file) && statements.test(textOf(file)))).toEqual([])
	})

	test('only transact begins a transaction', () => {
		const users = sources.filter((file) => /\.(transaction|startTransaction)\(\)/.test(textOf(file)))
		expect(users).toEqual(['src/store/transact.ts'])
	})

	// that no function is longer than 70 is looked after by biome.json
	test('no file is longer than 400 lines', () => {
		const sayings = 'test/conversation/utterances.ts'
		const everything = [...sources, ...['test', 'bench'].flatMap(filesUnder)].filter((file) => file !== sayings)
		expect(everything.filter((file) => textOf(file).split('\n').length > 401)).toEqual([])
	})

	test('kinds live in lists: each file of a folder of kinds stands in its index', () => {
		const kinds = [
			'src/conversation/commands',
			'src/conversation/staff',
			'src/segments/criteria',
			'src/domain/rewards',
			'src/jobs',
		]
		const missing = kinds
			.filter((folder) => fs.existsSync(path.join(root, folder, 'index.ts')))
			.flatMap((folder) => {
				const listed = new Set(importsOf(`${folder}/index.ts`).map((from) => path.posix.join(folder, from)))
				const files = filesUnder(folder).filter((file) => path.posix.dirname(file) === folder)
				const helpers = new Set([
					'index.ts',
					'kind.ts',
					'command.ts',
					'criterion.ts',
					'job.ts',
					'runner.ts',
					'ladder.ts',
				])
				return files.filter((file) => !helpers.has(path.posix.basename(file)) && !listed.has(file))
			})
		expect(missing).toEqual([])
	})

	test('each channel and each command of the terminal stands in its index', () => {
		const folders = new Set(filesUnder('bots').flatMap((file) => file.split('/').slice(1, -1)))
		const listed = importsOf('bots/index.ts').map((from) => from.split('/')[1])
		expect(listed.toSorted()).toEqual([...folders].toSorted())
		const commands = filesUnder('src/cli').filter((file) => /^export const \w+: AddCommand /m.test(textOf(file)))
		const known = new Set(importsOf('src/cli/index.ts').map((from) => path.posix.join('src/cli', from)))
		expect(commands.length).toBeGreaterThan(10)
		expect(commands.filter((file) => !known.has(file))).toEqual([])
	})

	test('the project speaks of itself alone', () => {
		const everything = [
			...sources,
			...['test', 'bench', 'tools'].filter((f) => fs.existsSync(path.join(root, f))).flatMap(filesUnder),
		]
		const machine = /(^|[\s'"`(])\/(work|home|root)\//
		expect(everything.filter((file) => machine.test(textOf(file)))).toEqual([])
	})
})
