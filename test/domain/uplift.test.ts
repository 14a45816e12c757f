import { expect, test } from 'vitest'
import { measureUplift } from '../../src/domain/uplift.ts'

test('the interval is Newcombe’s: the worked example of his paper', () => {
	// 56 of 70 against 48 of 80: 0.2000, 0.0524 to 0.3339
	const found = measureUplift({ people: 70, did: 56 }, { people: 80, did: 48 })
	expect(found?.difference).toBeCloseTo(0.2, 10)
	expect(found?.low).toBeCloseTo(0.0524, 4)
	expect(found?.high).toBeCloseTo(0.3339, 4)
	expect(found?.verdict).toBe('more')
})

test('says that nothing can be told where the interval holds zero, and nothing of small groups', () => {
	expect(measureUplift({ people: 900, did: 50 }, { people: 100, did: 5 })?.verdict).toBe('unclear')
	expect(measureUplift({ people: 900, did: 9 }, { people: 100, did: 30 })?.verdict).toBe('fewer')
	expect(measureUplift({ people: 900, did: 50 }, { people: 29, did: 0 })).toBeUndefined()
})
