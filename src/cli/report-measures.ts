import type { Day } from '../domain/calendar.ts'
import type { Measures } from '../domain/measures.ts'
import { type AddCommand, CommandFault, groupOf, print, withStore } from './io.ts'
import { dayOption } from './options.ts'

const percent = (ratio: number | null) => (ratio === null ? '–' : `${(ratio * 100).toFixed(1)} %`)
const decimal = (value: number | null) => (value === null ? '–' : value.toFixed(2))

function write(measures: Measures): string {
	return [
		`orders               ${measures.orders}`,
		`customers            ${measures.customers}, ${measures.returningCustomers} of them returning`,
		`revenue              ${measures.revenue}`,
		`repurchase rate      ${percent(measures.repurchaseRate)} (strict ${percent(measures.repurchaseRateStrict)})`,
		`average order        ${decimal(measures.aov)}`,
		`orders per customer  ${decimal(measures.ordersPerCustomer)}`,
		`top 20 %             ${measures.top20Count} customers, ${percent(measures.top20Share)} of revenue`,
	].join('\n')
}

export const addReportMeasures: AddCommand = (program, run) => {
	groupOf(program, 'report', 'what the orders say')
		.command('measures')
		.description('repurchase rate, average order and orders per customer of a period')
		.requiredOption('--from <date>', 'first day, such as 2026-03-01', dayOption)
		.requiredOption('--to <date>', 'last day, such as 2026-03-31', dayOption)
		.option('--json', 'print JSON')
		.action(({ from, to, json }: { from: Day; to: Day; json?: boolean }) =>
			run(async (io) => {
				if (from > to) throw new CommandFault('--from lies after --to')
				const { reportMeasures } = await import('../segments/report-measures.ts')
				const measures = await withStore(io, ({ db }) => reportMeasures(db, { from, to }))
				print(io, json, { value: measures, sentences: () => write(measures) })
				return 0
			}),
		)
}
