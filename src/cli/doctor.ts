import { type AddCommand, print, withStore } from './io.ts'

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

export const addDoctor: AddCommand = (program, run) => {
	program
		.command('doctor')
		.description('add everything up again and list what differs; exit 1 when something does')
		.option('--json', 'print JSON')
		.action((options: { json?: boolean }) =>
			run(async (io) => {
				const { doctor } = await import('../loyalty/doctor.ts')
				const { prepareStore } = await import('../loyalty/prepare-store.ts')
				const health = await withStore(io, async (store) => {
					await store.transact(prepareStore)
					return await doctor(store.db, io.clock())
				})
				print(io, options.json, { value: health, sentences: () => write(health.problems) })
				return health.ok ? 0 : 1
			}),
		)
}
