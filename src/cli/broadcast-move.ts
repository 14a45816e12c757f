import type { Refusal, Result } from '../domain/result.ts'
import type { Broadcast } from '../messaging/compose.ts'
import type { Work } from '../store/transact.ts'
import { auditBroadcast, broadcastGroup, orFault, shapeOf } from './broadcast.ts'
import { type AddCommand, print, withStore } from './io.ts'

type Move = (work: Work, publicId: string) => Promise<Result<Broadcast, Refusal>>

const control = () => import('../messaging/control.ts')

const moves: [name: string, description: string, load: () => Promise<Move>][] = [
	[
		'pause',
		'stop the sending at once; resume goes on where it stopped',
		async () => {
			const { pauseBroadcast } = await control()
			return (work, publicId) => pauseBroadcast(work, { publicId, reason: 'by hand' })
		},
	],
	[
		'resume',
		'go on exactly where it stopped',
		async () => {
			const { resumeBroadcast } = await control()
			return (work, publicId) => resumeBroadcast(work, { publicId })
		},
	],
	[
		'resend-unknown',
		'send again what may or may not have arrived when it was interrupted; some may get it twice',
		async () => {
			const { resendUnknown } = await control()
			const { getByPublicId } = await import('../messaging/compose.ts')
			return async (work, publicId) => {
				const queued = await resendUnknown(work, publicId)
				return queued.ok ? { ok: true, value: await getByPublicId(work.tx, publicId) } : queued
			}
		},
	],
	[
		'cancel',
		'end it for good; who has not been sent it never will be',
		async () => {
			const { cancelBroadcast } = await control()
			return (work, publicId) => cancelBroadcast(work, { publicId })
		},
	],
]

export const addBroadcastMoves: AddCommand = (program, run) => {
	for (const [name, description, load] of moves)
		broadcastGroup(program)
			.command(name)
			.description(description)
			.argument('<id>')
			.option('--json', 'print JSON')
			.action((id: string, options: { json?: boolean }) =>
				run(async (io) => {
					const move = await load()
					const moved = await withStore(io, (store) =>
						store.transact(async (work) => {
							const broadcast = orFault(await move(work, id))
							await auditBroadcast(work, name, id)
							return broadcast
						}),
					)
					print(io, options.json, { value: shapeOf(moved), sentences: () => `${moved.name}: ${moved.state}` })
					return 0
				}),
			)
}
