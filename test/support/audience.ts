import type { BroadcastDraft, BroadcastNeeds } from '../../src/messaging/compose.ts'
import type { Sentences } from '../../src/messaging/template.ts'
import { ensureProgram } from '../../src/store/programs.ts'
import type { NewRow } from '../../src/store/schema.ts'
import type { Store } from '../../src/store/transact.ts'

/** A member as broadcasts see her: one address, consenting and reachable unless said otherwise. */
export interface Person {
	name?: string
	locale?: string | null
	/** False: never asked. 'withdrawn': said stop. */
	consent?: boolean | 'withdrawn'
	reachable?: boolean
	channel?: string
	/** A second address, used later than the first. */
	alsoOn?: string
	bucket?: number
}

/** Writes members with addresses chat1, chat2, …; answers the ids of the members in their order. */
export async function insertPeople(store: Store, people: readonly Person[]): Promise<number[]> {
	return await store.transact(async ({ tx, now }) => {
		await ensureProgram(tx, { currency: 'HKD', at: now })
		const first =
			(
				await tx
					.selectFrom('members')
					.select((eb) => eb.fn.max('id').as('last'))
					.executeTakeFirst()
			)?.last ?? 0
		const ids = people.map((_, n) => first + n + 1)
		for (let from = 0; from < people.length; from += 500) {
			const some = people.slice(from, from + 500)
			const idOf = (n: number) => ids[from + n] ?? 0
			const members: NewRow<'members'>[] = some.map((person, n) => ({
				id: idOf(n),
				public_id: `mem_${idOf(n)}`,
				status: 'active',
				name: person.name ?? `Member ${idOf(n)}`,
				locale: person.locale ?? null,
				created_at: now,
				joined_at: now,
				referral_code: `R${idOf(n)}`,
				random_bucket: person.bucket ?? 0,
			}))
			await tx.insertInto('members').values(members).execute()
			const addresses = some.flatMap((person, n): NewRow<'addresses'>[] => {
				const consents = person.consent ?? true
				const row = {
					address: `chat${idOf(n)}`,
					member_id: idOf(n),
					first_seen_at: now,
					reachable: person.reachable === false ? 0 : 1,
					promotions: consents === true ? 1 : 0,
					promotions_at: consents === false ? null : now,
				}
				const one = { ...row, channel: person.channel ?? 'telegram', last_inbound_at: 1 }
				return person.alsoOn ? [one, { ...row, channel: person.alsoOn, last_inbound_at: 2 }] : [one]
			})
			await tx.insertInto('addresses').values(addresses).execute()
			const stopped = some.flatMap((person, n) => (person.consent === 'withdrawn' ? [idOf(n)] : []))
			for (const member_id of stopped)
				await tx
					.insertInto('consents')
					.values({ member_id, purpose: 'promotions', state: 'withdrawn', text_version: '', source: 'chat', at: now })
					.execute()
		}
		return ids
	})
}

export const testSentences: Sentences = {
	header: (_locale, shop) => `【${shop}】`,
	contact: (_locale, { contact }) => (contact ? `contact ${contact}` : ''),
	footer: (locale) => (locale === 'en' ? 'STOP to stop' : '退訂回覆 STOP'),
	footerBoth: () => 'STOP 退訂',
	testMark: () => 'test',
}

export const testNeeds: BroadcastNeeds = {
	sentences: testSentences,
	factsOf: async (_db, { memberId }) => ({ points: `${memberId * 10}` }),
	channels: [
		{
			name: 'telegram',
			abilities: { choices: 'buttons', maxChoices: 100, maxText: 4_096, coldStart: false, bulkPerSecond: 10_000 },
		},
	],
}

export const testDraft: BroadcastDraft = {
	name: 'Sale',
	segment: { and: [] },
	content: { texts: { en: { text: 'Hi {name}, you have {points}', fallbacks: { name: 'friend' } } } },
	holdoutPermyriad: 0,
}
