import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { activateByCode } from '../../src/loyalty/activate.ts'
import { createActivationLinks } from '../../src/loyalty/create-activation-link.ts'
import { doctor } from '../../src/loyalty/doctor.ts'
import { exportMember } from '../../src/loyalty/export-member.ts'
import { importMember } from '../../src/loyalty/import-member.ts'
import { forgetStrangers, leave } from '../../src/loyalty/leave.ts'
import { setBirthday } from '../../src/loyalty/set-birthday.ts'
import { setConsent } from '../../src/loyalty/set-consent.ts'
import { setLocale } from '../../src/loyalty/set-locale.ts'
import { setName } from '../../src/loyalty/set-name.ts'
import { sharePhone } from '../../src/loyalty/share-phone.ts'
import { claimAddress, ensureAddress, findAddress, getAddress, setReachable } from '../../src/store/addresses.ts'
import { listConsents } from '../../src/store/consents.ts'
import { listCouponRows } from '../../src/store/coupons.ts'
import {
	claimHandled,
	insertEvents,
	listDeadLetters,
	MAX_INBOX_ATTEMPTS,
	setInboxFailure,
} from '../../src/store/inbox.ts'
import { good, peopleOf, reasonOf } from '../support/people.ts'
import { openShop, type Shop } from '../support/shop.ts'
import { databases } from '../support/world.ts'

const PHONE = '+85291234567'

