import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { nesCode } from '../../src/domain/nes-codes.ts'
import { freshProgram } from '../../src/domain/program.ts'
import { criteria } from '../../src/segments/criteria/index.ts'
import { parseNesTags } from '../../src/segments/criteria/nes.ts'
import type { SegmentContext } from '../../src/segments/criterion.ts'
import { describeSegment } from '../../src/segments/describe.ts'
import { explainSegment } from '../../src/segments/explain.ts'
import { countSegment, everybody, listSegment, type Segment, segmentSchema } from '../../src/segments/segment.ts'
import { databases, openTestStore, type TestStore } from '../support/world.ts'

const today = 20_000
const context: SegmentContext = { today, tiers: freshProgram('HKD').tiers, currency: 'HKD' }

const people = [
	{
		name: 'new',
		nes: 'N',
		tier_id: 0,
		last_order_on: today - 10,
		spend_minor: 5_000,
		usable: 5,
		joined_on: today - 30,
	},
	{ name: 'regular', nes: 'E0', tier_id: 1, last_order_on: today, spend_minor: 400_000, usable: 400 },
	{ name: 'asleep', nes: 'S3', tier_id: 2, last_order_on: today - 400, spend_minor: 1_500_000, usable: 0 },
	{ name: 'dozing', nes: 'S1', tier_id: 0, last_order_on: today - 90, spend_minor: 30_000, locale: 'en' },
	{ name: 'prospect', nes: 'prospect', tier_id: 0, last_order_on: null, spend_minor: 0, status: 'imported' },
	{ name: 'gone', nes: 'S3', tier_id: 0, last_order_on: today - 500, spend_minor: 100, status: 'left' },
] as const

async function fill({ store }: TestStore): Promise<void> {
	await store.transact(async ({ tx, newId }) => {
		for (const [index, { nes, ...person }] of people.entries()) {
			const id = index + 1
			const row = { public_id: newId('mem'), status: 'active', created_at: 0, referral_code: `R${id}` }
			await tx
				.insertInto('members')
				.values({ id, ...row, random_bucket: index * 2_000, nes: nesCode(nes), ...person })
				.execute()
		}
		await tx.insertInto('member_tags').values({ member_id: 2, tag: "'; drop table members; --" }).execute()
		await tx.insertInto('sources').values({ id: 1, name: 'web' }).execute()
		const address = { channel: 'telegram', first_seen_at: 0 }
		await tx
			.insertInto('addresses')
			.values({ ...address, address: '1', member_id: 1 })
			.execute()
		await tx
			.insertInto('addresses')
			.values({ ...address, address: '2', member_id: 2, reachable: 0 })
			.execute()
		const times = { placed_at: 0, paid_at: 0, version_at: 0, received_at: 0, report_hash: '' }
		const amounts = { eligible_minor: 20_000, total_minor: 20_000, net_minor: 20_000 }
		const order = { source_id: 1, external_id: 'a', member_id: 4, paid_on: today - 90, ...times, ...amounts }
		await tx.insertInto('orders').values(order).execute()
	})
}

const cases: [Segment, string[]][] = [
	[everybody, ['new', 'regular', 'asleep', 'dozing', 'prospect']],
	[{ kind: 'tier', is: [0, 2] }, ['new', 'asleep', 'dozing', 'prospect']],
	[{ kind: 'tier-at-least', tier: 1 }, ['regular', 'asleep']],
	[{ kind: 'tier-at-least', tier: 7 }, []],
	[{ kind: 'nes', tags: ['S1', 'S2', 'S3'] }, ['asleep', 'dozing']],
	[{ not: { kind: 'nes', tags: ['S1', 'S2', 'S3'] } }, ['new', 'regular', 'prospect']],
	[{ kind: 'joined', withinDays: 30 }, ['new']],
	[{ kind: 'joined', withinDays: 29 }, []],
	[{ not: { kind: 'joined', withinDays: 30 } }, ['regular', 'asleep', 'dozing', 'prospect']],
	[{ kind: 'unclaimed' }, ['prospect']],
	[{ kind: 'ordered-within', days: 10 }, ['new', 'regular']],
	[{ kind: 'not-ordered-for', days: 90 }, ['asleep']],
	[{ kind: 'not-ordered-for', days: 89 }, ['asleep', 'dozing']],
	[{ kind: 'spend', atLeastMinor: 400_000 }, ['regular', 'asleep']],
	[{ kind: 'spend', atLeastMinor: 20_000, withinDays: 91 }, ['dozing']],
	[{ kind: 'spend', atLeastMinor: 20_000, withinDays: 90 }, []],
	[{ kind: 'points-at-least', points: 5 }, ['new', 'regular']],
	[{ kind: 'points-at-most', points: 5 }, ['new', 'asleep', 'dozing', 'prospect']],
	[{ kind: 'tag', is: "'; drop table members; --" }, ['regular']],
	[{ kind: 'language', is: 'en' }, ['dozing']],
	[{ kind: 'channel', is: 'telegram' }, ['new']],
	[{ kind: 'random', fromPercent: 0, toPercent: 40 }, ['new', 'regular']],
	[
		{
			and: [
				{ kind: 'nes', tags: ['S3'] },
				{ kind: 'tier-at-least', tier: 2 },
			],
		},
		['asleep'],
	],
	[{ or: [{ kind: 'nes', tags: ['N'] }, { not: { not: { kind: 'unclaimed' } } }] }, ['new', 'prospect']],
]

