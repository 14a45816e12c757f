import { destination, type Logger, pino, stdTimeFunctions } from 'pino'

export type Log = Logger

/** JSON lines on stderr (stdout is for answers); never pass phones, names or message texts. */
export function createLog(level: string): Log {
	return pino({ level, base: null, timestamp: stdTimeFunctions.isoTime }, destination(2))
}
