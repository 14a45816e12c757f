import { insertApiKey } from '../../store/api-keys.ts'
import { insertAudit } from '../../store/audit.ts'
import type { Work } from '../../store/transact.ts'
import type { Scope } from './scopes.ts'

const SECRET_BYTES = 32

export interface NewApiKey {
	/** What it is for, in the words of whoever makes it. */
	name: string
	scopes: readonly Scope[]
	/** Who makes it: stf_… or cli. */
	by: string
}

/** Makes a key of the API and answers its token, which is stored nowhere: only its keyed hash and its last 4. */
export async function createApiKey(work: Work, key: NewApiKey): Promise<string> {
	const token = `suki_${Buffer.from(work.random(SECRET_BYTES)).toString('base64url')}`
	const publicId = work.newId('key')
	const scopes = [...new Set(key.scopes)].sort()
	await insertApiKey(work.tx, {
		public_id: publicId,
		token_hash: work.keys.hash('token', token),
		name: key.name,
		hint: token.slice(-4),
		scopes: scopes.join(' '),
		created_at: work.now,
		created_by: key.by,
		last_used_at: null,
		revoked_at: null,
	})
	await insertAudit(work.tx, {
		at: work.now,
		actor: key.by,
		action: 'api-key.create',
		subject: publicId,
		after: { name: key.name, scopes },
	})
	return token
}
