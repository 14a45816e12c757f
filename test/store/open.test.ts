import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { systemClock } from '../../src/lib/clock.ts'
import { openStore } from '../../src/store/open.ts'

function freshPlace(secretKey?: string) {
	const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'suki-open-'))
	return {
		databaseUrl: path.join(dir, 'suki.db'),
		secretKey,
		secretKeyFile: path.join(dir, 'secret.key'),
		now: systemClock,
	}
}

describe('opening a store', () => {
	test('makes a key at first start, readable by its owner only, and takes it again', async () => {
		const place = freshPlace()
		const first = await openStore(place)
		const secret = first.keys.encrypt('9123 4567')
		await first.close()
		if (process.platform !== 'win32') expect(fs.statSync(place.secretKeyFile).mode & 0o777).toBe(0o600)
		const second = await openStore(place)
		expect(second.keys.decrypt(secret)).toBe('9123 4567')
		await second.close()
	})

	test.skipIf(process.platform === 'win32')('the files of a database are readable by their owner only', async () => {
		const place = freshPlace()
		const folder = path.dirname(place.databaseUrl)
		fs.chmodSync(folder, 0o755)
		const store = await openStore(place)
		const modes = fs.readdirSync(folder).map((name) => [name, fs.statSync(path.join(folder, name)).mode & 0o777])
		expect(Object.fromEntries(modes)).toEqual({
			'secret.key': 0o600,
			'suki.db': 0o600,
			'suki.db-shm': 0o600,
			'suki.db-wal': 0o600,
		})
		await store.close()
	})

	test('a key that does not match stops the start', async () => {
		const place = freshPlace()
		await (await openStore(place)).close()
		const other = { ...place, secretKey: Buffer.alloc(32, 1).toString('base64') }
		await expect(openStore(other)).rejects.toThrow('SECRET_KEY does not belong to this store')
	})

	test('a lost key is named, and no new one is made', async () => {
		const place = freshPlace()
		await (await openStore(place)).close()
		fs.rmSync(place.secretKeyFile)
		await expect(openStore(place)).rejects.toThrow('the secret key of this store is missing')
		expect(fs.existsSync(place.secretKeyFile)).toBe(false)
	})

	test('a key file that is none, and a folder that cannot be made, are each refused in one line', async () => {
		const place = freshPlace()
		fs.mkdirSync(place.secretKeyFile)
		await expect(openStore(place)).rejects.toThrow(/^the secret key file in DATA_DIR cannot be used .*EISDIR/)
		const nowhere = { ...place, databaseSetting: 'DATA_DIR' as const, databaseUrl: '/proc/suki/suki.db' }
		if (process.platform === 'linux')
			await expect(openStore(nowhere)).rejects.toThrow(/^DATA_DIR cannot be used .*ENOENT/)
		const file = path.join(path.dirname(place.databaseUrl), 'file')
		fs.writeFileSync(file, '')
		const inFile = { ...nowhere, databaseUrl: path.join(file, 'suki.db') }
		await expect(openStore(inFile)).rejects.toThrow(/^DATA_DIR cannot be used/)
	})

	test('a file that is no database is refused in one line', async () => {
		const place = freshPlace()
		fs.writeFileSync(place.databaseUrl, 'not a database, only a text that is long enough to be looked at'.repeat(20))
		await expect(openStore(place)).rejects.toThrow(/^DATABASE_URL cannot be used .*not a database$/)
	})

	test('a server that does not answer is refused in one line without its password', async () => {
		const place = { ...freshPlace(), databaseUrl: 'postgres://me:secret@127.0.0.1:1/shop' }
		const failure = await openStore(place).catch((error: Error) => error.message)
		expect(failure).toMatch(/^DATABASE_URL cannot be used \(postgres:\/\/127\.0\.0\.1:1\/shop\): .*ECONNREFUSED/)
		expect(failure).not.toContain('secret')
		const broken = { ...place, databaseUrl: 'postgres://me:secret@127.0.0.1:99999/shop' }
		const refusal = await openStore(broken).catch((error: Error) => error.message)
		expect(refusal).toBe('DATABASE_URL cannot be used: Invalid URL')
	})
})
