// npm run bench [-- AREA …] [--members 10000 --members 1000000] [--json FILE] [--rounds 7] [--scale 1] [--dir FOLDER]
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import type { Bench } from './area.ts'
import { areas } from './areas/index.ts'
import { growthRows } from './growth.ts'
import type { Row } from './row.ts'
import { type BenchFiles, buildFiles } from './stores.ts'
import { renderTable } from './table.ts'

const LEAST_MEMBERS = 200

interface Options {
	areas: readonly string[]
	members: readonly number[]
	rounds: number
	scale: number
	dir: string | undefined
}

/** Measures the areas on stores of the sizes, one after the other; answers the rows, and what went wrong. */
export async function runBench(
	options: Options,
	say: (line: string) => void,
): Promise<{ rows: Row[]; failures: string[] }> {
	const rows: Row[] = []
	const failures: string[] = []
	const dir = options.dir ?? fs.mkdtempSync(path.join(os.tmpdir(), 'suki-bench-'))
	const chosen = areas.filter(({ name }) => options.areas.length === 0 || options.areas.includes(name))
	try {
		// a large store takes minutes to build: not for areas that do not look at it
		const sizes = chosen.every(({ once }) => once) ? [LEAST_MEMBERS] : options.members
		for (const [index, members] of sizes.entries()) {
			say(`building a store of ${members} members`)
			const files = await buildFiles(dir, members)
			for (const area of chosen) {
				if (area.once && index > 0) continue
				say(`${area.name}, ${members} members`)
				const bench = benchOf(files, area.name, { ...options, rows })
				try {
					await area.run(bench)
				} catch (error) {
					// what was measured so far is worth more than an early end
					failures.push(`${area.name}: ${error instanceof Error ? error.stack : error}`)
				}
			}
		}
	} finally {
		fs.rmSync(dir, { recursive: true, force: true })
	}
	return { rows: [...rows, ...growthRows(rows)], failures }
}

function benchOf(files: BenchFiles, area: string, { rounds, scale, rows }: Options & { rows: Row[] }): Bench {
	const { members } = files
	return { files, rounds, scale, add: (row) => rows.push({ area, members, ...row }) }
}

async function main(): Promise<void> {
	const { values, positionals } = parseArgs({
		allowPositionals: true,
		options: {
			members: { type: 'string', multiple: true, default: ['10000', '1000000'] },
			rounds: { type: 'string', default: '7' },
			scale: { type: 'string', default: '1' },
			json: { type: 'string' },
			dir: { type: 'string' },
		},
	})
	const unknown = positionals.find((name) => !areas.some((area) => area.name === name))
	if (unknown) throw new Error(`there is no area ${unknown}: ${areas.map(({ name }) => name).join(', ')}`)
	const options: Options = {
		areas: positionals,
		members: values.members.map(Number),
		rounds: Number(values.rounds),
		scale: Number(values.scale),
		dir: values.dir,
	}
	const { rows, failures } = await runBench(options, (line) => console.error(line))
	console.log(renderTable(rows))
	for (const failure of failures) console.error(`FAILED ${failure}`)
	if (failures.length > 0) process.exitCode = 1
	const machine = { cpu: os.cpus()[0]?.model, cpus: os.cpus().length, node: process.version }
	if (values.json) fs.writeFileSync(values.json, `${JSON.stringify({ machine, options, rows }, null, '\t')}\n`)
}

if (import.meta.main) {
	await main()
	// an area that failed may have left something running
	process.exit()
}
