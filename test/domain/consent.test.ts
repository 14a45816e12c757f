import { expect, test } from 'vitest'
import { mayReceivePromotion, promotionState, resumePromotions, stopPromotions } from '../../src/domain/consent.ts'

const telegram = { id: 1, state: 'granted', reachable: true, marked: false } as const
const whatsapp = { id: 2, state: 'granted', reachable: true, marked: false } as const
const never = { id: 3, state: null, reachable: true, marked: false } as const
const all = [telegram, whatsapp, never]

test('STOP at one address withdraws at all of them, resuming restores only the one it is said at', () => {
	const stopped = stopPromotions(all)
	expect(stopped.map(mayReceivePromotion)).toEqual([false, false, false])
	expect(resumePromotions(stopped, 2).map(mayReceivePromotion)).toEqual([false, true, false])
})

test('a promotion needs consent at that address, no opt-out mark, and a bot that is not blocked', () => {
	expect(all.map(mayReceivePromotion)).toEqual([true, true, false])
	expect(mayReceivePromotion({ ...telegram, state: 'declined' })).toBe(false)
	expect(mayReceivePromotion({ ...telegram, reachable: false })).toBe(false)
	expect(mayReceivePromotion({ ...telegram, marked: true })).toBe(false)
})

test('the last line of the log counts, but an import never revives what was withdrawn', () => {
	const line = (state: 'granted' | 'declined' | 'withdrawn', source = 'chat') => ({ state, source, at: 0 })
	expect(promotionState([])).toBeNull()
	expect(promotionState([line('declined'), line('granted')])).toBe('granted')
	expect(promotionState([line('granted', 'import')])).toBe('granted')
	expect(promotionState([line('withdrawn'), line('granted', 'import')])).toBe('withdrawn')
	expect(promotionState([line('withdrawn'), line('granted', 'import'), line('granted')])).toBe('granted')
})
