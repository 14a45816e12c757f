import { broadcastGroup, shapeOf } from './broadcast.ts'
import { type AddCommand, print, withStore } from './io.ts'

const NEWEST = 100

export const addBroadcastList: AddCommand = (program, run) => {
	broadcastGroup(program)
		.command('list')
		.description(`the newest ${NEWEST} broadcasts`)
		.option('--json', 'print JSON')
		.action((options: { json?: boolean }) =>
			run(async (io) => {
				const { readBroadcast } = await import('../messaging/compose.ts')
				const { listBroadcasts } = await import('../store/broadcasts.ts')
				const rows = await withStore(io, ({ db }) => listBroadcasts(db, { limit: NEWEST }))
				const list = rows.map((row) => shapeOf(readBroadcast(row)))
				print(io, options.json, {
					value: list,
					sentences: () => list.map(({ id, state, name }) => `${id}  ${state.padEnd(9)}  ${name}`).join('\n'),
				})
				return 0
			}),
		)
}
