import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import type Database from 'better-sqlite3'
import type { Update } from 'grammy/types'
import { Hono } from 'hono'
import { createClients } from '../../bots/telegram/http.ts'

/**
 * The least a bot could do with a message: grammY's API on the product's own HTTP client, one read and one write, an
 * answer as long as a card. No inbox, no outbox, no session: what a crash interrupts is lost.
 */
export async function serveBareBot(db: Database.Database, telegram: { root: string; token: string }) {
	const { api, close } = createClients({ token: telegram.token, apiRoot: telegram.root, pollSeconds: 1 })
	const read = db.prepare(
		`select m.usable, m.tier_id from addresses a join members m on m.id = a.member_id where a.channel = 'telegram' and a.address = ?`,
	)
	const write = db.prepare(`update addresses set last_inbound_at = ? where channel = 'telegram' and address = ?`)
	const app = new Hono()
	app.post('/', async (c) => {
		const update = (await c.req.json()) as Update
		const from = update.message?.from?.id
		if (from === undefined) return c.body('')
		const member = read.get(String(from)) as { usable: number; tier_id: number } | undefined
		write.run(update.message?.date, String(from))
		void api.raw.sendMessage({
			chat_id: from,
			text: `<b>會員</b>\n積分：${member?.usable}\n${'等級 '.repeat(20)}`,
			parse_mode: 'HTML',
			reply_markup: {
				inline_keyboard: [
					[{ text: '🎁 換領獎賞', callback_data: 'rewards' }],
					[{ text: '📜 積分紀錄', callback_data: 'history' }],
					[{ text: '🏠 主選單', callback_data: 'menu' }],
				],
			},
		})
		return c.body('')
	})
	const server = createAdaptorServer({ fetch: app.fetch })
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
	const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
	await api.setWebhook(url, { max_connections: 100 })
	return {
		async stop() {
			if ('closeAllConnections' in server) server.closeAllConnections()
			await new Promise<void>((resolve) => server.close(() => resolve()))
			await close()
		},
	}
}
