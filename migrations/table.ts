import { type ColumnDefinitionBuilder, type Kysely, PostgresAdapter, sql } from 'kysely'

type Column = [type: 'int' | 'text', rule?: 'null' | { default: number | string } | { references: string }]
type Columns = Record<string, Column>

interface TableOptions {
	/** Without a primary key given, the table gets an integer column `id`. */
	primaryKey?: string[]
	unique?: string[][]
}

export const int: Column = ['int']
export const intNull: Column = ['int', 'null']
export const text: Column = ['text']
export const textNull: Column = ['text', 'null']
export const zero: Column = ['int', { default: 0 }]
export const to = (table: string): Column => ['int', { references: `${table}.id` }]

function build(column: ColumnDefinitionBuilder, rule: Column[1]): ColumnDefinitionBuilder {
	if (rule === 'null') return column
	if (rule && 'references' in rule) return column.references(rule.references).notNull()
	if (rule) return column.notNull().defaultTo(rule.default)
	return column.notNull()
}

/** Makes a table the same way on both databases. */
export async function createTable(db: Kysely<unknown>, name: string, columns: Columns, options: TableOptions = {}) {
	const postgres = db.getExecutor().adapter instanceof PostgresAdapter
	let table = db.schema.createTable(name)
	if (!options.primaryKey)
		table = postgres
			? table.addColumn('id', 'bigint', (c) => c.generatedByDefaultAsIdentity().primaryKey())
			: // without autoincrement SQLite gives the id of a deleted last row out again: a reply would pass for one already sent
				table.addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement())
	for (const [column, [type, rule]] of Object.entries(columns))
		table = table.addColumn(column, type === 'int' ? 'bigint' : 'text', (c) => build(c, rule))
	if (options.primaryKey) table = table.addPrimaryKeyConstraint(`${name}_pk`, options.primaryKey as never)
	for (const key of options.unique ?? [])
		table = table.addUniqueConstraint(`${name}_${key.join('_')}_unique`, key as never)
	// SQLite clusters a table on its primary key only when told so
	if (options.primaryKey && !postgres) table = table.modifyEnd(sql`without rowid`)
	await table.execute()
}

/** Makes an index, of the rows a condition names when one is given. */
export async function createIndex(db: Kysely<unknown>, table: string, columns: string[], where?: string) {
	const index = db.schema
		.createIndex(`${table}_${columns.join('_')}`)
		.on(table)
		.columns(columns)
	await (where ? index.where(sql.raw<boolean>(where)) : index).execute()
}

/** Makes a column unique among the rows a condition names. */
export async function createUniqueIndex(db: Kysely<unknown>, table: string, column: string, where: string) {
	const index = db.schema.createIndex(`${table}_${column}_unique`).on(table).column(column).unique()
	await index.where(sql.raw<boolean>(where)).execute()
}
