import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { promotionFacts, promotionFrame } from '../../src/conversation/promotion-words.ts'
import type { Reply } from '../../src/messaging/channel.ts'
import { createBroadcast, sendTest } from '../../src/messaging/compose.ts'
import { type Chat, openChat } from '../support/chat.ts'
import { databases, openTestStore, type TestStore } from '../support/world.ts'

describe.each(databases)('the frame of a promotion on %s', (kind) => {
	let world: TestStore
	let chat: Chat
	beforeEach(async () => {
		world = await openTestStore(kind)
		chat = await openChat(world)
	})
	afterEach(() => world.close())

	async function received(): Promise<string> {
		const needs = { sentences: promotionFrame, factsOf: promotionFacts, channels: [] }
		await world.store.transact(async (work) => {
			const said = (text: string) => ({ text, fallbacks: {} })
			const content = { texts: { en: said('New bread today'), 'zh-HK': said('今日有新麵包') } }
			const segment = { and: [] }
			const { publicId } = await createBroadcast(work, { name: 'x', segment, content, holdoutPermyriad: 0 }, 'cli')
			const { id } = await work.tx.selectFrom('addresses').select('id').executeTakeFirstOrThrow()
			await sendTest(work, needs, { publicId, addressId: id })
		})
		const replies: Reply[] = await chat.outbox('1')
		return replies.at(-1)?.text ?? ''
	}

	test('says how to stop in both languages until the member chose one, whatever her app is set to', async () => {
		const person = chat.person('1', { locale: 'en' })
		await person.says('join')
		await person.presses('get offers')
		const before = await received()
		expect(before).toContain('【星期日烘焙】')
		expect(before).toContain('New bread today')
		expect(before).toContain('退訂請回覆 STOP · Reply STOP to unsubscribe')
		await person.says('settings')
		await person.presses('Language')
		await person.presses('English')
		const after = await received()
		expect(after).toContain('Reply STOP to unsubscribe')
		expect(after).not.toContain('退訂')
	})
})
