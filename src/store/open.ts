import fs from 'node:fs'
import path from 'node:path'
import type { Clock } from '../lib/clock.ts'
import { createNewId, secureRandom } from '../lib/ids.ts'
import { createKeyring, equalSecrets } from '../lib/keys.ts'
import { migrate, type OpenDatabase, openDatabase } from './db.ts'
import { findValue, setValue } from './settings.ts'
import { createStore, type Store } from './transact.ts'

/** The store cannot be used as it is; the message is one line for the person who starts the program. */
export class StoreError extends Error {}

export interface StorePlace {
	databaseUrl: string
	/** 32 bytes as base64; without it, the key file is read, or made when there is none. */
	secretKey: string | undefined
	secretKeyFile: string
	now: Clock
}

function parseKey(text: string, name: string): Uint8Array {
	const key = Buffer.from(text.trim(), 'base64')
	if (key.length !== 32) throw new StoreError(`the secret key is damaged: ${name}`)
	return key
}

function makeKey(file: string): Uint8Array {
	const text = Buffer.from(secureRandom(32)).toString('base64')
	fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 })
	try {
		// wx: of two programs that start at once, the second must take the first one's key
		fs.writeFileSync(file, `${text}\n`, { mode: 0o600, flag: 'wx' })
		return parseKey(text, file)
	} catch (error) {
		if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return readKey(file)
		throw error
	}
}

const readKey = (file: string) => parseKey(fs.readFileSync(file, 'utf8'), file)

/** A store that was used before needs its own key: a new one would only hide that the old one is missing. */
function findKey(place: StorePlace, usedBefore: boolean): Uint8Array {
	if (place.secretKey) return parseKey(place.secretKey, 'SECRET_KEY')
	if (fs.existsSync(place.secretKeyFile)) return readKey(place.secretKeyFile)
	if (usedBefore)
		throw new StoreError(`the secret key of this store is missing: put back ${place.secretKeyFile}, or set SECRET_KEY`)
	return makeKey(place.secretKeyFile)
}

const CHECK = 'key-check'

async function checkKey(store: Store): Promise<void> {
	const value = store.keys.hash('check', 'suki')
	await store.transact(async ({ tx }) => {
		const known = await findValue(tx, CHECK)
		if (known === undefined) return setValue(tx, CHECK, value)
		if (!equalSecrets(known, value))
			throw new StoreError(
				'SECRET_KEY does not belong to this store: phones and coupon codes could not be read. Give the key it was made with.',
			)
	})
}

async function tryMigrate(database: OpenDatabase): Promise<void> {
	try {
		await migrate(database)
	} catch (cause) {
		const reason = cause instanceof Error ? cause.message || String(cause) : String(cause)
		throw new StoreError(`DATABASE_URL cannot be used (${database.place}): ${reason}`, { cause })
	}
}

function openPlace(place: StorePlace): OpenDatabase {
	const file = place.databaseUrl.replace(/^sqlite:(\/\/)?/, '')
	const isFile = !/^postgres/i.test(place.databaseUrl) && file !== ':memory:'
	try {
		if (isFile) fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 })
		return openDatabase(place.databaseUrl)
	} catch (cause) {
		const reason = cause instanceof Error ? cause.message : String(cause)
		throw new StoreError(`DATABASE_URL cannot be used (${file}): ${reason}`, { cause })
	}
}

/** Opens, migrates and checks the store; throws StoreError with one readable line when it cannot be used. */
export async function openStore(place: StorePlace): Promise<Store> {
	const database = openPlace(place)
	try {
		await tryMigrate(database)
		const usedBefore = (await findValue(database.kysely, CHECK)) !== undefined
		const store = createStore({
			database,
			now: place.now,
			newId: createNewId(place.now),
			random: secureRandom,
			keys: createKeyring(findKey(place, usedBefore), secureRandom),
		})
		await checkKey(store)
		return store
	} catch (error) {
		await database.close().catch(() => {})
		throw error
	}
}
