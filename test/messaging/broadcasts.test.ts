import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { systemClock } from '../../src/lib/clock.ts'
import { qrPng } from '../../src/lib/qr.ts'
import type { SendOutcome } from '../../src/messaging/channel.ts'
import {
	type BroadcastDraft,
	type BroadcastNeeds,
	checkBroadcast,
	cloneBroadcast,
	createBroadcast,
	getByPublicId,
	sendTest,
	updateBroadcast,
} from '../../src/messaging/compose.ts'
import {
	cancelBroadcast,
	getProgress,
	pauseBroadcast,
	resendUnknown,
	resumeBroadcast,
	startBroadcast,
} from '../../src/messaging/control.ts'
import { storePicture } from '../../src/messaging/picture.ts'
import { createMessaging, type Messaging } from '../../src/messaging/start.ts'
import { listDeliveries, OPTED_OUT, skipDeliveriesOf } from '../../src/store/deliveries.ts'
import type { Work } from '../../src/store/transact.ts'
import { insertPeople, type Person, testDraft, testNeeds, testSentences } from '../support/audience.ts'
import { createTestChannel, createTestNode, type TestChannel } from '../support/test-channel.ts'
import { databases, openTestStore, type TestStore } from '../support/world.ts'

const fast = { timeout: 30_000, interval: 10 }

