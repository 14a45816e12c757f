import type { BroadcastDraft } from '../messaging/compose.ts'
import { auditBroadcast, broadcastGroup, shapeOf } from './broadcast.ts'
import { type AddCommand, CommandFault, print, withStore } from './io.ts'
import { addSegmentFlags, type SegmentFlags, segmentFromFlags } from './segment-flags.ts'

interface Options extends SegmentFlags {
	name: string
	textZh?: string
	textHant?: string
	textEn?: string
	linkLabel?: string
	linkUrl?: string
	fallback: Record<string, string>
	coupon?: string
	channel?: string
	holdout?: string
	json?: boolean
}

function collectFallback(text: string, known: Record<string, string>): Record<string, string> {
	const [name = '', ...words] = text.split('=')
	return { ...known, [name.trim()]: words.join('=').trim() }
}

function contentOf(options: Options): unknown {
	const { textZh, textHant, textEn, linkLabel, linkUrl, fallback, coupon } = options
	const link = linkUrl === undefined ? {} : { link: { label: linkLabel ?? linkUrl.slice(0, 64), url: linkUrl } }
	const texts = Object.entries({ 'zh-HK': textZh, 'zh-Hant': textHant, en: textEn })
		.filter(([, text]) => text !== undefined)
		.map(([locale, text]) => [locale, { text: text?.replaceAll('\\n', '\n'), fallbacks: fallback, ...link }])
	return { texts: Object.fromEntries(texts), ...(coupon === undefined ? {} : { coupon }) }
}

async function readDraft(options: Options, segment: unknown): Promise<BroadcastDraft> {
	const { broadcastDraft } = await import('../messaging/compose.ts')
	if (options.holdout !== undefined && !/^\d{1,2}$/.test(options.holdout))
		throw new CommandFault('--holdout must be a whole percentage up to 50')
	const read = broadcastDraft.safeParse({
		name: options.name,
		segment,
		content: contentOf(options),
		holdoutPermyriad: Number(options.holdout ?? 0) * 100,
		...(options.channel === undefined ? {} : { channels: options.channel.split(',').map((name) => name.trim()) }),
	})
	if (read.success) return read.data
	const issue = read.error.issues[0]
	throw new CommandFault(`the broadcast cannot be written: ${issue?.path.join('.')} ${issue?.message}`)
}

export const addBroadcastCreate: AddCommand = (program, run) => {
	addSegmentFlags(
		broadcastGroup(program)
			.command('create')
			.description('write a draft; all conditions given must hold, without any it is for everybody')
			.requiredOption('--name <name>', 'how you call it')
			.option(
				'--text-zh <text>',
				'the text in Chinese; {name} {points} {tier} {gap} {expiring} {coupon}, \\n a new line',
			)
			.option('--text-hant <text>', 'the text in written Traditional Chinese, where it differs')
			.option('--text-en <text>', 'the text in English'),
	)
		.option('--fallback <name=words>', 'what stands where a member has no such value', collectFallback, {})
		.option('--link-url <url>', 'a button that opens a page')
		.option('--link-label <words>', 'what stands on the button')
		.option('--coupon <code>', 'one code for everybody, for {coupon}')
		.option('--channel <list>', 'only by these channels (default: all of the shop)')
		.option('--holdout <percent>', 'share held out as control group')
		.option('--json', 'print JSON')
		.action((options: Options) =>
			run(async (io) => {
				const { prepareStore } = await import('../loyalty/prepare-store.ts')
				const { createBroadcast } = await import('../messaging/compose.ts')
				const { getSegmentContext } = await import('../segments/index.ts')
				const made = await withStore(io, async (store) => {
					await store.transact(prepareStore)
					const segment = await segmentFromFlags(options, await getSegmentContext(store.db, store.now()))
					const draft = await readDraft(options, segment)
					return await store.transact(async (work) => {
						const broadcast = await createBroadcast(work, draft, 'cli')
						await auditBroadcast(work, 'create', broadcast.publicId)
						return broadcast
					})
				})
				print(io, options.json, { value: shapeOf(made), sentences: () => made.publicId })
				return 0
			}),
		)
}