describe.each(databases)('a segment on %s', (kind) => {
	let world: TestStore
	beforeAll(async () => {
		world = await openTestStore(kind)
		await fill(world)
	})
	afterAll(async () => await world.close())

	test.each(cases)('%j', async (segment, names) => {
		const { db } = world.store
		const read = segmentSchema.parse(segment)
		const found = await listSegment(db, read, { context, limit: 10 })
		expect(found.map((member) => member.name)).toEqual(names)
		expect(await countSegment(db, read, context)).toBe(names.length)
		for (const [index, person] of people.entries()) {
			const verdict = await explainSegment(db, read, { context, memberId: index + 1 })
			expect(verdict?.holds ?? false).toBe((names as string[]).includes(person.name))
		}
	})

	test('says part by part why a member is out', async () => {
		const segment: Segment = { and: [{ kind: 'nes', tags: ['S3'] }, { not: { kind: 'tier', is: [2] } }] }
		const verdict = await explainSegment(world.store.db, segment, { context, memberId: 3 })
		expect(verdict).toMatchObject({
			holds: false,
			join: 'and',
			parts: [{ holds: true }, { holds: false, join: 'not', parts: [{ holds: true }] }],
		})
	})

	test('every kind of criterion has been tried', () => {
		const tried = JSON.stringify(cases)
		expect(criteria.filter((criterion) => !tried.includes(`"kind":"${criterion.kind}"`))).toEqual([])
	})
})

describe('a segment in words', () => {
	test('joins its parts and keeps groups together', () => {
		const segment: Segment = {
			and: [
				{ kind: 'tier-at-least', tier: 1 },
				{
					or: [
						{ kind: 'nes', tags: ['N', 'S1', 'S2', 'S3'] },
						{ kind: 'spend', atLeastMinor: 10_050 },
					],
				},
			],
		}
		expect(describeSegment(segment, context)).toEqual({
			'zh-HK': '會員：等級在銀級會員或以上，而且（屬於新客、沉睡客，或者累計消費滿 HK$100.50）',
			'zh-Hant': '會員：等級在銀級會員或以上，而且（屬於新客、沉睡客，或者累計消費滿 HK$100.50）',
			en: 'members who are in tier Silver or above and (are New or Sleeping or spent at least HK$100.50)',
		})
		expect(describeSegment(everybody, context).en).toBe('all members')
	})

	test('reads tags and groups of NES by name', () => {
		expect(parseNesTags('Sleeping')).toEqual(['S1', 'S2', 'S3'])
		expect(parseNesTags('n, e0 ,S1,sleeping')).toEqual(['N', 'E0', 'S1', 'S2', 'S3'])
		expect(parseNesTags('N,constructor')).toBeUndefined()
	})
})

describe('a segment from outside', () => {
	const deep = (levels: number): unknown => (levels === 0 ? { kind: 'unclaimed' } : { not: deep(levels - 1) })
	const long = { and: Array.from({ length: 60 }, () => ({ or: [{ kind: 'unclaimed' }] })) }

	test.each([
		['unknown kind', { kind: 'horoscope' }],
		['unknown key', { kind: 'unclaimed', and: [] }],
		['a tier that is no number', { kind: 'tier', is: ['0 or 1=1'] }],
		['an empty or', { or: [] }],
		['two joins', { and: [], or: [{ kind: 'unclaimed' }] }],
		['too deep', deep(6)],
		['far too deep', deep(5_000)],
		['too long', long],
		['no segment', null],
		['text', 'everybody'],
	])('is refused: %s', (_, value) => {
		expect(segmentSchema.safeParse(value).success).toBe(false)
	})

	test('may be as deep and long as the limits say', () => {
		expect(segmentSchema.safeParse(deep(5)).success).toBe(true)
		expect(segmentSchema.safeParse({ or: long.and.slice(0, 49) }).success).toBe(true)
	})
})
