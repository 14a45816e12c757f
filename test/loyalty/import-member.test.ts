import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { parseDay } from '../../src/domain/calendar.ts'
import { doctor } from '../../src/loyalty/doctor.ts'
import { importMember, type MemberImport } from '../../src/loyalty/import-member.ts'
import { listEntries } from '../../src/store/entries.ts'
import { listPhones } from '../../src/store/member-phones.ts'
import { listTags } from '../../src/store/member-tags.ts'
import { countMembers } from '../../src/store/members.ts'
import { good, reasonOf } from '../support/people.ts'
import { openShop, type Shop } from '../support/shop.ts'
import { databases } from '../support/world.ts'

const row = {
	phone: '9123 4567',
	email: 'ka@example.hk',
	name: ' 李 嘉欣 ',
	points: 320,
	pointsExpireOn: parseDay('2026-09-30') ?? 0,
	tierId: 2,
	tierEndsOn: parseDay('2026-12-31') ?? 0,
	birthday: { month: 2, day: 29 },
	tags: ['vip', ' vip ', 'tea', ''],
	locale: 'zh-HK',
	by: 'cli',
	source: 'old system',
} as const satisfies MemberImport

describe.each(databases)('a list of members on %s', (kind) => {
	let shop: Shop
	beforeEach(async () => {
		shop = await openShop(kind)
	})
	afterEach(async () => {
		expect((await doctor(shop.store.db, shop.clock())).problems).toEqual([])
		await shop.close()
	})
	const take = (more: Partial<MemberImport> = {}) =>
		shop.store.transact((work) => importMember(work, { ...row, ...more }))

	test('brings phone, name, points with their end, tier with its end, birthday and tags', async () => {
		const { memberId, state } = good(await take())
		expect(state).toBe('created')
		expect(await shop.member(memberId)).toMatchObject({
			status: 'imported',
			name: '李 嘉欣',
			email: 'ka@example.hk',
			tier_id: 2,
			tier_ends_on: row.tierEndsOn,
			birthday_month: 2,
			birthday_day: 29,
			usable: 320,
			joined_at: null,
		})
		const { db, keys } = shop.store
		expect(await listEntries(db, memberId)).toMatchObject([
			{ kind: 'import', expires_on: row.pointsExpireOn, by: 'cli' },
		])
		expect(await listTags(db, memberId)).toEqual(['tea', 'vip'])
		const [phone] = await listPhones(db, memberId)
		expect(keys.decrypt(phone?.phone_encrypted ?? '')).toBe('+85291234567')
		expect(phone?.verified_at).toBeNull()
	})

	test('a second time changes nothing, and never gives points twice', async () => {
		const first = good(await take())
		expect(good(await take())).toMatchObject({ memberId: first.memberId, state: 'unchanged' })
		expect(good(await take({ points: 500, tierId: 1, name: 'Somebody' }))).toMatchObject({ state: 'unchanged' })
		expect(good(await take({ tags: ['new'] }))).toMatchObject({ state: 'updated' })
		expect(await shop.member(first.memberId)).toMatchObject({ usable: 320, tier_id: 2, name: '李 嘉欣' })
		expect(await countMembers(shop.store.db)).toBe(1)
	})

	test('without a phone the id or the e-mail finds a person again', async () => {
		const byRef = good(await take({ phone: '', externalRef: 'old:17' }))
		expect(good(await take({ phone: '', externalRef: 'old:17' }))).toMatchObject({ ...byRef, state: 'unchanged' })
		const byMail = good(await take({ phone: '', email: 'Other@example.hk' }))
		expect(good(await take({ phone: '', email: 'other@example.hk' }))).toMatchObject({ memberId: byMail.memberId })
		expect(await countMembers(shop.store.db)).toBe(2)
	})

	test('what cannot be right is refused and leaves nothing behind', async () => {
		const bad: [Partial<MemberImport>, string][] = [
			[{ phone: '123' }, 'phone-invalid'],
			[{ phone: '', email: '' }, 'nobody'],
			[{ points: -1 }, 'points-invalid'],
			[{ points: 1.5 }, 'points-invalid'],
			[{ pointsExpireOn: parseDay('2026-03-09') ?? 0 }, 'points-invalid'],
			[{ birthday: { month: 2, day: 30 } }, 'birthday-invalid'],
			[{ tierId: 9 }, 'tier-unknown'],
		]
		for (const [more, reason] of bad) expect(reasonOf(await take(more))).toBe(reason)
		expect(await countMembers(shop.store.db)).toBe(0)
	})

	test('a phone of one and an id of another are two members', async () => {
		good(await take())
		good(await take({ phone: '6123 4567', externalRef: 'old:2' }))
		expect(reasonOf(await take({ externalRef: 'old:2' }))).toBe('two-members')
	})
})
