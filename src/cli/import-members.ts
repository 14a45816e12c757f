import type { Command } from 'commander'
import type { ImportMemberRefusal } from '../loyalty/import-member.ts'
import type { MemberColumns, MemberField } from '../shops/csv/member-columns.ts'
import type { MemberRow, MemberRows } from '../shops/csv/members.ts'
import type { Table } from '../shops/csv/table.ts'
import type { Store, Work } from '../store/transact.ts'
import { type AddCommand, CommandFault, createProgress, groupOf, type Io, print, withStore } from './io.ts'
import { readInput, sourceOption } from './options.ts'

type Options = Partial<Record<MemberField, string>> & {
	source: string
	encoding?: string
	dryRun?: boolean
	json?: boolean
}

interface Line {
	line: number
	reason: string
}

interface Answer {
	rows: number
	created: number
	updated: number
	unchanged: number
	rejected: Line[]
	notes?: Line[]
}

const flags: [flag: string, field: MemberField, what: string][] = [
	['id', 'id', 'the file’s own id of the person'],
	['phone', 'phone', 'the phone'],
	['email', 'email', 'the e-mail address'],
	['name', 'name', 'the name'],
	['points', 'points', 'the points'],
	['points-expire', 'pointsExpire', 'the last day of the points'],
	['tier', 'tier', 'the tier, by name'],
	['tier-until', 'tierUntil', 'the last day of the tier'],
	['birthday', 'birthday', 'the birthday'],
	['tags', 'tags', 'the tags'],
	['language', 'language', 'the language'],
	['consent', 'consent', 'the consent to promotions, yes or no'],
	['consent-date', 'consentDate', 'the day of the consent'],
	['consent-source', 'consentSource', 'where it was given'],
	['consent-wording', 'consentWording', 'what was agreed to'],
]

const reasons: Record<ImportMemberRefusal['reason'], string> = {
	'phone-invalid': 'the phone is not a phone number',
	nobody: 'has neither phone nor id nor e-mail: nobody could be found again',
	'points-invalid': 'the points are no amount, or have expired already',
	'birthday-invalid': 'the birthday is in no year',
	'tier-unknown': 'the tier is none of this shop’s',
	'two-members': 'phone and id are those of two different members',
}

const SHOWN = 20
const ROWS_AT_ONCE = 100

function write(
	{ rows, created, updated, unchanged, rejected, notes = [] }: Answer,
	dryRun: boolean | undefined,
): string {
	const would = dryRun ? ' (dry run: nothing was written)' : ''
	const list = (lines: Line[], word: string) =>
		lines.slice(0, SHOWN).map(({ line, reason }) => `line ${line} ${word}: ${reason}`)
	return [
		`${rows} rows: ${created} created, ${updated} updated, ${unchanged} unchanged, ${rejected.length} rejected${would}`,
		...list(rejected, 'rejected'),
		...list(notes, 'taken'),
		...(Math.max(rejected.length, notes.length) > SHOWN ? ['… --json lists them all'] : []),
	].join('\n')
}

async function openTable(path: string, encoding: string | undefined): Promise<Table> {
	const { explainTableRefusal, readTable } = await import('../shops/csv/table.ts')
	const table = await readTable(await readInput(path), encoding)
	if (!table.ok) throw new CommandFault(explainTableRefusal(table))
	return table.value
}

async function chooseColumns(table: Table, options: Options): Promise<MemberColumns> {
	const { recogniseColumns } = await import('../shops/csv/member-columns.ts')
	const given: MemberColumns = {}
	for (const [, field] of flags) {
		const column = options[field]
		if (column === undefined) continue
		if (!table.columns.includes(column))
			throw new CommandFault(`the file has no column ${column}; it has ${table.columns.join(', ')}`)
		given[field] = column
	}
	const columns = recogniseColumns(table.columns, given)
	if (!columns.id && !columns.phone && !columns.email)
		throw new CommandFault(`no column of phone, e-mail or id was recognised among ${table.columns.join(', ')}`)
	return columns
}

