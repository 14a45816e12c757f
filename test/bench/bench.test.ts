import { describe, expect, test } from 'vitest'
import { runBench } from '../../bench/run.ts'

describe('the bench', () => {
	test('measures a store of 200 members, product and raw reference side by side', { timeout: 120_000 }, async () => {
		const areas = ['look-up', 'ingest', 'redeem', 'segments', 'deliveries']
		const options = { areas, members: [200], rounds: 1, scale: 0.01, dir: undefined }
		const { rows, failures } = await runBench(options, () => {})
		expect(failures).toEqual([])
		expect(new Set(rows.map((row) => row.area))).toEqual(new Set(areas))
		for (const row of rows) {
			expect(row.product, row.what).toBeGreaterThanOrEqual(0)
			if (row.raw !== undefined) expect(row.ratio, row.what).toBeGreaterThan(0)
		}
	})
})
