import { type AddCommand, CommandFault, groupOf, withStore } from './io.ts'

export const addApiKeyCreate: AddCommand = (program, run) => {
	groupOf(program, 'api-key', 'keys of the API')
		.command('create')
		.description('make a key and print it; it is shown only now')
		.requiredOption('--scopes <list...>', 'what it may do, for example members:read,orders:write,coupons:use')
		.option('--name <name>', 'what it is for', 'command line')
		.action((options: { scopes: string[]; name: string }) =>
			run(async (io) => {
				const { createApiKey } = await import('../http/api/create-api-key.ts')
				const { parseScopes, scopeNames } = await import('../http/api/scopes.ts')
				const { scopes, unknown } = parseScopes(options.scopes.join(','))
				if (unknown.length > 0 || scopes.length === 0)
					throw new CommandFault(`--scopes: ${unknown[0] ?? 'nothing'} is not one of ${scopeNames.join(', ')}`)
				const name = options.name.trim().slice(0, 80) || 'command line'
				const key = await withStore(io, (store) =>
					store.transact((work) => createApiKey(work, { name, scopes, by: 'cli' })),
				)
				io.out(key)
				return 0
			}),
		)
}
