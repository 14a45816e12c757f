import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { isOptOut, isWanted } from '../../src/conversation/wanted.ts'
import { ensureAddress } from '../../src/store/addresses.ts'
import { insertPeople } from '../support/audience.ts'
import { databases, openTestStore, type TestStore } from '../support/world.ts'

const HOUR = 3_600_000

describe.each(databases)('on a number people also talk on, %s', (kind) => {
	let world: TestStore
	beforeEach(async () => {
		world = await openTestStore(kind)
	})
	afterEach(() => world.close())
	const wanted = (address: string, text: string, now = 0) =>
		isWanted(world.store.db, { channel: 'whatsapp-web', address, text, now })

	test.each(['入會', 'join', '我有幾多分', '優惠券', '退訂', '會員碼'])('a stranger’s "%s" is for us', async (text) =>
		expect(await wanted('phone:1', text)).toBe(true),
	)

	test.each(['你好', 'hi', '0', '幾點開門？', 'lunch at 1?', '多謝', '收到', '2', '真人', '聽日送貨得唔得'])(
		'a stranger’s "%s" is for a person',
		async (text) => expect(await wanted('phone:1', text)).toBe(false),
	)

	test('a member is always answered, and a stranger for a day after a word for us', async () => {
		await insertPeople(world.store, [{ channel: 'whatsapp-web' }])
		expect(await wanted('chat1', 'lunch at 1?')).toBe(true)
		await world.store.transact(({ tx }) => ensureAddress(tx, { channel: 'whatsapp-web', address: 'phone:2', at: HOUR }))
		expect(await wanted('phone:2', '1', 2 * HOUR)).toBe(true)
		expect(await wanted('phone:2', '1', 26 * HOUR)).toBe(false)
	})
})

test.each([
	['退訂', true],
	['STOP', true],
	['唔想收推廣', true],
	['can I stop by your shop?', false],
	['取消', false],
])('"%s" ends promotions: %s', (text, ends) => expect(isOptOut(text, 'whatsapp-web')).toBe(ends))
