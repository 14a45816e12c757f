import { randomBytes } from 'node:crypto'
import { V7Generator } from 'uuidv7'

/** Random bytes from outside, so that tests can repeat a run. */
export type RandomBytes = (count: number) => Uint8Array

/** Makes a prefixed UUIDv7, for example mem_0190…: sorted by time, unique without asking the database. */
export type NewId = (prefix: IdPrefix) => string

export type IdPrefix = 'mem' | 'rwd' | 'red' | 'cpn' | 'ref' | 'brd' | 'stf' | 'key' | 'req'

export const secureRandom: RandomBytes = (count) => randomBytes(count)

/** Builds a NewId whose time part follows the given clock, which may only be moved by tests and the demo. */
export function createNewId(clock: () => number, random: RandomBytes = secureRandom): NewId {
	const generator = new V7Generator({ nextUint32: () => Buffer.from(random(4)).readUInt32BE() })
	return (prefix) => `${prefix}_${generator.generateOrResetCore(clock(), 10_000).toHex()}`
}
