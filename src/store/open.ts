import fs from 'node:fs'
import path from 'node:path'
import type { Clock } from '../lib/clock.ts'
import { makeFolder } from '../lib/folder.ts'
import { createNewId, secureRandom } from '../lib/ids.ts'
import { createKeyring, equalSecrets } from '../lib/keys.ts'
import { findDatabaseFile, migrate, type OpenDatabase, openDatabase } from './db.ts'
import { findValue, setValue } from './settings.ts'
import { createStore, type Store } from './transact.ts'

/** The store cannot be used as it is; the message is one line for the person who starts the program. */
export class StoreError extends Error {}

export interface StorePlace {
	databaseUrl: string
	/** The setting to name when it cannot be used. */
	databaseSetting?: 'DATABASE_URL' | 'DATA_DIR'
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

/** Puts the whole key in its place at once: of programs that start together, all read the one that was first. */
function makeKey(file: string): Uint8Array {
	makeFolder(path.dirname(file))
	const draft = `${file}.${Buffer.from(secureRandom(6)).toString('hex')}`
	fs.writeFileSync(draft, `${Buffer.from(secureRandom(32)).toString('base64')}\n`, { mode: 0o600, flag: 'wx' })
	try {
		fs.linkSync(draft, file)
	} catch (error) {
		if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
	} finally {
		fs.rmSync(draft)
	}
	return readKey(file)
}

const readKey = (file: string) => parseKey(fs.readFileSync(file, 'utf8'), file)

/** A store that was used before needs its own key: a new one would only hide that the old one is missing. */
function findKey(place: StorePlace, usedBefore: boolean): Uint8Array {
	if (place.secretKey) return parseKey(place.secretKey, 'SECRET_KEY')
	const file = place.secretKeyFile
	try {
		if (fs.existsSync(file)) return readKey(file)
		if (!usedBefore) return makeKey(file)
	} catch (cause) {
		if (cause instanceof StoreError) throw cause
		const reason = cause instanceof Error ? cause.message : String(cause)
		throw new StoreError(`the secret key file in DATA_DIR cannot be used (${file}): ${reason}`, { cause })
	}
	throw new StoreError(`the secret key of this store is missing: put back ${file}, or set SECRET_KEY`)
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

async function tryMigrate(database: OpenDatabase, setting: string): Promise<void> {
	try {
		await migrate(database)
	} catch (cause) {
		const reason = cause instanceof Error ? cause.message || String(cause) : String(cause)
		throw new StoreError(`${setting} cannot be used (${database.place}): ${reason}`, { cause })
	}
}

const settingOf = (place: StorePlace) => place.databaseSetting ?? 'DATABASE_URL'

function openPlace(place: StorePlace): OpenDatabase {
	const file = findDatabaseFile(place.databaseUrl)
	try {
		if (file) makeFolder(path.dirname(file))
		return openDatabase(place.databaseUrl)
	} catch (cause) {
		const reason = cause instanceof Error ? cause.message : String(cause)
		// an address that cannot be read may have the password anywhere
		const where = file ? ` (${file})` : ''
		throw new StoreError(`${settingOf(place)} cannot be used${where}: ${reason}`, { cause })
	}
}

/**
 * Whether there is a store at a place, without making one. A place that cannot be read answers true: opening it says what
 * is wrong.
 */
export async function hasStore({ databaseUrl }: Pick<StorePlace, 'databaseUrl'>): Promise<boolean> {
	const file = findDatabaseFile(databaseUrl)
	if (file && !fs.existsSync(file)) return false
	let database: OpenDatabase | undefined
	try {
		database = openDatabase(databaseUrl, { readOnly: file !== undefined, poolSize: 1 })
		const tables = await database.kysely.introspection.getTables()
		return tables.some(({ name }) => name === 'settings')
	} catch {
		return true
	} finally {
		await database?.close().catch(() => {})
	}
}

/** Opens, migrates and checks the store; throws StoreError with one readable line when it cannot be used. */
export async function openStore(place: StorePlace): Promise<Store> {
	const database = openPlace(place)
	try {
		await tryMigrate(database, settingOf(place))
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
