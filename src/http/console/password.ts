import { scrypt } from 'node:crypto'
import { equalSecrets } from '../../lib/keys.ts'

const LOG2_COST = 15
const BLOCK = 8
const LANES = 1
const KEY_BYTES = 32
export const SALT_BYTES = 16

function derive(password: string, salt: Uint8Array, log2Cost: number): Promise<string> {
	const N = 2 ** log2Cost
	const options = { N, r: BLOCK, p: LANES, maxmem: 256 * N * BLOCK }
	return new Promise((resolve, reject) => {
		scrypt(password.normalize('NFC'), salt, KEY_BYTES, options, (error, key) =>
			error ? reject(error) : resolve(key.toString('base64url')),
		)
	})
}

/** A password as it is stored: scrypt with its cost and its salt of SALT_BYTES. Takes some 80 ms; call it outside a transaction. */
export async function hashPassword(password: string, salt: Uint8Array): Promise<string> {
	const key = await derive(password, salt, LOG2_COST)
	return `scrypt$${LOG2_COST}$${Buffer.from(salt).toString('base64url')}$${key}`
}

/** Whether a password is the stored one; without a stored one it takes as long and says no. */
export async function checkPassword(password: string, stored: string | null | undefined): Promise<boolean> {
	const [, cost = '', salt = '', key = ''] = /^scrypt\$(\d{1,2})\$([\w-]+)\$([\w-]+)$/.exec(stored ?? '') ?? []
	const derived = await derive(password, Buffer.from(salt, 'base64url'), Number(cost) || LOG2_COST)
	return key !== '' && equalSecrets(derived, key)
}
