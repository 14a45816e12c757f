import { Option } from 'commander'
import type { Day } from '../domain/calendar.ts'
import type { NesMode } from '../domain/nes.ts'
import type { NesReport } from '../segments/report-nes.ts'
import { type AddCommand, CommandFault, groupOf, print, withStore } from './io.ts'
import { dayOption } from './options.ts'

interface Options {
	asOf: Day
	mode?: NesMode
	theta?: string
	json?: boolean
}

function write({ asOf, mode, storeCycleTenths, counts }: NesReport): string {
	const { N, E0, S1, S2, S3 } = counts
	return [
		`NES on ${asOf} (${mode}), store cycle ${(storeCycleTenths / 10).toFixed(1)} days`,
		`New       ${N}`,
		`Existing  ${E0}`,
		`Sleeping  ${S1 + S2 + S3}  (S1 ${S1}, S2 ${S2}, S3 ${S3})`,
	].join('\n')
}

export const addReportNes: AddCommand = (program, run) => {
	groupOf(program, 'report', 'what the orders say')
		.command('nes')
		.description('new, existing and sleeping customers on a day')
		.requiredOption('--as-of <date>', 'the day, such as 2026-03-31', dayOption)
		.addOption(
			new Option('--mode <mode>', 'whose cycle counts (default: the shop’s setting)').choices([
				'shrunk',
				'raw',
				'store',
			]),
		)
		.option('--theta <list>', 'the factors of the borders, such as 1,2,3 (default: the shop’s setting)')
		.option('--json', 'print JSON')
		.action(({ asOf, mode, theta, json }: Options) =>
			run(async (io) => {
				const { parseThetas } = await import('../domain/nes.ts')
				const { reportNes } = await import('../segments/report-nes.ts')
				const { getSettings } = await import('../store/settings.ts')
				const report = await withStore(io, async ({ db }) => {
					const { nes } = await getSettings(db)
					const thetas = parseThetas(theta?.split(',') ?? nes.theta)
					if (!thetas.ok) throw new CommandFault('--theta must be three rising factors such as 2,2.5,3')
					return await reportNes(db, asOf, {
						mode: mode ?? nes.mode,
						thetas: thetas.value,
						weight: nes.k,
						defaultCycleDays: nes.defaultCycleDays,
					})
				})
				print(io, json, { value: report, sentences: () => write(report) })
				return 0
			}),
		)
}
