import { type StoreSettings, storeSettings } from '../domain/settings.ts'
import { compileOnce } from './compile-once.ts'
import type { Db, Tx } from './db.ts'

const KEY = 'store'
/** The settings of a store nobody has touched: every key has a default. */
const NEVER_SET = '{}'

const storedValue = compileOnce((db: Db, is: { key: string }) =>
	db.selectFrom('settings').select('value').where('key', '=', is.key),
)

// every order asks for the settings, and parsing them costs more than reading them: kept by database and by their text
const parsed = new WeakMap<object, { text: string; settings: StoreSettings }>()

/** The shop's settings, with defaults for what was never set; a copy that the caller may change. */
export async function getSettings(db: Db): Promise<StoreSettings> {
	const [row] = await storedValue(db, { key: KEY })
	const text = row?.value ?? NEVER_SET
	const { adapter } = db.getExecutor()
	let known = parsed.get(adapter)
	if (known?.text !== text) {
		known = { text, settings: storeSettings.parse(JSON.parse(text)) }
		parsed.set(adapter, known)
	}
	const { settings } = known
	return {
		...settings,
		promotions: { ...settings.promotions },
		nes: { ...settings.nes, theta: [...settings.nes.theta] },
	}
}

/** Replaces the whole settings; the caller has read them in the same transaction. */
export async function setSettings(tx: Tx, settings: StoreSettings): Promise<void> {
	await setValue(tx, KEY, JSON.stringify(storeSettings.parse(settings)))
}

/** A named text of the store itself, such as the check value of its secret key. */
export async function findValue(db: Db, key: string): Promise<string | undefined> {
	const row = await db.selectFrom('settings').select('value').where('key', '=', key).executeTakeFirst()
	return row?.value
}

export async function setValue(tx: Tx, key: string, value: string): Promise<void> {
	await tx
		.insertInto('settings')
		.values({ key, value })
		.onConflict((conflict) => conflict.column('key').doUpdateSet({ value }))
		.execute()
}