describe.each(databases)('broadcasts on %s', (kind) => {
	let world: TestStore
	let channel: TestChannel
	let needs: BroadcastNeeds
	const running: Messaging[] = []

	beforeEach(async () => {
		world = await openTestStore(kind)
		channel = createTestChannel()
		needs = { ...testNeeds, channels: [channel] }
		await channel.start(async () => {})
		await tx(async ({ tx: one }) => {
			await one
				.insertInto('settings')
				.values({ key: 'store', value: JSON.stringify({ promotions: { bulkPerSecond: 1_000 } }) })
				.execute()
		})
	})
	afterEach(async () => {
		for (const one of running.splice(0)) await one.stop()
		await world.close()
	})

	const tx = <T>(work: (work: Work) => Promise<T>) => world.store.transact(work)
	const people = (count: number, more: Person = {}) =>
		insertPeople(
			world.store,
			Array.from({ length: count }, () => more),
		)
	const startNode = async (id = 'a') => {
		const messaging = createMessaging(createTestNode(world.store, id), {
			channels: [channel],
			sentences: testSentences,
			factsOf: testNeeds.factsOf,
			handle: async () => {},
			apologise: async () => {},
		})
		running.push(messaging)
		await messaging.start()
		return messaging
	}
	const checked = async (change: Partial<BroadcastDraft> = {}) => {
		const { publicId } = await tx((work) => createBroadcast(work, { ...testDraft, ...change }, 'test'))
		const result = await checkBroadcast(world.store, needs, publicId)
		if (!result.ok) throw new Error(JSON.stringify(result))
		return result.value
	}
	const launched = async (change: Partial<BroadcastDraft> = {}) => {
		const { publicId } = await checked(change)
		await tx((work) => startBroadcast(work, { publicId }))
		return publicId
	}
	const stateOf = async (publicId: string) => (await getByPublicId(world.store.db, publicId)).state
	const progressOf = async (publicId: string) => {
		const broadcast = await getByPublicId(world.store.db, publicId)
		return await getProgress(world.store.db, needs, { broadcast, now: world.clock() })
	}
	const untilState = (publicId: string, state: string) => expect.poll(() => stateOf(publicId), fast).toBe(state)
	const outcomesOf = async (publicId: string) => {
		const { id } = await getByPublicId(world.store.db, publicId)
		const rows = await listDeliveries(world.store.db, { broadcastId: id, afterId: 0, limit: 10_000 })
		return rows.map(({ memberId, state, reason }) => `${memberId} ${state}${reason ? `: ${reason}` : ''}`)
	}
	const addressees = () => channel.arrived.map(({ address }) => address)

	test('a picture goes with every message, read once and shared by all of them', async () => {
		await people(5)
		const png = qrPng('spring')
		const stored = await tx((work) => storePicture(work, png))
		const picture = { hash: stored.ok ? stored.value : '' }
		const publicId = await launched({ content: { ...testDraft.content, picture } })
		await startNode()
		await untilState(publicId, 'done')
		const sent = channel.arrived.map(({ reply }) => reply.picture)
		expect(sent).toHaveLength(5)
		expect(new Set(sent).size).toBe(1)
		expect(sent[0]).toEqual({ base64: png.toString('base64') })
		const clone = await tx((work) => cloneBroadcast(work, { publicId, states: ['failed'], by: 'test' }))
		expect(clone.ok && clone.value.content.picture).toEqual(picture)
		const addressId = (await world.store.db.selectFrom('addresses').select('id').executeTakeFirstOrThrow()).id
		const tested = await tx((work) => sendTest(work, needs, { publicId, addressId }))
		expect(tested.ok && tested.value.picture).toEqual(sent[0])
	})

	test('everybody in the audience gets it once, in her language and inside the frame', async () => {
		await insertPeople(world.store, [{ name: 'Ann', locale: 'en' }, { name: 'Bob' }, { consent: false }])
		const publicId = await launched()
		await startNode()
		await untilState(publicId, 'done')
		expect(channel.arrived.map(({ address, reply }) => [address, reply.text, reply.kind])).toEqual([
			['chat1', '【我的小店】\nHi Ann, you have 10\n\nSTOP to stop', 'promo'],
			['chat2', '【我的小店】\nHi Bob, you have 20\n\nSTOP 退訂', 'promo'],
		])
		expect((await progressOf(publicId)).counts).toMatchObject({ sent: 2, queued: 0 })
	})

	test('a draft with problems is not checked, and an unchecked one is not sent', async () => {
		await people(1, { consent: false })
		const { publicId } = await tx((work) =>
			createBroadcast(work, { ...testDraft, content: { texts: { en: { text: '{nobody}', fallbacks: {} } } } }, 'test'),
		)
		expect(await checkBroadcast(world.store, needs, publicId)).toMatchObject({
			reason: 'problems',
			facts: { problems: [{ problem: 'unknown-variable', variable: 'nobody' }, { problem: 'nobody' }] },
		})
		expect(await tx((work) => startBroadcast(work, { publicId }))).toMatchObject({ reason: 'wrong-state' })
	})

	test('an edit in two tabs: the second is refused, and what was checked must be checked again', async () => {
		await people(1)
		const { publicId, version } = await checked()
		const edit = (name: string) =>
			tx((work) => updateBroadcast(work, { publicId, version, draft: { ...testDraft, name } }))
		expect(await edit('first')).toMatchObject({ ok: true, value: { state: 'draft', name: 'first' } })
		expect(await edit('second')).toMatchObject({ reason: 'changed', facts: { version: version + 1 } })
		expect(await tx((work) => startBroadcast(work, { publicId }))).toMatchObject({ reason: 'wrong-state' })
	})

	test('it waits for its time, and then for the end of quiet hours', async () => {
		await people(1)
		const { publicId } = await checked()
		world.clock.set('2026-03-10T20:00:00+08:00')
		await tx((work) => startBroadcast(work, { publicId, at: Date.parse('2026-03-10T22:00:00+08:00') }))
		const messaging = await startNode()
		expect(await stateOf(publicId)).toBe('scheduled')
		world.clock.set('2026-03-10T22:00:00+08:00')
		messaging.wake()
		await untilState(publicId, 'sending')
		await expect.poll(async () => (await progressOf(publicId)).counts.queued, fast).toBe(1)
		expect((await progressOf(publicId)).waitsUntil).toBe(Date.parse('2026-03-11T09:00:00+08:00'))
		expect(addressees()).toEqual([])
		world.clock.set('2026-03-11T09:00:00+08:00')
		messaging.wake()
		await untilState(publicId, 'done')
		expect(addressees()).toEqual(['chat1'])
	})

	test('paused it stops at once, resumed it goes on where it stopped, cancelled it ends with a reason', async () => {
		await people(400)
		const publicId = await launched()
		let sent = 0
		channel.answer = async () => {
			if (++sent === 50) await tx((work) => pauseBroadcast(work, { publicId, reason: 'by hand' }))
			return undefined as unknown as SendOutcome
		}
		const messaging = await startNode()
		await untilState(publicId, 'paused')
		await expect.poll(async () => (await progressOf(publicId)).counts.claimed, fast).toBe(0)
		const atPause = addressees().length
		expect(atPause).toBeGreaterThanOrEqual(49)
		expect(atPause).toBeLessThan(350)
		await new Promise((resolve) => setTimeout(resolve, 100))
		expect(addressees()).toHaveLength(atPause)
		sent = 1_000
		channel.answer = async () => {
			if (++sent === 1_050) await tx((work) => cancelBroadcast(work, { publicId }))
			return undefined as unknown as SendOutcome
		}
		await tx((work) => resumeBroadcast(work, { publicId }))
		messaging.wake()
		await untilState(publicId, 'cancelled')
		const finished = async () => {
			const { sent, skipped } = (await progressOf(publicId)).counts
			return sent + skipped
		}
		await expect.poll(finished, fast).toBe(400)
		const { counts, reasons } = await progressOf(publicId)
		expect(reasons).toEqual([{ state: 'skipped', reason: 'cancelled', n: counts.skipped }])
		expect(counts.skipped).toBeGreaterThan(0)
		expect(new Set(addressees()).size).toBe(addressees().length)
		expect(await tx((work) => resumeBroadcast(work, { publicId }))).toMatchObject({ reason: 'wrong-state' })
	})

	test('somebody who opts out between freeze and send, and somebody who blocks, get nothing', async () => {
		await people(5)
		world.clock.set('2026-03-10T22:00:00+08:00')
		const publicId = await launched()
		const messaging = await startNode()
		await expect.poll(async () => (await progressOf(publicId)).total, fast).toBe(5)
		await tx(async ({ tx: one, now }) => {
			await one.updateTable('addresses').set({ promotions: 0 }).where('member_id', '=', 2).execute()
			await skipDeliveriesOf(one, 2, OPTED_OUT, now)
			await one.updateTable('addresses').set({ reachable: 0 }).where('member_id', '=', 4).execute()
		})
		world.clock.set('2026-03-11T10:00:00+08:00')
		messaging.wake()
		await untilState(publicId, 'done')
		expect(addressees()).toEqual(['chat1', 'chat3', 'chat5'])
		expect(await outcomesOf(publicId)).toEqual([
			'1 sent',
			`2 skipped: ${OPTED_OUT}`,
			'3 sent',
			'4 skipped: unreachable',
			'5 sent',
		])
	})

	test('a member gets one promotion a day, two in seven days', async () => {
		await people(1)
		const messaging = await startNode()
		const received: number[] = []
		for (let day = 0; day < 9; day++) {
			const { publicId } = await tx((work) => createBroadcast(work, testDraft, 'test'))
			const check = await checkBroadcast(world.store, needs, publicId)
			if (check.ok) {
				await tx((work) => startBroadcast(work, { publicId }))
				messaging.wake()
				await untilState(publicId, 'done')
				received.push(day)
				const again = await tx((work) => createBroadcast(work, testDraft, 'test'))
				expect(await checkBroadcast(world.store, needs, again.publicId)).toMatchObject({
					reason: 'problems',
					facts: { audience: { total: { capped: 1, receive: 0 } } },
				})
			}
			world.clock.advance({ days: 1 })
		}
		expect(received).toEqual([0, 1, 7, 8])
	})

	test('each outcome has its consequence, and what is in doubt is never sent again by itself', async () => {
		await people(5)
		const publicId = await launched()
		const answers: Record<string, (() => SendOutcome)[]> = {
			chat2: [() => ({ kind: 'gone', reason: 'blocked' })],
			chat3: [() => ({ kind: 'unknown', reason: 'timeout' })],
			chat4: [() => ({ kind: 'retry', at: systemClock() + 200, reason: 'flood', wholeAccount: true })],
			chat5: [() => ({ kind: 'rejected', reason: 'bad picture' })],
		}
		channel.answer = ({ address }) => answers[address]?.shift()?.() as SendOutcome
		const messaging = await startNode()
		await expect.poll(() => outcomesOf(publicId), fast).toContain('3 unknown: timeout')
		await expect.poll(() => outcomesOf(publicId), fast).toContain('4 queued')
		world.clock.advance({ minutes: 1 })
		messaging.wake()
		await untilState(publicId, 'done')
		expect(await outcomesOf(publicId)).toEqual([
			'1 sent',
			'2 failed: gone: blocked',
			'3 unknown: timeout',
			'4 sent',
			'5 failed: rejected: bad picture',
		])
		expect(addressees().sort()).toEqual(['chat1', 'chat4'])

		// to those only who failed and can be reached
		const clone = await tx((work) => cloneBroadcast(work, { publicId, states: ['failed'], by: 'test' }))
		if (!clone.ok) throw new Error('no clone')
		expect(await checkBroadcast(world.store, needs, clone.value.publicId)).toMatchObject({
			ok: true,
			value: { audience: { total: { matched: 2, unreachable: 1, receive: 1 } } },
		})
	})

	test('what is in doubt goes out again only when the merchant says so', async () => {
		await people(1)
		const publicId = await launched()
		channel.answer = () => ({ kind: 'retry', at: systemClock() + 60_000, reason: 'flood', wholeAccount: false })
		const messaging = await startNode()
		await expect.poll(() => outcomesOf(publicId), fast).toEqual(['1 queued'])
		await tx(async ({ tx: one }) => {
			await one.updateTable('deliveries').set({ state: 'unknown', reason: 'timeout', sending_at: 1 }).execute()
		})
		channel.answer = undefined
		expect(await tx((work) => resendUnknown(work, publicId))).toMatchObject({ ok: true, value: 1 })
		messaging.wake()
		await untilState(publicId, 'done')
		expect(addressees()).toEqual(['chat1'])
	})

	test.each([
		['10 times: rejected: too long', (n: number) => n % 20 === 0, { kind: 'rejected', reason: 'too long' }],
		['3 of the last 40 failed', (n: number) => n % 13 === 0, { kind: 'gone', reason: 'blocked' }],
	] as const)('it pauses by itself: %s', async (reason, fails, outcome) => {
		await people(400)
		const publicId = await launched()
		let n = 0
		channel.answer = () => (fails(++n) ? outcome : undefined) as SendOutcome
		await startNode()
		await untilState(publicId, 'paused')
		expect((await progressOf(publicId)).pauseReason).toBe(reason)
		expect(addressees().length).toBeLessThan(399)
	})

	test('it pauses by itself when more than 2 % opt out', async () => {
		await people(150)
		const publicId = await launched({ content: { texts: { en: { text: 'Hi', fallbacks: {} } } } })
		let n = 0
		channel.answer = async () => {
			if (++n > 120) return { kind: 'retry', at: systemClock() + 60_000, reason: 'busy', wholeAccount: false }
			return undefined as unknown as SendOutcome
		}
		const messaging = await startNode()
		await expect.poll(async () => (await progressOf(publicId)).counts.sent, fast).toBe(120)
		await tx(async ({ tx: one, now }) => {
			for (const id of [1, 2, 3]) await skipDeliveriesOf(one, id, OPTED_OUT, now)
		})
		messaging.wake()
		await untilState(publicId, 'paused')
		expect((await progressOf(publicId)).pauseReason).toBe('3 opted out')
	})

	test('a member whose text cannot be written is shown as failed, and the others get theirs', async () => {
		await people(3)
		const publicId = await launched()
		const messaging = createMessaging(createTestNode(world.store, 'a'), {
			channels: [channel],
			sentences: testSentences,
			factsOf: async (_db, { memberId }) => {
				if (memberId === 2) throw new TypeError('no figures')
				return { points: '1' }
			},
			handle: async () => {},
			apologise: async () => {},
		})
		running.push(messaging)
		await messaging.start()
		await untilState(publicId, 'done')
		expect(await outcomesOf(publicId)).toEqual(['1 sent', '2 failed: not written: TypeError', '3 sent'])
	})

	test('a test goes to one address, marked, whatever the state', async () => {
		const [member = 0] = await insertPeople(world.store, [{ name: 'Ann', locale: 'en' }])
		const { publicId } = await tx((work) => createBroadcast(work, testDraft, 'test'))
		const { id } = await world.store.db
			.selectFrom('addresses')
			.select('id')
			.where('member_id', '=', member)
			.executeTakeFirstOrThrow()
		await tx((work) => sendTest(work, needs, { publicId, addressId: id }))
		await startNode()
		await expect
			.poll(() => channel.arrived.map(({ reply }) => reply.text), fast)
			.toEqual(['test\n【我的小店】\nHi Ann, you have 10\n\nSTOP to stop'])
		expect(await outcomesOf(publicId)).toEqual([])
	})

	test('replies go out at once while a broadcast is being sent', async () => {
		await people(60)
		await tx(async ({ tx: one }) => {
			await one
				.updateTable('settings')
				.set({ value: JSON.stringify({ promotions: { bulkPerSecond: 20 } }) })
				.execute()
		})
		const publicId = await launched()
		const { outbox } = await startNode()
		await expect.poll(() => addressees().length, fast).toBeGreaterThan(2)
		const { queueReply } = await import('../../src/messaging/outbox.ts')
		await tx((work) =>
			queueReply(work, { addressId: 60, channel: 'telegram', reply: { text: 'hello', kind: 'service', locale: 'en' } }),
		)
		outbox.kick()
		await outbox.idle()
		const at = channel.arrived.findIndex(({ reply }) => reply.text === 'hello')
		expect(at).toBeGreaterThan(0)
		expect(at).toBeLessThan(20)
		await tx((work) => cancelBroadcast(work, { publicId }))
	})
})
