import fs from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest'
import { hasStore } from '../../src/store/open.ts'
import { type CommandWorld, openCommandWorld } from '../support/command.ts'
import { databases } from '../support/world.ts'

describe.each(databases)('suki doctor on %s', (kind) => {
	let world: CommandWorld
	beforeEach(async () => {
		world = await openCommandWorld(kind)
	})
	afterEach(() => world.close())

	test('says what differs and exits 1', async () => {
		expect(await world.suki(['doctor', '--json'])).toMatchObject({ code: 0, out: '{"ok":true,"problems":[]}' })
		await world.store.transact(async (work) => {
			const row = {
				public_id: 'mem_1',
				status: 'active',
				name: '',
				created_at: 0,
				referral_code: 'X',
				random_bucket: 0,
			}
			await work.tx
				.insertInto('members')
				.values({ ...row, usable: 5 })
				.execute()
		})
		const ran = await world.suki(['doctor', '--json'])
		expect(ran.code).toBe(1)
		expect(ran.json()).toMatchObject({ ok: false, problems: [{ memberPublicId: 'mem_1' }] })
	})

	test('makes no store where there is none', async () => {
		const folder = path.join(world.env['DATA_DIR'] ?? '', 'empty')
		const known = { ...world.env }
		const empty = kind === 'sqlite' ? path.join(folder, 'suki.db') : inject('pgUrl')
		Object.assign(world.env, { DATA_DIR: folder, DATABASE_URL: empty })
		if (kind === 'sqlite') delete world.env['SECRET_KEY']
		const [ran, told] = [await world.suki(['doctor', '--json']), await world.suki(['doctor'])]
		Object.assign(world.env, known)
		expect(ran.code).toBe(1)
		expect(ran.json()).toMatchObject({ ok: false, problems: [{ what: 'there is no store' }] })
		expect(told).toMatchObject({ code: 1, out: expect.stringMatching(/^there is no store /) })
		expect(fs.existsSync(folder)).toBe(false)
		if (kind === 'postgres') expect(await hasStore({ databaseUrl: empty })).toBe(false)
	})
})
