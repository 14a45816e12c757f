import { readConfig } from '../config.ts'
import { type AddCommand, type Io, print, withStore } from './io.ts'

interface Problem {
	what: string
	memberPublicId?: string
	detail: string
}

function write(problems: readonly Problem[]): string {
	if (problems.length === 0) return 'everything adds up'
	return problems
		.map(({ what, memberPublicId, detail }) => [memberPublicId, what, detail].filter(Boolean).join('  '))
		.join('\n')
}

interface Health {
	ok: boolean
	problems: Problem[]
}

/** Looks at the store of DATABASE_URL; where there is none, none is made. */
async function examine(io: Io): Promise<Health> {
	const { databaseSetting, databaseUrl } = readConfig(io.env)
	const { hasStore } = await import('../store/open.ts')
	if (!(await hasStore({ databaseUrl }))) {
		const detail = `${databaseSetting} names a place where nothing was ever stored; the first start makes a store`
		return { ok: false, problems: [{ what: 'there is no store', detail }] }
	}
	const { doctor } = await import('../loyalty/doctor.ts')
	const { prepareStore } = await import('../loyalty/prepare-store.ts')
	return await withStore(io, async (store) => {
		await store.transact(prepareStore)
		return await doctor(store.db, io.clock())
	})
}

export const addDoctor: AddCommand = (program, run) => {
	program
		.command('doctor')
		.description('add everything up again and list what differs; exit 1 when something does')
		.option('--json', 'print JSON')
		.action((options: { json?: boolean }) =>
			run(async (io) => {
				const health = await examine(io)
				print(io, options.json, { value: health, sentences: () => write(health.problems) })
				return health.ok ? 0 : 1
			}),
		)
}
