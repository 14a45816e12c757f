import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { checkBroadcast, createBroadcast, getByPublicId } from '../../src/messaging/compose.ts'
import { startBroadcast } from '../../src/messaging/control.ts'
import { queueReply } from '../../src/messaging/outbox.ts'
import { listDeliveries } from '../../src/store/deliveries.ts'
import { insertPeople, testDraft, testNeeds } from '../support/audience.ts'
import { databases, openTestStore, type TestStore } from '../support/world.ts'

const RECIPIENTS = 300
const KILLS = 3
const PACE = 300
/** Messages in flight at that pace, at most. */
const IN_FLIGHT = 30

/** A platform that counts what arrives, and answers a little later. */
async function openPlatform() {
	const arrived: { address: string; key: string; kind: string }[] = []
	let watching: { count: number; reached: () => void } | undefined
	const server = http.createServer((request, response) => {
		let body = ''
		request.on('data', (part: Buffer) => {
			body += part.toString()
		})
		request.on('end', () => {
			arrived.push(JSON.parse(body))
			if (watching && arrived.length >= watching.count) watching.reached()
			setTimeout(() => response.end(`p${arrived.length}`), arrived.length % 12)
		})
	})
	server.listen(0, '127.0.0.1')
	await once(server, 'listening')
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
		arrived,
		until: (count: number) =>
			new Promise<void>((reached) => {
				watching = { count, reached }
				if (arrived.length >= count) reached()
			}),
		close: () => {
			server.closeAllConnections()
			server.close()
		},
	}
}

const timesEach = (keys: string[]) => {
	const times = new Map<string, number>()
	for (const key of keys) times.set(key, (times.get(key) ?? 0) + 1)
	return times
}

describe.each(databases)('a program that is killed in the middle of a broadcast, on %s', (kind) => {
	let world: TestStore
	let folder: string
	const children: ChildProcess[] = []

	beforeEach(async () => {
		folder = fs.mkdtempSync(path.join(os.tmpdir(), 'suki-crash-'))
		world = await openTestStore(kind, { file: path.join(folder, 'suki.db') })
	})
	afterEach(async () => {
		for (const child of children.splice(0)) child.kill('SIGKILL')
		await world.close()
		fs.rmSync(folder, { recursive: true, force: true })
	})

	const startSender = (platform: string): ChildProcess => {
		const script = path.join(import.meta.dirname, 'sender.ts')
		const args = [script, world.url, platform, `${world.clock()}`]
		const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] })
		children.push(child)
		return child
	}

	test('nobody gets it twice, nobody is lost without being shown as unknown, and every reply arrives', async () => {
		await insertPeople(
			world.store,
			Array.from({ length: RECIPIENTS }, () => ({})),
		)
		await world.store.transact(({ tx }) =>
			tx
				.insertInto('settings')
				.values({ key: 'store', value: JSON.stringify({ promotions: { bulkPerSecond: PACE } }) })
				.execute(),
		)
		const { publicId, id } = await world.store.transact((work) => createBroadcast(work, testDraft, 'test'))
		await checkBroadcast(world.store, testNeeds, publicId)
		await world.store.transact((work) => startBroadcast(work, { publicId }))
		await world.store.transact(async (work) => {
			for (let addressId = 1; addressId <= 40; addressId++) {
				const reply = { text: 'code', kind: 'service', locale: 'en' } as const
				await queueReply(work, { addressId, channel: 'telegram', reply })
			}
		})

		const platform = await openPlatform()
		for (let kill = 1; kill <= KILLS; kill++) {
			const child = startSender(platform.url)
			await platform.until(platform.arrived.length + 70)
			child.kill('SIGKILL')
			await once(child, 'exit')
		}
		startSender(platform.url)
		const stateOf = async () => (await getByPublicId(world.store.db, publicId)).state
		await expect.poll(stateOf, { timeout: 30_000, interval: 50 }).toBe('done')
		platform.close()

		const promotions = timesEach(platform.arrived.filter(({ kind }) => kind === 'promo').map(({ address }) => address))
		const replies = timesEach(platform.arrived.filter(({ kind }) => kind === 'service').map(({ address }) => address))
		expect(Math.max(...promotions.values())).toBe(1)
		expect(replies.size).toBe(40)
		const rows = await listDeliveries(world.store.db, { broadcastId: id, afterId: 0, limit: RECIPIENTS })
		const states = timesEach(rows.map(({ state }) => state))
		expect([...states.keys()].filter((state) => state !== 'sent' && state !== 'unknown')).toEqual([])
		expect((states.get('sent') ?? 0) + (states.get('unknown') ?? 0)).toBe(RECIPIENTS)
		// whoever is shown as sent has it; whoever has not is shown as unknown
		for (const { memberId, state } of rows) if (state === 'sent') expect(promotions.get(`chat${memberId}`)).toBe(1)
		expect(promotions.size).toBeGreaterThanOrEqual(states.get('sent') ?? 0)
		expect(states.get('unknown') ?? 0).toBeLessThanOrEqual(KILLS * IN_FLIGHT)
	})
})
