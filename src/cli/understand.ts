import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import type { AddCommand } from './io.ts'

export const addUnderstand: AddCommand = (program, run) => {
	program
		.command('understand')
		.description('read one text a line from standard input and say what the bot makes of it, one JSON a line')
		.action(() =>
			run(async (io) => {
				const { describeUnderstanding } = await import('../conversation/understand.ts')
				const lines = createInterface({ input: Readable.from(io.stdin), crlfDelay: Number.POSITIVE_INFINITY })
				for await (const line of lines) io.out(JSON.stringify(describeUnderstanding(line)))
				return 0
			}),
		)
}
