import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { freezeAudience, previewAudience } from '../../src/messaging/audience.ts'
import { createBroadcast } from '../../src/messaging/compose.ts'
import { getBroadcast, setBroadcastState } from '../../src/store/broadcasts.ts'
import {
	countDeliveries,
	listDeliveries,
	OPTED_OUT,
	setDeliveryStatus,
	skipDeliveriesOf,
} from '../../src/store/deliveries.ts'
import {
	claimDeliveries,
	IN_FLIGHT,
	markSending,
	recoverDeliveries,
	releaseClaims,
	type Sender,
	setOutcomes,
	settleRefused,
} from '../../src/store/hand-over.ts'
import { insertPeople, type Person, testDraft } from '../support/audience.ts'
import { databases, openTestStore, type TestStore } from '../support/world.ts'

const everyone = { segment: { and: [] } }
const caps = (perDay = 1) => [{ since: 0, most: perDay }]

describe.each(databases)('deliveries on %s', (kind) => {
	let world: TestStore
	beforeEach(async () => {
		world = await openTestStore(kind)
	})
	afterEach(() => world.close())

	const tx = <T>(work: Parameters<typeof world.store.transact<T>>[0]) => world.store.transact(work)
	const create = (holdoutPermyriad = 0, channels = ['telegram']) =>
		tx((work) => createBroadcast(work, { ...testDraft, holdoutPermyriad, channels: channels as ['telegram'] }, 'test'))
	/** A broadcast whose audience is frozen and that is being sent. */
	const openBroadcast = async (holdoutPermyriad = 0, channels = ['telegram']): Promise<number> => {
		const { id } = await create(holdoutPermyriad, channels)
		await freezeAudience({ store: world.store, channels }, await getBroadcast(world.store.db, id))
		await tx((work) => setBroadcastState(work.tx, { id, from: ['draft'], to: 'sending' }))
		return id
	}
	const sender = (broadcastId: number, epoch = 1): Sender => ({
		broadcastId,
		channel: 'telegram',
		epoch,
		now: world.clock(),
	})
	const rows = async (broadcastId: number) =>
		(await listDeliveries(world.store.db, { broadcastId, afterId: 0, limit: 10_000 })).map(
			({ memberId, state, reason }) => `${memberId} ${state}${reason ? `: ${reason}` : ''}`,
		)
	const claim = (of: Sender, limit = 100, after = 0) => tx((work) => claimDeliveries(work.tx, of, after, limit))
	const mark = (of: Sender, ids: number[], most?: number) =>
		tx(async (work) => {
			const passed = await markSending(work.tx, of, ids, caps(most))
			await settleRefused(
				work.tx,
				of,
				ids.filter((id) => !passed.includes(id)),
			)
			return passed.sort((a, b) => a - b)
		})

	test('the audience falls step by step, and freezing writes a row for exactly those who receive', async () => {
		const people: Person[] = [
			{},
			{ consent: false },
			{ consent: 'withdrawn' },
			{ reachable: false },
			{},
			{ channel: 'simulator' },
			{ alsoOn: 'simulator' },
		]
		const ids = await insertPeople(world.store, people)
		const first = await openBroadcast()
		await claim(sender(first), 1)
		await mark(sender(first), [ids[0] ?? 0])
		const channels = ['telegram', 'simulator']
		const preview = await previewAudience(world.store, everyone, { channels, holdoutPermyriad: 0 })
		expect(preview.total).toEqual({
			matched: 7,
			noConsent: 1,
			optedOut: 1,
			capped: 1,
			unreachable: 1,
			holdout: 0,
			receive: 3,
		})
		// the seventh used the simulator last
		expect(preview.channels['telegram']).toMatchObject({ matched: 7, noConsent: 2, receive: 2, chosen: 1 })
		expect(preview.channels['simulator']).toMatchObject({ matched: 7, receive: 2, chosen: 2 })
		const second = await openBroadcast(0, channels)
		expect(await rows(second)).toEqual([`${ids[4]} queued`, `${ids[5]} queued`, `${ids[6]} queued`])
		expect(await countDeliveries(world.store.db, second)).toEqual(
			expect.arrayContaining([
				{ channel: 'telegram', state: 'queued', n: 1 },
				{ channel: 'simulator', state: 'queued', n: 2 },
			]),
		)
	})

	test('freezing again, or from the middle after a crash, adds nobody and draws the same control group', async () => {
		await insertPeople(
			world.store,
			Array.from({ length: 6_000 }, () => ({})),
		)
		const { id } = await create(2_000)
		const needs = { store: world.store, channels: ['telegram'] }
		await freezeAudience(needs, await getBroadcast(world.store.db, id))
		const before = await rows(id)
		expect(before).toHaveLength(6_000)
		const held = before.filter((row) => row.includes('holdout'))
		expect(held.length).toBeGreaterThan(1_050)
		expect(held.length).toBeLessThan(1_350)
		// as if the program had ended after a chunk was written and before its draw
		await tx(async (work) => {
			await work.tx.updateTable('deliveries').set({ state: 'queued' }).where('member_id', '>', 5_000).execute()
			await work.tx.updateTable('broadcasts').set({ frozen_at: null, freeze_cursor: 5_000 }).execute()
		})
		await freezeAudience(needs, await getBroadcast(world.store.db, id))
		expect(await rows(id)).toEqual(before)
	})

	test('four loops claim every row once', async () => {
		await insertPeople(
			world.store,
			Array.from({ length: 400 }, () => ({})),
		)
		const id = await openBroadcast()
		const loop = async (epoch: number) => {
			const mine: number[] = []
			for (;;) {
				const claimed = await claim(sender(id, epoch), 7)
				if (claimed.length === 0) return mine
				mine.push(...claimed.map(({ memberId }) => memberId))
			}
		}
		const all = (await Promise.all([1, 2, 3, 4].map(loop))).flat()
		expect(all.sort((a, b) => a - b)).toEqual(Array.from({ length: 400 }, (_, n) => n + 1))
	})

	test('a row is handed over only while its member consents, is reachable and below the cap', async () => {
		const [ok, stopped, blocked, capped, moved] = await insertPeople(world.store, [{}, {}, {}, {}, {}])
		const other = await openBroadcast()
		const id = await openBroadcast()
		const ids = (await claim(sender(id))).map(({ memberId }) => memberId)
		await claim({ ...sender(other), epoch: 9 })
		expect(await mark({ ...sender(other), epoch: 9 }, [capped ?? 0])).toEqual([capped])
		await tx(async (work) => {
			await work.tx
				.updateTable('addresses')
				.set({ promotions: 0 })
				.where('member_id', '=', stopped ?? 0)
				.execute()
			await work.tx
				.updateTable('addresses')
				.set({ reachable: 0 })
				.where('member_id', '=', blocked ?? 0)
				.execute()
			await work.tx
				.updateTable('addresses')
				.set({ member_id: null })
				.where('member_id', '=', moved ?? 0)
				.execute()
		})
		expect(await mark(sender(id), ids)).toEqual([ok])
		expect(await rows(id)).toEqual([
			`${ok} sending`,
			`${stopped} skipped: opted out`,
			`${blocked} skipped: unreachable`,
			`${capped} skipped: over the cap`,
			`${moved} skipped: no address`,
		])
	})

	test('a paused broadcast hands nothing over, and its rows wait', async () => {
		const ids = await insertPeople(world.store, [{}, {}])
		const id = await openBroadcast()
		await claim(sender(id))
		await tx((work) => setBroadcastState(work.tx, { id, from: ['sending'], to: 'paused' }))
		expect(await mark(sender(id), ids)).toEqual([])
		expect(await rows(id)).toEqual(['1 queued', '2 queued'])
	})

	test('an opt-out takes effect on rows that wait or are claimed, not on those handed over', async () => {
		await insertPeople(world.store, [{}, {}, {}])
		const id = await openBroadcast()
		await claim(sender(id), 2)
		await mark(sender(id), [1])
		const skipped = await tx(async ({ tx: one, now }) => [
			await skipDeliveriesOf(one, 1, OPTED_OUT, now),
			await skipDeliveriesOf(one, 2, OPTED_OUT, now),
			await skipDeliveriesOf(one, 3, OPTED_OUT, now),
		])
		expect(skipped).toEqual([0, 1, 1])
		expect(await mark(sender(id), [2, 3])).toEqual([])
		expect(await rows(id)).toEqual(['1 sending: opted out', '2 skipped: opted out', '3 skipped: opted out'])
	})

	test('opting out and handing over at the same moment: one of the two happens, never both', async () => {
		const ids = await insertPeople(
			world.store,
			Array.from({ length: 60 }, () => ({})),
		)
		const id = await openBroadcast()
		await claim(sender(id))
		const optOut = (memberId: number) =>
			tx(async (work) => {
				await work.tx.updateTable('addresses').set({ promotions: 0 }).where('member_id', '=', memberId).execute()
				return await skipDeliveriesOf(work.tx, memberId, OPTED_OUT, work.now)
			})
		const results = await Promise.all(
			ids.map(async (one, n) => {
				const early = n % 2 === 0 ? optOut(one) : undefined
				const handed = mark(sender(id), [one])
				const skipped = await (early ?? optOut(one))
				return (await handed).length + (skipped > 0 ? 1 : 0)
			}),
		)
		// refused by the consent before the opt-out reached the row: it is skipped as well
		const states = await rows(id)
		expect(results.every((count) => count <= 1)).toBe(true)
		for (const row of states) expect(row).toMatch(/sending: opted out$|sending$|skipped: opted out$/)
	})

	test('two channels that reach the same member at the same moment keep to the cap', async () => {
		const ids = await insertPeople(
			world.store,
			Array.from({ length: 30 }, () => ({})),
		)
		const both = [await openBroadcast(), await openBroadcast()]
		for (const id of both) await claim(sender(id))
		const passed = await Promise.all(both.flatMap((id) => ids.map((one) => mark(sender(id), [one]))))
		expect(passed.flat().sort((a, b) => a - b)).toEqual(ids)
	})

	test('after a crash what was claimed waits again, and what was being sent is unknown', async () => {
		await insertPeople(world.store, [{}, {}, {}])
		const id = await openBroadcast()
		await claim(sender(id, 1), 2)
		await mark(sender(id, 1), [1])
		expect(await tx((work) => recoverDeliveries(work.tx, sender(id, 2)))).toEqual({ requeued: 1, unknown: 1 })
		expect(await rows(id)).toEqual([`1 unknown: ${IN_FLIGHT}`, '2 queued', '3 queued'])
		// the old sender, if it still lives, can hand nothing over, but what it knows is kept
		expect(await mark(sender(id, 1), [2])).toEqual([])
		await tx((work) =>
			setOutcomes(work.tx, sender(id, 1), [{ memberId: 1, addressId: 1, kind: 'sent', platformMessageId: 'p1' }]),
		)
		expect(await rows(id)).toEqual(['1 sent', '2 queued', '3 queued'])
	})

	test('outcomes: what surely did not arrive does not count in the cap', async () => {
		await insertPeople(world.store, [{}, {}, {}, {}])
		const id = await openBroadcast()
		await claim(sender(id))
		await mark(sender(id), [1, 2, 3, 4])
		await tx((work) =>
			setOutcomes(work.tx, sender(id), [
				{ memberId: 1, addressId: 1, kind: 'sent', platformMessageId: 'p1' },
				{ memberId: 2, addressId: 2, kind: 'failed', reason: 'gone: blocked', unreachable: true },
				{ memberId: 3, addressId: 3, kind: 'unknown', reason: 'timeout' },
				{ memberId: 4, addressId: 4, kind: 'retry', dueAt: world.clock() + 1_000 },
			]),
		)
		expect(await rows(id)).toEqual(['1 sent', '2 failed: gone: blocked', '3 unknown: timeout', '4 queued'])
		expect(await claim(sender(id))).toEqual([])
		const { total } = await previewAudience(world.store, everyone, { channels: ['telegram'], holdoutPermyriad: 0 })
		expect(total).toMatchObject({ capped: 2, receive: 2 })
		world.clock.advance({ ms: 1_000 })
		expect(await claim(sender(id))).toEqual([{ memberId: 4, addressId: 4, attempts: 1 }])
		await tx((work) => releaseClaims(work.tx, sender(id)))
		expect((await rows(id))[3]).toBe('4 queued')
	})

	test('the word of a platform only moves a delivery forward, and only the one of that chat', async () => {
		await insertPeople(world.store, [{}, {}])
		const id = await openBroadcast()
		await claim(sender(id))
		await mark(sender(id), [1, 2])
		await tx((work) =>
			setOutcomes(
				work.tx,
				sender(id),
				[1, 2].map((one) => ({ memberId: one, addressId: one, kind: 'sent', platformMessageId: '77' })),
			),
		)
		const say = (state: 'sent' | 'delivered' | 'read' | 'failed') =>
			tx(({ tx: one, now }) =>
				setDeliveryStatus(one, { channel: 'telegram', address: 'chat1', platformMessageId: '77', state, at: now }),
			)
		for (const [state, expected] of [
			['read', 'read'],
			['delivered', 'read'],
			['failed', 'read'],
		] as const) {
			await say(state)
			expect(await rows(id)).toEqual([`1 ${expected}`, '2 sent'])
		}
	})
})
