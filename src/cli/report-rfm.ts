import { Option } from 'commander'
import type { Day } from '../domain/calendar.ts'
import type { RfmOfShop, ScoredCustomer } from '../segments/report-rfm.ts'
import { type AddCommand, groupOf, print, withStore } from './io.ts'
import { dayOption } from './options.ts'

interface Options {
	asOf: Day
	window: '365' | 'all'
	customers?: boolean
	json?: boolean
}

function write({ asOf, window, customers, scores, edges, segments }: RfmOfShop): string {
	const lines = [`RFM on ${asOf}, ${window === 'all' ? 'all orders' : `${window} days`}, ${customers} customers`]
	for (const measure of ['R', 'F', 'M'] as const)
		lines.push(`${measure}  edges ${edges[measure].join(' ')}  scores 1-5: ${Object.values(scores[measure]).join(' ')}`)
	for (const [name, count] of Object.entries(segments)) lines.push(`${name.padEnd(20)} ${count}`)
	return lines.join('\n')
}

function writeCustomers(customers: readonly ScoredCustomer[]): string {
	return customers
		.map(({ member, customer, score, segment, orders, net }) =>
			[score, segment, orders, net, member ?? '', customer ?? ''].join('\t'),
		)
		.join('\n')
}

export const addReportRfm: AddCommand = (program, run) => {
	groupOf(program, 'report', 'what the orders say')
		.command('rfm')
		.description('recency, frequency and money of the customers on a day')
		.requiredOption('--as-of <date>', 'the day, such as 2026-03-31', dayOption)
		.addOption(new Option('--window <days>', 'days whose orders count').choices(['365', 'all']).default('365'))
		.option('--customers', 'each customer with its score instead of the counts')
		.option('--json', 'print JSON')
		.action(({ asOf, window, customers, json }: Options) =>
			run(async (io) => {
				const { listRfmScores, reportRfmOn } = await import('../segments/report-rfm.ts')
				const days = window === 'all' ? 'all' : 365
				await withStore(io, async ({ db }) => {
					if (customers) {
						const scored = await listRfmScores(db, asOf, days)
						return print(io, json, { value: scored, sentences: () => writeCustomers(scored) })
					}
					const report = await reportRfmOn(db, asOf, days)
					print(io, json, { value: report, sentences: () => write(report) })
				})
				return 0
			}),
		)
}
