import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Inbound } from '../../../src/messaging/channel.ts'
import { type Harness, startHarness } from './harness.ts'

const LARGEST = 10_000_000

let harness: Harness
beforeAll(async () => {
	harness = await startHarness()
})
afterAll(async () => {
	await harness.close()
	expect(harness.emulator.violations).toEqual([])
})

async function receive(media: { kind: 'photo' | 'voice' | 'document'; caption: string; bytes?: Buffer }) {
	await harness.emulator.person(1).sends(media)
	return await harness.inbound(media.caption)
}

const fetched = async ({ mediaId }: Inbound) => await harness.channel.fetchMedia?.(mediaId ?? '')

test('photos and voice messages are fetched byte by byte', async () => {
	const bytes = Buffer.from([0xff, 0xd8, 0xff, 0x00, 0x80])
	const photo = await fetched(await receive({ kind: 'photo', caption: 'a receipt', bytes }))
	expect([photo?.mime, Buffer.from(photo?.bytes ?? [])]).toEqual(['image/jpeg', bytes])
	const voice = await fetched(await receive({ kind: 'voice', caption: 'spoken' }))
	expect([voice?.mime, Buffer.from(voice?.bytes ?? []).toString()]).toEqual(['audio/ogg', 'voice made by the emulator'])
})

test('a file has no id to fetch, and what is gone or larger than anybody needs is left where it is', async () => {
	expect(await receive({ kind: 'document', caption: 'a file' })).not.toHaveProperty('mediaId')
	expect(await harness.channel.fetchMedia?.('no-such-file')).toBeUndefined()
	const large = await receive({ kind: 'photo', caption: 'large', bytes: Buffer.alloc(LARGEST + 1) })
	expect(await fetched(large)).toBeUndefined()
	expect(
		await fetched(await receive({ kind: 'photo', caption: 'after it', bytes: Buffer.alloc(LARGEST) })),
	).toBeDefined()
})
