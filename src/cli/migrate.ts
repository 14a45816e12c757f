import { type AddCommand, withStore } from './io.ts'

export const addMigrate: AddCommand = (program, run) => {
	program
		.command('migrate')
		.description('bring the database to the newest layout (start does it by itself)')
		.action(() =>
			run(async (io) => {
				await withStore(io, async (store) => io.err(`the ${store.kind} database has the newest layout`))
				return 0
			}),
		)
}