async function readRows(store: Store, table: Table, columns: MemberColumns): Promise<MemberRows> {
	const { prepareStore } = await import('../loyalty/prepare-store.ts')
	const { readMembers } = await import('../shops/csv/members.ts')
	const { getProgramAt } = await import('../store/programs.ts')
	const { getSettings } = await import('../store/settings.ts')
	await store.transact(prepareStore)
	const { rules } = await getProgramAt(store.db, store.now())
	const { timeZone } = await getSettings(store.db)
	return readMembers(table, { columns, timeZone, tiers: rules.tiers })
}

type Taken = Pick<Answer, 'created' | 'updated' | 'unchanged'> & { rejected: Line[]; notes: Line[] }

async function takeRows(work: Work, rows: readonly MemberRow[], source: string): Promise<Taken> {
	const { importMember } = await import('../loyalty/import-member.ts')
	const taken: Taken = { created: 0, updated: 0, unchanged: 0, rejected: [], notes: [] }
	for (const { line, id, ...row } of rows) {
		const externalRef = id === undefined ? undefined : `${source}:${id}`
		const result = await importMember(work, { ...row, externalRef, source, by: 'import' })
		if (!result.ok) {
			taken.rejected.push({ line, reason: reasons[result.reason] })
			continue
		}
		taken[result.value.state] += 1
		if (result.value.optedOut && row.consent?.state === 'granted')
			taken.notes.push({ line, reason: 'asked for no promotions: the consent of the file was left out' })
	}
	return taken
}

class DryRun extends Error {
	taken: Taken
	constructor(taken: Taken) {
		super('rolled back')
		this.taken = taken
	}
}

/** A dry run does everything and takes it back. */
async function takeChunk(store: Store, rows: readonly MemberRow[], { source, dryRun }: Options): Promise<Taken> {
	try {
		return await store.transact(async (work) => {
			const taken = await takeRows(work, rows, source)
			if (dryRun) throw new DryRun(taken)
			return taken
		})
	} catch (error) {
		if (error instanceof DryRun) return error.taken
		throw error
	}
}

async function takeAll(io: Io, store: Store, { rows, options }: { rows: readonly MemberRow[]; options: Options }) {
	const progress = createProgress(io)
	const total: Taken = { created: 0, updated: 0, unchanged: 0, rejected: [], notes: [] }
	for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
		const taken = await takeChunk(store, rows.slice(from, from + ROWS_AT_ONCE), options)
		for (const state of ['created', 'updated', 'unchanged'] as const) total[state] += taken[state]
		total.rejected.push(...taken.rejected)
		total.notes.push(...taken.notes)
		progress.show(Math.min(from + ROWS_AT_ONCE, rows.length), rows.length)
	}
	progress.end()
	return total
}

const byLine = (a: Line, b: Line) => a.line - b.line

async function importFile(io: Io, path: string, options: Options): Promise<Answer> {
	const table = await openTable(path, options.encoding)
	const columns = await chooseColumns(table, options)
	return await withStore(io, async (store) => {
		const read = await readRows(store, table, columns)
		const { rejected, notes, ...counts } = await takeAll(io, store, { rows: read.rows, options })
		const allNotes = [...read.notes, ...notes].sort(byLine)
		return {
			rows: table.rows.length + table.rejected.length,
			...counts,
			rejected: [...read.rejected, ...rejected].sort(byLine),
			...(allNotes.length > 0 ? { notes: allNotes } : {}),
		}
	})
}

function addColumnFlags(command: Command): Command {
	for (const [flag, , what] of flags) command.option(`--${flag} <column>`, `column of ${what}`)
	return command
}

export const addImportMembers: AddCommand = (program, run) => {
	addColumnFlags(
		groupOf(program, 'import', 'take over what another system knows')
			.command('members')
			.description('import members from a CSV or .xlsx file; columns are known by their usual names, or named by flags')
			.argument('<file>')
			.option(
				'--source <name>',
				'name of the list; ids of import orders with this source are the same people',
				sourceOption,
				'list',
			),
	)
		.option('--encoding <name>', 'for example big5; default UTF-8, or UTF-16 with its mark')
		.option('--dry-run', 'only say what would happen')
		.option('--json', 'print JSON')
		.action((path: string, options: Options) =>
			run(async (io) => {
				const answer = await importFile(io, path, options)
				print(io, options.json, { value: answer, sentences: () => write(answer, options.dryRun) })
				return answer.rejected.length > 0 ? 2 : 0
			}),
		)
}
