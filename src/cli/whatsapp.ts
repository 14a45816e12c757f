import type { Command } from 'commander'
import { bots } from '../../bots/index.ts'
import type { WhatsAppCloudSettings } from '../../bots/whatsapp-cloud/index.ts'
import { type Config, readConfig } from '../config.ts'
import { type AddCommand, CommandFault, groupOf, type Io, print, type Run, withStore } from './io.ts'

const loadBot = bots['whatsapp-cloud']

function cloudOf({ whatsapp }: Config): WhatsAppCloudSettings {
	if (whatsapp.cloud) return whatsapp.cloud
	throw new CommandFault('WHATSAPP_DRIVER must be cloud: templates and webhooks are of the Cloud API')
}

/** Asks WhatsApp; what it refuses becomes one line. */
async function ask<T>(io: Io, work: (needs: Awaited<ReturnType<typeof openGraph>>) => Promise<T>): Promise<T> {
	const needs = await openGraph(io)
	try {
		return await work(needs)
	} catch (error) {
		if (!needs.bot.isGraphFault(error)) throw error
		throw new CommandFault(needs.bot.explainTrouble(error))
	}
}

async function openGraph(io: Io) {
	const settings = cloudOf(readConfig(io.env))
	const bot = await loadBot()
	const { listNoticeTemplates } = await import('../domain/notice-templates.ts')
	return { bot, graph: bot.createGraph(settings), definitions: listNoticeTemplates() }
}

interface Line {
	name: string
	language: string
	status: string
	reason?: string
}

function table(lines: readonly (Line & { did?: string })[]): string {
	const width = Math.max(...lines.map(({ name }) => name.length))
	return lines
		.map(({ name, language, status, did, reason }) =>
			[name.padEnd(width), language.padEnd(5), did, status, reason].filter(Boolean).join('  '),
		)
		.join('\n')
}

function addTemplates(group: Command, run: Run) {
	const templates = group.command('templates').description('the texts WhatsApp approves for messages after 24 hours')
	addList(templates, run)
	templates
		.command('push')
		.description('hand in the shipped texts WhatsApp does not have yet; exit 2 when it refused one')
		.option('--json', 'print JSON')
		.action((options: { json?: boolean }) =>
			run(async (io) => {
				const pushed = await ask(io, ({ bot, graph, definitions }) => bot.pushTemplates(graph, definitions))
				print(io, options.json, { value: pushed, sentences: () => table(pushed) })
				return pushed.some(({ did }) => did === 'refused') ? 2 : 0
			}),
		)
	templates
		.command('status')
		.description('what WhatsApp says of the shipped texts; exit 2 unless all are approved')
		.option('--json', 'print JSON')
		.action((options: { json?: boolean }) =>
			run(async (io) => {
				const states = await ask(io, ({ bot, graph, definitions }) => bot.listTemplateStates(graph, definitions))
				print(io, options.json, { value: states, sentences: () => table(states) })
				return states.every(({ status }) => status === 'APPROVED') ? 0 : 2
			}),
		)
}

function addList(templates: Command, run: Run) {
	templates
		.command('list')
		.description('every text WhatsApp keeps for the account, in words')
		.option('--json', 'print JSON')
		.action((options: { json?: boolean }) =>
			run(async (io) => {
				const kept = await ask(io, async ({ bot, graph }) =>
					(await graph.listTemplates()).map((one) => ({
						name: one.name,
						language: one.language,
						status: one.status,
						category: one.category,
						text: bot.previewTemplate(one, []),
						gaps: bot.countGaps(one),
					})),
				)
				const sentences = () =>
					kept.length === 0
						? 'WhatsApp has no templates of this account'
						: kept.map((one) => `${table([one])}  ${one.category}\n  ${one.text.replaceAll('\n', '\n  ')}`).join('\n')
				print(io, options.json, { value: kept, sentences })
				return 0
			}),
		)
}

function addWebhook(group: Command, run: Run) {
	group
		.command('webhook')
		.description('print the address and the verify token that Meta asks for')
		.action(() =>
			run(async (io) => {
				await withStore(io, async (store, config) => {
					const settings = cloudOf(config)
					const { verifyTokenOf, WEBHOOK_PATH } = await loadBot()
					io.out(`callback URL   ${config.publicUrl}${WEBHOOK_PATH}`)
					io.out(`verify token   ${verifyTokenOf(settings, store.keys)}`)
				})
				return 0
			}),
		)
}

export const addWhatsApp: AddCommand = (program, run) => {
	const group = groupOf(program, 'whatsapp', 'the shop on WhatsApp')
	addTemplates(group, run)
	addWebhook(group, run)
}
