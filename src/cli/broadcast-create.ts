import fs from 'node:fs/promises'
import type { BroadcastDraft } from '../messaging/compose.ts'
import type { Work } from '../store/transact.ts'
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
	templateZh?: string
	templateHant?: string
	templateEn?: string
	gapsZh?: string
	gapsHant?: string
	gapsEn?: string
	coupon?: string
	picture?: string
	channel?: string
	holdout?: string
	json?: boolean
}

function collectFallback(text: string, known: Record<string, string>): Record<string, string> {
	const [name = '', ...words] = text.split('=')
	return { ...known, [name.trim()]: words.join('=').trim() }
}

/** NAME or NAME/LANGUAGE of a template, and what stands in its gaps, parted by |. */
function templateOf(chosen: string | undefined, gaps: string | undefined, language: string): object {
	if (chosen === undefined) {
		if (gaps !== undefined) throw new CommandFault('--gaps-… goes with --template-…')
		return {}
	}
	const [name, asked = language] = chosen.split('/')
	const variables = gaps === undefined ? [] : gaps.split('|').map((text) => text.trim())
	return { template: { name, language: asked, variables } }
}

function contentOf(options: Options, picture: { hash: string } | undefined) {
	const { textZh, textHant, textEn, linkLabel, linkUrl, fallback, coupon } = options
	const templates: Record<string, object> = {
		'zh-HK': templateOf(options.templateZh, options.gapsZh, 'zh_HK'),
		'zh-Hant': templateOf(options.templateHant, options.gapsHant, 'zh_TW'),
		en: templateOf(options.templateEn, options.gapsEn, 'en'),
	}
	const link = linkUrl === undefined ? {} : { link: { label: linkLabel ?? linkUrl.slice(0, 64), url: linkUrl } }
	const texts = Object.entries({ 'zh-HK': textZh, 'zh-Hant': textHant, en: textEn })
		.filter(([, text]) => text !== undefined)
		.map(([locale, text]) => [
			locale,
			{ text: text?.replaceAll('\\n', '\n'), fallbacks: fallback, ...link, ...templates[locale] },
		])
	return {
		texts: Object.fromEntries(texts),
		...(coupon === undefined ? {} : { coupon }),
		...(picture ? { picture } : {}),
	}
}

async function readFile(file: string): Promise<Uint8Array> {
	return await fs.readFile(file).catch((error: NodeJS.ErrnoException) => {
		throw new CommandFault(`${file} cannot be read: ${error.code}`)
	})
}

/** Keeps the picture of a file; refuses what no channel would take. */
async function keepPicture(work: Work, bytes: Uint8Array): Promise<{ hash: string }> {
	const { storePicture } = await import('../messaging/picture.ts')
	const stored = await storePicture(work, bytes)
	if (stored.ok) return { hash: stored.value }
	const { reason, facts } = stored
	if (reason === 'not-a-picture') throw new CommandFault('--picture must be a PNG or JPEG picture')
	if (reason === 'picture-too-large')
		throw new CommandFault(`--picture has ${facts.bytes} bytes; it may have ${facts.most}`)
	throw new CommandFault(`--picture is ${facts.width} × ${facts.height} pixels, a shape that Telegram refuses`)
}

async function readDraft(
	options: Options,
	{ segment, picture }: { segment: unknown; picture?: { hash: string } | undefined },
): Promise<BroadcastDraft> {
	const { broadcastDraft } = await import('../messaging/compose.ts')
	if (options.holdout !== undefined && !/^\d{1,2}$/.test(options.holdout))
		throw new CommandFault('--holdout must be a whole percentage up to 50')
	const content = contentOf(options, picture)
	const read = broadcastDraft.safeParse({
		name: options.name,
		segment,
		content,
		holdoutPermyriad: Number(options.holdout ?? 0) * 100,
		...(options.channel === undefined ? {} : { channels: options.channel.split(',').map((name) => name.trim()) }),
	})
	if (read.success) return read.data
	const issue = read.error.issues[0]
	if (Object.keys(content.texts).length === 0)
		throw new CommandFault('a text in at least one language is needed: --text-zh, --text-hant or --text-en')
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
		.option('--template-zh <name/language>', 'the approved WhatsApp template for the Chinese text after 24 hours')
		.option('--template-hant <name/language>', 'the same for the written Traditional Chinese text')
		.option('--template-en <name/language>', 'the same for the English text')
		.option('--gaps-zh <words>', 'what stands in the gaps of the template, parted by |; {name} and the like work too')
		.option('--gaps-hant <words>', 'the same for the written Traditional Chinese template')
		.option('--gaps-en <words>', 'the same for the English template')
		.option('--fallback <name=words>', 'what stands where a member has no such value', collectFallback, {})
		.option('--link-url <url>', 'a button that opens a page')
		.option('--link-label <words>', 'what stands on the button')
		.option('--coupon <code>', 'one code for everybody, for {coupon}')
		.option('--picture <file>', 'a PNG or JPEG above the text, which then has room for 1,024 characters')
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
					const bytes = options.picture === undefined ? undefined : await readFile(options.picture)
					return await store.transact(async (work) => {
						const picture = bytes && (await keepPicture(work, bytes))
						const draft = await readDraft(options, { segment, picture })
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
