import { type AddCommand, CommandFault, withStore } from './io.ts'

export const addSetupLink: AddCommand = (program, run) => {
	program
		.command('setup-link')
		.description('print a fresh one-time link, good for a week, to set the shop up')
		.action(() =>
			run(async (io) => {
				const { createSetUpLink } = await import('../http/console/set-up-store.ts')
				const link = await withStore(io, async (store, config) => {
					const token = await store.transact(createSetUpLink)
					return token && `${config.publicUrl ?? `http://${config.host}:${config.port}`}/setup/${token}`
				})
				if (link === undefined) throw new CommandFault('the shop has an owner already: sign in at /login')
				io.out(link)
				return 0
			}),
		)
}
