import type { Reply } from '../messaging/channel.ts'
import {
	broadcastGroup,
	broadcastNeeds,
	explainProblems,
	findShown,
	getNamedMember,
	shapeOf,
	writeCost,
	writeSeconds,
	writeWaterfall,
} from './broadcast.ts'
import { type AddCommand, print, withStore } from './io.ts'

/** The words as they are read, without the marks of bold and italic. */
async function writePlain({ text }: Reply): Promise<string> {
	const { parseMarkup } = await import('../domain/message.ts')
	return parseMarkup(text)
		.map((span) => span.text)
		.join('')
}

export const addBroadcastPreview: AddCommand = (program, run) => {
	broadcastGroup(program)
		.command('preview')
		.description('count whom it would reach and why not the others, and show the message')
		.argument('<id>')
		.option('--member <member>', 'show the message as this member gets it')
		.option('--json', 'print JSON')
		.action((id: string, options: { member?: string; json?: boolean }) =>
			run(async (io) => {
				const { inspectBroadcast, previewMessage } = await import('../messaging/compose.ts')
				const { estimateSeconds, messagesOf } = await import('../messaging/control.ts')
				const { describeSegment, getSegmentContext, listSegment } = await import('../segments/index.ts')
				await withStore(io, async (store, config) => {
					const needs = await broadcastNeeds(config, store.db)
					const broadcast = await findShown(store, id)
					const context = await getSegmentContext(store.db, store.now())
					const { audience, cost, problems } = await inspectBroadcast(store, needs, broadcast)
					const { getSettings } = await import('../store/settings.ts')
					const { bulkPerSecond } = (await getSettings(store.db)).promotions
					const seconds = estimateSeconds(messagesOf(audience), needs.channels, bulkPerSecond)
					const [first] = await listSegment(store.db, broadcast.segment, { context, limit: 1 })
					const memberId = options.member ? (await getNamedMember(store, options.member)).id : first?.id
					const message: Reply | null =
						memberId === undefined ? null : await previewMessage(store, needs, { broadcast, memberId })
					const picture = broadcast.content.picture?.hash ?? null
					const text = message ? ['', ...(picture ? ['[picture]'] : []), await writePlain(message)] : []
					const words = describeSegment(broadcast.segment, context)
					print(io, options.json, {
						value: { ...shapeOf(broadcast), audience, seconds, cost: cost ?? null, problems, words, picture, message },
						sentences: () =>
							[
								words.en,
								writeWaterfall(audience),
								...(seconds > 0 ? [`sending takes ${writeSeconds(seconds)}`] : []),
								...writeCost(cost),
								...(problems.length > 0 ? [`cannot be sent: ${explainProblems(problems)}`] : []),
								...text,
							].join('\n'),
					})
				})
				return 0
			}),
		)
}
