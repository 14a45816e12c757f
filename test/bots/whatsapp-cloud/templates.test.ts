import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createGraph, listTemplateStates, previewTemplate } from '../../../bots/whatsapp-cloud/index.ts'
import { countGaps } from '../../../bots/whatsapp-cloud/templates.ts'
import { listNoticeTemplates } from '../../../src/domain/notice-templates.ts'
import { type CommandWorld, openCommandWorld } from '../../support/command.ts'
import { CloudEmulator } from '../../support/whatsapp-cloud/emulator.ts'
import { configOf } from './harness.ts'

const shipped = listNoticeTemplates()

describe('suki whatsapp', () => {
	let emulator: CloudEmulator
	let world: CommandWorld
	beforeEach(async () => {
		emulator = await new CloudEmulator().start()
		world = await openCommandWorld('sqlite')
		const { token, appSecret, phoneNumberId, businessAccountId } = emulator.options
		Object.assign(world.env, {
			WHATSAPP_DRIVER: 'cloud',
			PUBLIC_URL: 'https://club.example',
			WHATSAPP_CLOUD_TOKEN: token,
			WHATSAPP_CLOUD_PHONE_NUMBER_ID: phoneNumberId,
			WHATSAPP_CLOUD_BUSINESS_ACCOUNT_ID: businessAccountId,
			WHATSAPP_CLOUD_APP_SECRET: appSecret,
			WHATSAPP_CLOUD_API_ROOT: emulator.root,
		})
	})
	afterEach(async () => {
		await world.close()
		await emulator.stop()
	})

	test('templates push hands in every shipped text, which the server takes, and none of them twice', async () => {
		const first = await world.suki(['whatsapp', 'templates', 'push'])
		expect(first).toMatchObject({ code: 0, err: '' })
		expect(first.out.split('\n')).toHaveLength(shipped.length)
		expect(first.out).toContain('created  PENDING')
		expect(emulator.violations).toEqual([])
		expect(emulator.templates.all).toHaveLength(shipped.length)
		const again = await world.suki(['whatsapp', 'templates', 'push', '--json'])
		expect(again.code).toBe(0)
		expect(JSON.parse(again.out)).toHaveLength(shipped.length)
		expect(again.out).not.toContain('created')
		expect(emulator.templates.all).toHaveLength(shipped.length)
	})

	test('templates list shows every text in words; a draft names one with its gaps', async () => {
		emulator.templates.add({ name: 'spring_sale', language: 'en', text: 'Hello {{1}}, {{2}} off. Bye.' })
		const { out } = await world.suki(['whatsapp', 'templates', 'list'])
		expect(out).toBe('spring_sale  en     APPROVED  MARKETING\n  Hello {{1}}, {{2}} off. Bye.')
		const listed = (await world.suki(['whatsapp', 'templates', 'list', '--json'])).json()
		expect(listed).toEqual([expect.objectContaining({ name: 'spring_sale', gaps: 2 })])
		const create = ['broadcast', 'create', '--name', 'x', '--text-en', 'Hi']
		const id = (await world.suki([...create, '--template-en', 'spring_sale', '--gaps-en', 'you | 20 %'])).out
		const row = await world.store.db
			.selectFrom('broadcasts')
			.select('content')
			.where('public_id', '=', id)
			.executeTakeFirst()
		expect(JSON.parse(row?.content ?? '{}').texts.en.template).toEqual({
			name: 'spring_sale',
			language: 'en',
			variables: ['you', '20 %'],
		})
		expect(await world.suki([...create, '--gaps-en', 'x'])).toMatchObject({
			code: 1,
			err: expect.stringContaining('--gaps'),
		})
		expect((await world.suki([...create, '--template-en', 'Not A Name'])).code).toBe(1)
	})

	test('templates status says what is missing, waiting and refused, and is good when all are approved', async () => {
		expect(await world.suki(['whatsapp', 'templates', 'status'])).toMatchObject({
			code: 2,
			out: expect.stringContaining('MISSING'),
		})
		await world.suki(['whatsapp', 'templates', 'push'])
		for (const { name, language } of shipped) emulator.templates.review(name, language, 'APPROVED')
		expect((await world.suki(['whatsapp', 'templates', 'status'])).code).toBe(0)
		emulator.templates.review('suki_tier_up_v1', 'en', 'REJECTED', 'INVALID_FORMAT')
		const refused = await world.suki(['whatsapp', 'templates', 'status'])
		expect(refused.code).toBe(2)
		expect(refused.out).toMatch(/^suki_tier_up_v1 +en +REJECTED {2}INVALID_FORMAT$/m)
	})

	test('one text that is refused keeps no other back', async () => {
		emulator.faults = [
			{ path: '/message_templates', times: 1, does: { kind: 'answer', body: { data: [] } } },
			{
				path: '/message_templates',
				times: 1,
				does: { kind: 'refuse', status: 400, code: 100, title: 'not these words' },
			},
		]
		const { code, out } = await world.suki(['whatsapp', 'templates', 'push'])
		expect(code).toBe(2)
		expect(out.split('\n')[0]).toMatch(/refused {2}REFUSED {2}.*not these words$/)
		expect(emulator.templates.all).toHaveLength(shipped.length - 1)
	})

	test('what is wrong with the account is one line', async () => {
		Object.assign(world.env, { WHATSAPP_CLOUD_TOKEN: 'another token than the right one' })
		const refused = await world.suki(['whatsapp', 'templates', 'push'])
		expect(refused).toMatchObject({
			code: 1,
			out: '',
			err: expect.stringContaining('does not accept the access token'),
		})
		Object.assign(world.env, { WHATSAPP_DRIVER: 'off' })
		expect(await world.suki(['whatsapp', 'templates', 'status'])).toMatchObject({
			code: 1,
			err: expect.stringContaining('WHATSAPP_DRIVER must be cloud'),
		})
	})

	test('webhook prints what Meta asks for', async () => {
		const { out } = await world.suki(['whatsapp', 'webhook'])
		expect(out).toMatch(/^callback URL {3}https:\/\/club\.example\/webhooks\/whatsapp\nverify token {3}[\w-]{22}$/)
	})

	test('a list of more than a page is read to its end', async () => {
		for (let i = 0; i < 230; i++) emulator.templates.add({ name: `t${i}`, language: 'en', text: 'x' })
		const graph = createGraph(configOf(emulator))
		const last = { name: 't229', language: 'en', category: 'MARKETING' as const, text: 'x', examples: [] }
		expect(await listTemplateStates(graph, [last])).toMatchObject([{ name: 't229', status: 'APPROVED' }])
	})
})

test('a preview shows the text as a person would read it', () => {
	const components = [
		{ type: 'HEADER', text: 'Spring' },
		{ type: 'BODY', text: 'Hello {{1}}, {{2}} for you' },
		{ type: 'BUTTONS' },
	]
	expect(previewTemplate({ components }, ['Amy'])).toBe('Spring\nHello Amy, {{2}} for you')
	expect(countGaps({ components })).toBe(2)
})
