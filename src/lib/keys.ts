import {
	createCipheriv,
	createDecipheriv,
	createHmac,
	createSecretKey,
	hash,
	hkdfSync,
	type KeyObject,
	timingSafeEqual,
} from 'node:crypto'
import type { RandomBytes } from './ids.ts'

/** What a keyed hash is for; hashes of one purpose say nothing about another. */
export type KeyPurpose = 'phone' | 'coupon' | 'token' | 'address' | 'input' | 'check' | 'nonce'

/** Keys derived from the one secret outside the database. */
export interface Keyring {
	/** Keyed hash (HMAC-SHA256, 128 bits, base64url) for look-up by equality. */
	hash(purpose: KeyPurpose, text: string): string
	/** AES-256-GCM, base64url of nonce, tag and ciphertext. */
	encrypt(text: string): string
	/** Throws when the text was not encrypted with this key. */
	decrypt(text: string): string
}

/** Derives the keys from a secret of 32 bytes; throws on any other length. */
export function createKeyring(secret: Uint8Array, random: RandomBytes): Keyring {
	if (secret.length !== 32) throw new Error('the secret key must have 32 bytes')
	const derive = (name: string) => Buffer.from(hkdfSync('sha256', secret, 'suki', name, 32))
	// as key objects: making one of bytes at every hash takes four times as long as the hash
	const cipherKey = createSecretKey(derive('encrypt'))
	const hashKeys = new Map<KeyPurpose, KeyObject>()
	const hashKey = (purpose: KeyPurpose) => {
		const known = hashKeys.get(purpose)
		if (known) return known
		const made = createSecretKey(derive(`hash ${purpose}`))
		hashKeys.set(purpose, made)
		return made
	}
	return {
		hash: (purpose, text) =>
			createHmac('sha256', hashKey(purpose)).update(text).digest().subarray(0, 16).toString('base64url'),
		encrypt(text) {
			const nonce = random(12)
			const cipher = createCipheriv('aes-256-gcm', cipherKey, nonce)
			const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
			return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url')
		},
		decrypt(text) {
			const all = Buffer.from(text, 'base64url')
			const decipher = createDecipheriv('aes-256-gcm', cipherKey, all.subarray(0, 12))
			decipher.setAuthTag(all.subarray(12, 28))
			return Buffer.concat([decipher.update(all.subarray(28)), decipher.final()]).toString('utf8')
		},
	}
}

/** Compares two secrets without telling by time where they differ; the length is compared first. */
export function equalSecrets(a: string, b: string): boolean {
	const left = Buffer.from(a)
	const right = Buffer.from(b)
	return left.length === right.length && timingSafeEqual(left, right)
}

/** SHA-256 in hex of a text, for fingerprints that need no key. */
export function sha256(text: string): string {
	return hash('sha256', text, 'hex')
}
