import { createReceive } from '../../src/conversation/receive.ts'
import type { Surroundings } from '../../src/conversation/turn.ts'
import { seedRewards } from '../../src/loyalty/create-reward.ts'
import type { ChannelName, Inbound, Reply } from '../../src/messaging/channel.ts'
import { ensureProgram } from '../../src/store/programs.ts'
import { getSettings, setSettings } from '../../src/store/settings.ts'
import type { TestStore } from './world.ts'

/** A person in a chat without any platform: what she says goes through the whole conversation and its store. */
export interface ChatPerson {
	address: string
	/** Everything said to her since the last time she did something. */
	says(text: string): Promise<Reply[]>
	/** Presses the button with this label (a part is enough) among those last shown. */
	presses(label: string): Promise<Reply[]>
	/** Sends the value of a button as it is, as a forged or foreign client could. */
	forges(choice: string): Promise<Reply[]>
	opens(start: string): Promise<Reply[]>
	sharesPhone(phone: string, own?: boolean): Promise<Reply[]>
	does(event: Partial<Inbound>): Promise<Reply[]>
	/** The event again, as a platform that was not answered sends it. */
	lastEvent(): Inbound
}

export interface Chat {
	person(address: string, profile?: { name?: string; locale?: Inbound['locale']; channel?: ChannelName }): ChatPerson
	/** What was queued for a chat after an outbox id, for notices. */
	outbox(address: string): Promise<Reply[]>
}

const around: Surroundings = {
	telegramHandle: () => 'suki_bot',
	whatsappNumber: () => undefined,
	publicUrl: 'https://club.example',
	abilities: () => ({ choices: 'buttons', maxChoices: 100, maxText: 4096, coldStart: false, bulkPerSecond: 28 }),
}

/** Makes the store of a fresh shop and opens its chats. */
export async function openChat({ store }: TestStore): Promise<Chat> {
	await store.transact(async (work) => {
		const settings = await getSettings(work.tx)
		await setSettings(work.tx, { ...settings, shopName: '星期日烘焙', contact: '9123 4567' })
		await ensureProgram(work.tx, { currency: settings.currency, at: work.now })
		await seedRewards(work)
	})
	const receive = createReceive(around)
	let count = 0
	const repliesAfter = async (address: string, id: number) => {
		const rows = await store.db
			.selectFrom('outbox')
			.innerJoin('addresses', 'addresses.id', 'outbox.address_id')
			.select('reply')
			.where('addresses.address', '=', address)
			.where('outbox.id', '>', id)
			.orderBy('outbox.id')
			.execute()
		return rows.map((row) => JSON.parse(row.reply) as Reply)
	}
	const lastId = async () => {
		const row = await store.db.selectFrom('outbox').select('id').orderBy('id', 'desc').limit(1).executeTakeFirst()
		return row?.id ?? 0
	}
	return {
		outbox: (address) => repliesAfter(address, 0),
		person(address, { name = 'Chan Tai Man', locale = 'en', channel = 'telegram' } = {}) {
			let last: Inbound | undefined
			let shown: Reply[] = []
			const does = async (event: Partial<Inbound>) => {
				count += 1
				last = {
					kind: 'message',
					channel,
					messageId: `m${count}`,
					address,
					at: store.now(),
					text: '',
					name,
					locale,
					...event,
				}
				const before = await lastId()
				const sent = last
				await store.transact((work) => receive(work, sent))
				const replies = await repliesAfter(address, before)
				if (replies.some((reply) => (reply.choices ?? []).length > 0)) shown = replies
				return replies
			}
			return {
				address,
				does,
				says: (text) => does({ text }),
				opens: (start) => does({ text: `/start ${start}`.trim(), start }),
				forges: (choice) => does({ choice, pressedMessageId: '1' }),
				sharesPhone: (phone, own = true) => does({ contact: { phone, own } }),
				async presses(label) {
					const choices = shown.flatMap((reply) => reply.choices ?? [])
					const found = choices.find((choice) => choice.label.includes(label))
					if (!found) throw new Error(`no button ${label} among: ${choices.map((one) => one.label).join(' | ')}`)
					return does({ choice: found.value, pressedMessageId: '1' })
				},
				lastEvent() {
					if (!last) throw new Error('nothing was said yet')
					return last
				},
			}
		},
	}
}

/** The texts of some replies, one under the other. */
export function textOf(replies: readonly Reply[]): string {
	return replies.map((reply) => reply.text).join('\n')
}
