import { auditBroadcast, broadcastGroup, broadcastNeeds, getNamedMember, orFault } from './broadcast.ts'
import { type AddCommand, CommandFault, withStore } from './io.ts'

export const addBroadcastTest: AddCommand = (program, run) => {
	broadcastGroup(program)
		.command('test')
		.description('send it, marked as a test, to one member: yourself')
		.argument('<id>')
		.requiredOption('--member <member>', 'your member number such as M00042, or id')
		.action((id: string, options: { member: string }) =>
			run(async (io) => {
				const { sendTest } = await import('../messaging/compose.ts')
				const { listAddresses } = await import('../store/addresses.ts')
				await withStore(io, async (store, config) => {
					const needs = await broadcastNeeds(config, store.db)
					const member = await getNamedMember(store, options.member)
					const names = needs.channels.map((channel) => channel.name as string)
					const addresses = await listAddresses(store.db, member.id)
					const address = addresses.find((one) => one.reachable === 1 && names.includes(one.channel))
					if (!address) throw new CommandFault(`${options.member} has no chat with the bot that can be written to`)
					await store.transact(async (work) => {
						orFault(await sendTest(work, needs, { publicId: id, addressId: address.id }))
						await auditBroadcast(work, 'test', id)
					})
				})
				io.err('the running server sends it')
				return 0
			}),
		)
}
