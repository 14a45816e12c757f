import { readFile } from 'node:fs/promises'
import { InvalidArgumentError } from 'commander'
import { type Day, isZone, parseDay } from '../domain/calendar.ts'
import { isCurrency } from '../domain/money.ts'
import { CommandFault } from './io.ts'

/** A date such as 2026-03-31. */
export function dayOption(text: string): Day {
	const day = parseDay(text)
	if (day === undefined) throw new InvalidArgumentError('It must be a date such as 2026-03-31.')
	return day
}

export function zoneOption(text: string): string {
	if (!isZone(text)) throw new InvalidArgumentError('It must be a time zone such as Asia/Hong_Kong.')
	return text
}

export function currencyOption(text: string): string {
	const code = text.toUpperCase()
	if (!isCurrency(code)) throw new InvalidArgumentError('It must be a currency such as HKD.')
	return code
}

/** The name of a source of orders, as the API takes it. */
export function sourceOption(text: string): string {
	if (!/^[A-Za-z0-9][\w.-]{0,39}$/.test(text))
		throw new InvalidArgumentError('It must be 1 to 40 of A-Z a-z 0-9 _ . -, beginning with a letter or digit.')
	return text
}

/** The bytes of a file named on the command line. */
export async function readInput(file: string): Promise<Buffer> {
	try {
		return await readFile(file)
	} catch (error) {
		const code = error instanceof Error && 'code' in error ? String(error.code) : ''
		throw new CommandFault(`${file} cannot be read${code === 'ENOENT' ? ': there is no such file' : ` (${code})`}`)
	}
}
