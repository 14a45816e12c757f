import { spawn } from 'node:child_process'
import path from 'node:path'
import { expect, test } from 'vitest'
import { doctor } from '../../src/loyalty/doctor.ts'
import { type CommandWorld, openCommandWorld } from '../support/command.ts'
import { databases } from '../support/world.ts'

const root = path.resolve(import.meta.dirname, '../..')
const total = 3_200

const day = (n: number) => `2025-${String((n % 12) + 1).padStart(2, '0')}-${String((n % 28) + 1).padStart(2, '0')}`
const content = [
	'order,customer,date,amount',
	...Array.from({ length: total }, (_, n) => `${n},c${n % 60},${day(n)},${(n % 400) + 100}`),
].join('\n')
const flags = [
	'--source',
	'pos',
	'--customer',
	'customer',
	'--date',
	'date',
	'--amount',
	'amount',
	'--order-id',
	'order',
]

const countOrders = async ({ store }: CommandWorld) =>
	(
		await store.db
			.selectFrom('orders')
			.select((eb) => eb.fn.countAll<number>().as('n'))
			.executeTakeFirst()
	)?.n ?? 0

/** Runs the import in a process of its own and kills it as soon as something of it is stored. */
async function importAndKill(world: CommandWorld, argv: string[]): Promise<void> {
	const command = [path.join(root, 'src/cli.ts'), ...argv]
	const child = spawn(process.execPath, command, { env: { ...process.env, ...world.env }, stdio: 'ignore' })
	const ended = new Promise<void>((resolve) => child.on('exit', () => resolve()))
	while (child.exitCode === null && (await countOrders(world)) === 0)
		await new Promise((resolve) => setTimeout(resolve, 5))
	child.kill('SIGKILL')
	await ended
}

async function stateOf({ store }: CommandWorld) {
	const columns = ['external_ref', 'order_count', 'spend_minor', 'tier_id', 'nes', 'nes_cycle_tenths'] as const
	return await store.db.selectFrom('members').select(columns).orderBy('external_ref').execute()
}

test.each(databases)('an import that is killed and run again ends as one that was not, on %s', async (kind) => {
	const [killed, whole] = [await openCommandWorld(kind), await openCommandWorld(kind)]
	const argv = ['import', 'orders', killed.file('orders.csv', content), ...flags, '--create-members', '--json']
	await importAndKill(killed, argv)
	const stored = await countOrders(killed)
	expect(stored).toBeGreaterThan(0)
	expect(stored).toBeLessThan(total)
	const again = await killed.suki(argv)
	expect(again.json()).toMatchObject({ rows: total, imported: total - stored, unchanged: stored, rejected: [] })
	await whole.suki(argv)
	expect(await stateOf(killed)).toEqual(await stateOf(whole))
	expect(await doctor(killed.store.db, killed.clock())).toEqual({ ok: true, problems: [] })
	await killed.close()
	await whole.close()
})
