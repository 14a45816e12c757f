import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { tellDigests } from '../../src/conversation/held-notices.ts'
import { tellNotices } from '../../src/conversation/notices.ts'
import { createReceive } from '../../src/conversation/receive.ts'
import { dayOf } from '../../src/domain/calendar.ts'
import type { CloudWay } from '../../src/domain/notice-ways.ts'
import type { ChannelName, Reply } from '../../src/messaging/channel.ts'
import { createOutbox, type Outbox } from '../../src/messaging/outbox.ts'
import { getSettings, setSettings } from '../../src/store/settings.ts'
import { noticeExamples } from '../support/notices.ts'
import { good, peopleOf } from '../support/people.ts'
import { openShop } from '../support/shop.ts'
import { createTestAccount, createTestChannel, createTestNode, type TestChannel } from '../support/test-channel.ts'
import { databases } from '../support/world.ts'

describe.each(databases)('notices to somebody who has not written for a day, on %s', (kind) => {
	let shop: Awaited<ReturnType<typeof openShop>>
	let channel: TestChannel
	let outbox: Outbox
	let stopLease: () => Promise<void>
	let memberId: number
	let count = 0

	const begin = async (name: ChannelName, way: CloudWay = 'template') => {
		await shop.store.transact(async (work) => {
			const settings = await getSettings(work.tx)
			await setSettings(work.tx, { ...settings, whatsappCloud: { ...settings.whatsappCloud, notices: way } })
		})
		channel = createTestChannel(name)
		const hours = name === 'whatsapp-cloud' ? { windowHours: 24 } : { unaskedHours: 24 }
		channel.abilities = { ...channel.abilities, ...hours }
		const node = createTestNode(shop.store, 'a')
		const account = createTestAccount(node, channel)
		await account.lease.start()
		stopLease = () => account.lease.stop()
		outbox = createOutbox(node, [account])
		const people = peopleOf(shop)
		memberId = good(await people.join(await people.meet('phone:85291234567', name))).memberId
	}
	const send = async () => {
		outbox.sweep()
		await outbox.idle()
	}
	const tell = async (...kinds: ('points-expiring' | 'tier-up')[]) => {
		for (const one of kinds)
			await shop.store.transact((work) =>
				tellNotices(work, [
					{ memberId, kind: one, facts: noticeExamples[one] } as Parameters<typeof tellNotices>[1][0],
				]),
			)
		await send()
	}
	const says = async (text: string) => {
		const receive = createReceive({
			telegramHandle: () => undefined,
			whatsappNumber: () => undefined,
			publicUrl: undefined,
			abilities: () => channel.abilities,
		})
		const { name } = channel
		const address = 'phone:85291234567'
		const at = shop.store.now()
		await shop.store.transact((work) =>
			receive(work, { kind: 'message', channel: name, messageId: `m${count++}`, address, at, text, locale: 'en' }),
		)
		await send()
	}
	const arrived = (): Reply[] => channel.arrived.map(({ reply }) => reply)

	beforeEach(async () => {
		shop = await openShop(kind)
	})
	afterEach(async () => {
		await outbox.stop()
		await stopLease()
		await shop.close()
	})

	test('on WhatsApp Web they wait for her, and stand before the next answer, once', async () => {
		await begin('whatsapp-web')
		await tell('tier-up')
		expect(arrived()).toHaveLength(1)
		shop.clock.advance({ hours: 25 })
		await tell('points-expiring', 'tier-up')
		shop.clock.advance({ days: 9 })
		await send()
		expect(arrived()).toHaveLength(1)
		await says('points')
		expect(arrived()).toHaveLength(2)
		expect(arrived()[1]?.text).toMatch(/38 points expire[\s\S]*Silver[\s\S]*M00001/)
		await says('tier')
		expect(arrived()[2]?.text).not.toContain('38 points expire')
	})

	test('on the Cloud API each goes by its template, unless the merchant chose otherwise', async () => {
		await begin('whatsapp-cloud')
		shop.clock.advance({ hours: 25 })
		await tell('points-expiring')
		expect(arrived().map(({ template }) => template?.name)).toEqual(['suki_points_expiring_v1'])
	})

	test('at the next contact: nothing is sent or paid before', async () => {
		await begin('whatsapp-cloud', 'next-contact')
		shop.clock.advance({ hours: 25 })
		await tell('points-expiring', 'points-expiring', 'tier-up', 'tier-up', 'tier-up')
		expect(arrived()).toEqual([])
		await says('points')
		expect(arrived()).toHaveLength(1)
		expect(arrived()[0]?.text).toMatch(/one more update before[\s\S]*38 points expire/)
	})

	test('as a daily digest: one template for all that waits, none for a day without', async () => {
		await begin('whatsapp-cloud', 'digest')
		shop.clock.advance({ hours: 25 })
		await tell('points-expiring', 'tier-up')
		expect(arrived()).toEqual([])
		const zone = (await getSettings(shop.store.db)).timeZone
		const runDay = async () => {
			const day = dayOf(shop.store.now(), zone)
			for (let n = 0; n < 2; n++)
				expect((await shop.store.transact((work) => tellDigests(work, { day, afterId: 0 }))).next).toBeNull()
			await send()
		}
		await runDay()
		expect(arrived()).toEqual([])
		shop.clock.advance({ days: 1 })
		await runDay()
		shop.clock.advance({ days: 1 })
		await runDay()
		expect(arrived().map(({ template }) => template)).toEqual([
			{ name: 'suki_digest_v1', language: 'en', variables: ['2'] },
		])
		await says('history')
		expect(arrived()[1]?.text).toContain('38 points expire')
	})
})
