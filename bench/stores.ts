import fs from 'node:fs'
import path from 'node:path'
import Database from 'better-sqlite3'
import type { Clock } from '../src/lib/clock.ts'
import { openStore } from '../src/store/open.ts'
import type { Store } from '../src/store/transact.ts'
import { copyTemplates } from './copy-members.ts'
import { fillTemplates } from './templates.ts'

export const SECRET_KEY = Buffer.alloc(32, 7).toString('base64')

/** The store of one size, twice: one file for the product, one for the raw statements. */
export interface BenchFiles {
	members: number
	dir: string
	product: string
	raw: string
}

/** Opens the product's own store on a file. */
export function openProduct(file: string, now: Clock): Promise<Store> {
	return openStore({ databaseUrl: file, secretKey: SECRET_KEY, secretKeyFile: `${file}.key`, now })
}

/** Opens a file as the product does, without anything of it. */
export function openRaw(file: string): Database.Database {
	const db = new Database(file)
	for (const pragma of ['busy_timeout = 5000', 'foreign_keys = on', 'journal_mode = wal', 'synchronous = full'])
		db.pragma(pragma)
	return db
}

/**
 * Makes a store of so many members: the first few live by the product's own use cases, the others are copies of their
 * rows under ids of their own.
 */
export async function buildFiles(dir: string, members: number): Promise<BenchFiles> {
	const folder = path.join(dir, String(members))
	fs.mkdirSync(folder, { recursive: true })
	const files = { members, dir: folder, product: path.join(folder, 'suki.db'), raw: path.join(folder, 'raw.db') }
	const templates = await fillTemplates(files.product, members)
	const db = openRaw(files.product)
	copyTemplates(db, { templates, members })
	db.pragma('wal_checkpoint(truncate)')
	db.close()
	fs.copyFileSync(files.product, files.raw)
	return files
}