describe.each(databases)('consent and leaving on %s', (kind) => {
	let shop: Shop
	let people: ReturnType<typeof peopleOf>
	beforeEach(async () => {
		shop = await openShop(kind)
		people = peopleOf(shop)
	})
	afterEach(async () => {
		expect((await doctor(shop.store.db, shop.clock())).problems).toEqual([])
		await shop.close()
	})
	const consent = (addressId: number, state: 'granted' | 'withdrawn') =>
		shop.store.transact((work) =>
			setConsent(work, { addressId, state, source: 'chat', messageId: 'm', original: 'STOP!', language: 'en' }),
		)
	const promotionsOf = async (addressId: number) => (await getAddress(shop.store.db, addressId)).promotions
	const importOne = async (row: object = {}) =>
		good(
			await shop.store.transact((work) =>
				importMember(work, { phone: PHONE, name: 'Lee', points: 10, by: 'cli', source: 'list', ...row }),
			),
		)
	const proof = { state: 'granted', at: 1_700_000_000_000, source: 'paper form', wording: 'form 3' } as const
	const activate = async (memberId: number, addressId: number) => {
		const [link] = await shop.store.transact((work) => createActivationLinks(work, { memberIds: [memberId] }))
		return good(await shop.store.transact((work) => activateByCode(work, { addressId, code: link?.code ?? '' })))
	}

	test('STOP on one channel withdraws on all of the member’s addresses; resume restores only this one', async () => {
		const { addressId, memberId } = await people.enter('1')
		const other = await people.meet('85291234567', 'whatsapp-cloud')
		await shop.store.transact(({ tx }) => claimAddress(tx, other, memberId, shop.clock()))
		await consent(other, 'granted')
		expect(good(await consent(addressId, 'withdrawn'))).toMatchObject({ memberId, changed: true })
		expect([await promotionsOf(addressId), await promotionsOf(other)]).toEqual([0, 0])
		expect(good(await consent(addressId, 'withdrawn'))).toMatchObject({ changed: false })
		expect(good(await consent(other, 'granted'))).toMatchObject({ changed: true })
		expect([await promotionsOf(addressId), await promotionsOf(other)]).toEqual([0, 1])
	})

	test('an import cannot revive an opt-out that was said before the phone was known', async () => {
		const { addressId, memberId } = await people.enter('1')
		await consent(addressId, 'withdrawn')
		good(await shop.store.transact((work) => sharePhone(work, { addressId, phone: PHONE })))
		good(await shop.store.transact((work) => leave(work, { memberId })))
		expect(await importOne({ consent: proof })).toMatchObject({ optedOut: true })
		const whatsapp = await people.meet('phone:85291234567', 'whatsapp-cloud')
		good(await shop.store.transact((work) => sharePhone(work, { addressId: whatsapp, phone: PHONE })))
		expect(await promotionsOf(whatsapp)).toBe(0)
	})

	test('a phone that asked for no promotions ends them on all addresses of the member it is found to be of', async () => {
		const { addressId } = await people.enter('1')
		await consent(addressId, 'granted')
		shop.clock.advance({ days: 1 })
		await importOne({ consent: { ...proof, state: 'withdrawn' } })
		const shared = await shop.store.transact((work) => sharePhone(work, { addressId, phone: PHONE }))
		expect(good(shared)).toMatchObject({ state: 'merged' })
		expect(await promotionsOf(addressId)).toBe(0)
		shop.clock.advance({ days: 1 })
		await consent(addressId, 'granted')
		good(await shop.store.transact((work) => sharePhone(work, { addressId, phone: PHONE })))
		expect(await promotionsOf(addressId)).toBe(1)
	})

	test('STOP takes every delivery of the member that is not being sent out of the queue, in its own transaction', async () => {
		const { addressId, memberId } = await people.enter('1')
		await shop.store.transact(async ({ tx }) => {
			const broadcast = { name: 'b', segment: '{}', content: '{}', state: 'sending', salt: 's', created_at: 0 }
			for (const [n, state] of ['queued', 'claimed', 'sending', 'sent'].entries()) {
				await tx
					.insertInto('broadcasts')
					.values({ ...broadcast, id: n + 1, public_id: `b${n}` })
					.execute()
				const delivery = { broadcast_id: n + 1, member_id: memberId, address_id: addressId, state, at: 0 }
				await tx.insertInto('deliveries').values(delivery).execute()
			}
		})
		expect(good(await consent(addressId, 'withdrawn'))).toMatchObject({ skipped: 2 })
		const rows = await shop.store.db
			.selectFrom('deliveries')
			.select(['state', 'reason'])
			.orderBy('broadcast_id')
			.execute()
		const skipped = { state: 'skipped', reason: 'opted out' }
		expect(rows.slice(0, 2)).toEqual([skipped, skipped])
		expect(rows.slice(2).map((row) => row.state)).toEqual(['sending', 'sent'])
	})

	test('the log is appended to, with the original words sealed', async () => {
		const { addressId, memberId } = await people.enter('1')
		await consent(addressId, 'withdrawn')
		await consent(addressId, 'granted')
		const log = await listConsents(shop.store.db, memberId)
		expect(log.map((line) => line.state)).toEqual(['granted', 'withdrawn', 'granted'])
		expect(log[1]?.original).not.toContain('STOP')
		expect(shop.store.keys.decrypt(log[1]?.original ?? '')).toBe('STOP!')
	})

	test('a stranger may opt out but must join to opt in', async () => {
		const addressId = await people.meet('1')
		expect(good(await consent(addressId, 'withdrawn'))).toMatchObject({ memberId: null })
		expect(reasonOf(await consent(addressId, 'granted'))).toBe('not-a-member')
	})

	test('imported people without proof of consent are never marketable, with proof from the day they write in', async () => {
		const without = await importOne({ consent: { ...proof, source: ' ' } })
		const first = await people.meet('1')
		expect(await activate(without.memberId, first)).toMatchObject({ promotions: false })
		const proved = await importOne({ phone: '+85291234568', consent: proof })
		const second = await people.meet('2')
		expect(await activate(proved.memberId, second)).toMatchObject({ promotions: true })
		expect([await promotionsOf(first), await promotionsOf(second)]).toEqual([0, 1])
	})

	test('proof for another channel is none for this one', async () => {
		const { memberId } = await importOne({ consent: { ...proof, channel: 'whatsapp-cloud' } })
		expect(await activate(memberId, await people.meet('1'))).toMatchObject({ promotions: false })
	})

	test('an import never revives an opt-out, not even after leaving', async () => {
		const { addressId, memberId } = await people.enter('1', { phone: PHONE })
		await consent(addressId, 'withdrawn')
		expect(await importOne({ consent: proof })).toMatchObject({ memberId, optedOut: true })
		expect(await promotionsOf(addressId)).toBe(0)
		good(await shop.store.transact((work) => leave(work, { memberId })))
		const back = await importOne({ consent: proof })
		expect(back).toMatchObject({ state: 'created', optedOut: true })
		expect(await activate(back.memberId, addressId)).toMatchObject({ promotions: false })
	})

	test('a list can opt a member out, and is safe to run twice', async () => {
		const { addressId, memberId } = await people.enter('1', { phone: PHONE })
		const out = { consent: { ...proof, state: 'withdrawn' }, points: 5 }
		expect(await importOne(out)).toMatchObject({ memberId, state: 'updated', optedOut: true })
		expect(await importOne(out)).toMatchObject({ memberId, state: 'unchanged' })
		expect(await promotionsOf(addressId)).toBe(0)
		expect(await shop.points(memberId)).toMatchObject({ usable: 55 })
	})

	test('leaving erases who she was and keeps what figures need', async () => {
		const { addressId, memberId } = await people.enter('1', { phone: PHONE })
		await people.give(memberId, 100)
		good(await people.take(memberId, (await people.offer()).id, 'k'))
		await shop.order({ memberId, customerRef: 'kelly@example.hk' })
		await consent(addressId, 'withdrawn')
		expect(good(await shop.store.transact((work) => leave(work, { memberId })))).toEqual({ points: 60, coupons: 1 })
		expect(await shop.member(memberId)).toMatchObject({
			status: 'left',
			name: '',
			usable: 0,
			pending: 0,
			order_count: 1,
		})
		expect((await listCouponRows(shop.store.db, memberId))[0]).toMatchObject({ state: 'void' })
		expect(await getAddress(shop.store.db, addressId)).toMatchObject({ member_id: null, name: null, promotions: 0 })
		const sealed = (await listConsents(shop.store.db, memberId)).find((line) => line.state === 'withdrawn')
		expect(sealed).toMatchObject({ address_id: null, message_id: null })
		expect(JSON.parse(shop.store.keys.decrypt(sealed?.original ?? ''))).toMatchObject({ address: '1', words: 'STOP!' })
		const rows = JSON.stringify(await exportMember({ db: shop.store.db, keys: shop.store.keys, now: 0 }, memberId))
		expect(rows).not.toContain('kelly')
		expect(reasonOf(await shop.store.transact((work) => leave(work, { memberId })))).toBe('not-a-member')
	})

	test('leaving also empties what could not be handled and what was held for a decision', async () => {
		const { memberId } = await people.enter('85291234567')
		const { db, transact } = shop.store
		const row = (messageId: string) => ({
			...{ channel: 'telegram', messageId, address: '85291234567' },
			event: '{"name":"Kelly","text":"call me"}',
		})
		await transact(async ({ tx, now }) => {
			const ids = await insertEvents(tx, ['handled', 'dead', 'waits'].map(row), now)
			await claimHandled(tx, ids[0] ?? 0, now)
			await setInboxFailure(tx, ids[1] ?? 0, 'req_1 Error', MAX_INBOX_ATTEMPTS)
		})
		await shop.order({ memberId, currency: 'USD', customerRef: 'kelly@example.hk', couponCodes: ['K7QM-4T9X-21ZB'] })
		good(await transact((work) => leave(work, { memberId })))
		const inbox = await db.selectFrom('inbox').select(['message_id', 'address', 'event']).orderBy('id').execute()
		expect(inbox).toEqual([
			{ message_id: 'handled', address: '', event: '{}' },
			{ message_id: 'dead', address: '', event: '{}' },
			// its turn comes: it is answered as a stranger's
			{ message_id: 'waits', address: '85291234567', event: row('waits').event },
		])
		expect(await listDeadLetters(db, 10)).toEqual([])
		const [review] = await db.selectFrom('order_reviews').selectAll().execute()
		expect(JSON.parse(review?.report ?? '')).toMatchObject({ currency: 'USD', eligibleMinor: 10_000 })
		expect(review?.report).not.toMatch(/kelly|21ZB/)
	})

	test('whoever leaves and joins again within a year has no second welcome', async () => {
		const { addressId, memberId } = await people.enter('1', { phone: PHONE })
		good(await shop.store.transact((work) => leave(work, { memberId })))
		const again = good(await people.join(addressId))
		expect(again).toMatchObject({ state: 'new', welcome: null })
		const elsewhere = await people.enter('2', { phone: PHONE })
		expect(elsewhere.joined.welcome).toBeNull()
		good(await shop.store.transact((work) => leave(work, { memberId: elsewhere.memberId })))
		shop.clock.advance({ days: 367 })
		expect((await people.enter('3', { phone: PHONE })).joined.welcome).toMatchObject({ points: 50 })
	})

	test('whoever never got her welcome may have it when she comes back', async () => {
		const { addressId, memberId } = await people.enter('1')
		good(await shop.store.transact((work) => leave(work, { memberId })))
		expect(good(await people.join(addressId)).welcome).toEqual({ points: 50, waiting: true })
	})

	test('welcome points that wait are taken back when the phone had them before', async () => {
		const first = await people.enter('1', { phone: PHONE })
		good(await shop.store.transact((work) => leave(work, { memberId: first.memberId })))
		const second = await people.enter('2')
		expect(second.joined.welcome).toMatchObject({ points: 50, waiting: true })
		const shared = await shop.store.transact((work) => sharePhone(work, { addressId: second.addressId, phone: PHONE }))
		expect(good(shared)).toMatchObject({ state: 'added', released: 0, usable: 0, pending: 0 })
	})

	test('addresses of those who left go at the next round, silent strangers after their days', async () => {
		const { memberId } = await people.enter('1')
		await people.meet('2')
		good(await shop.store.transact((work) => leave(work, { memberId })))
		const forget = () => shop.store.transact((work) => forgetStrangers(work, { days: 30 }))
		expect(await forget()).toBe(1)
		expect(await findAddress(shop.store.db, 'telegram', '1')).toBeUndefined()
		shop.clock.advance({ days: 31 })
		expect(await forget()).toBe(1)
		expect(await findAddress(shop.store.db, 'telegram', '2')).toBeUndefined()
	})

	test('an address learns what it did not know and keeps the language that was chosen', async () => {
		const write = (more: object) =>
			shop.store.transact(({ tx }) => ensureAddress(tx, { channel: 'telegram', address: '9', at: 5, ...more }))
		const first = await write({ locale: 'en' })
		await shop.store.transact((work) => setLocale(work, { addressId: first.id, locale: 'zh-Hant' }))
		await shop.store.transact(({ tx }) => setReachable(tx, first.id, false))
		const second = await write({ locale: 'en', name: 'Ken', at: 9 })
		expect(second).toMatchObject({ id: first.id, locale: 'zh-Hant', name: 'Ken', reachable: 1, first_seen_at: 5 })
		expect(await write({ at: 10 })).toMatchObject({ name: 'Ken', last_inbound_at: 10 })
	})

	test('the birthday is set once, 29 February too', async () => {
		const { memberId } = await people.enter('1')
		const set = (month: number, day: number) =>
			shop.store.transact((work) => setBirthday(work, { memberId, month, day }))
		expect(reasonOf(await set(2, 30))).toBe('not-a-date')
		expect(good(await set(2, 29))).toEqual({ month: 2, day: 29 })
		expect(good(await set(2, 29))).toEqual({ month: 2, day: 29 })
		expect(await set(3, 1)).toMatchObject({ reason: 'already-set', facts: { month: 2, day: 29 } })
	})

	test('a name is one line of at most forty characters as a reader counts them', async () => {
		const { memberId } = await people.enter('1')
		const set = (name: string) => shop.store.transact((work) => setName(work, { memberId, name }))
		expect(good(await set('  Kelly\n\u202e Chan '))).toEqual({ name: 'Kelly Chan' })
		expect(good(await set('👨‍👩‍👧'.repeat(50))).name).toBe('👨‍👩‍👧'.repeat(40))
		expect(reasonOf(await set(' \u200b '))).toBe('name-empty')
		expect((await shop.member(memberId)).name).toBe('👨‍👩‍👧'.repeat(40))
	})

	test('the export holds everything, the phone in clear and no friend’s name', async () => {
		const { memberId } = await people.enter('1', { phone: PHONE })
		const copy = await exportMember({ db: shop.store.db, keys: shop.store.keys, now: shop.clock() }, memberId)
		expect(copy).toMatchObject({
			member: { name: 'Chan Wing', phones: [{ phone: PHONE }] },
			addresses: [{ channel: 'telegram', address: '1', promotions: true }],
			points: { usable: 50, entries: [{ kind: 'join', points: 50 }] },
			consents: [{ state: 'granted' }],
		})
		expect(JSON.parse(JSON.stringify(copy))).toEqual(copy)
	})
})
