import { bots } from '../bots/index.ts'
import type { WhatsAppCloudChannel } from '../bots/whatsapp-cloud/index.ts'
import { listNoticeTemplates } from './domain/notice-templates.ts'
import type { WhatsAppCloudDesk } from './http/context.ts'

/** What the console asks of the Cloud API: its templates in words, or why they cannot be had. */
export async function openCloudDesk(channel: WhatsAppCloudChannel): Promise<WhatsAppCloudDesk> {
	const { countGaps, explainTrouble, isGraphFault, previewTemplate } = await bots['whatsapp-cloud']()
	const shipped = new Set(listNoticeTemplates().map(({ name }) => name))
	return {
		async listTemplates() {
			try {
				const kept = await channel.listTemplates()
				const templates = kept.map((one) => ({
					name: one.name,
					language: one.language,
					status: one.status,
					category: one.category,
					text: previewTemplate(one, []),
					gaps: countGaps(one),
					isShipped: shipped.has(one.name),
				}))
				return { templates }
			} catch (error) {
				if (!isGraphFault(error)) throw error
				return { trouble: explainTrouble(error) }
			}
		},
	}
}
