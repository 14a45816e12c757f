import type { Compilable, CompiledQuery } from 'kysely'
import type { Db } from './db.ts'
import { findDirect } from './direct.ts'

/** Stands for a value of a query while it is compiled. */
class Gap {
	readonly name: string
	constructor(name: string) {
		this.name = name
	}
}

interface Template {
	query: CompiledQuery
	/** For each parameter the value it always has, or the gap that a run fills. */
	parameters: readonly unknown[]
}

const gaps = new Proxy({} as Record<string, Gap>, { get: (_, name) => new Gap(String(name)) })

/** The values of a run in the order of the query. */
function fill({ parameters }: Template, values: Record<string, unknown>): unknown[] {
	return parameters.map((parameter) => (parameter instanceof Gap ? values[parameter.name] : parameter))
}

/**
 * A query of a hot path: built and compiled at its first run on each database, afterwards only filled, which takes half
 * the time. Values may stand only where the query has parameters: a condition on null must be written out.
 */
export function compileOnce<D extends Db, Values extends object, Row>(
	build: (db: D, values: Values) => Compilable<Row>,
): (db: D, values: Values) => Promise<Row[]> {
	const templates = new WeakMap<object, Template>()
	return async (db, values) => {
		const executor = db.getExecutor()
		let template = templates.get(executor.adapter)
		if (!template) {
			const query = build(db, gaps as Values).compile()
			template = { query, parameters: query.parameters }
			templates.set(executor.adapter, template)
		}
		const parameters = fill(template, values as Record<string, unknown>)
		const direct = findDirect(db)
		if (direct) return direct.execute(template.query.sql, parameters).rows as Row[]
		const { rows } = await executor.executeQuery<Row>({ ...(template.query as CompiledQuery<Row>), parameters })
		return rows
	}
}

/** The same for statements whose columns vary: one template for each set of columns. */
export function compileEach<D extends Db, Values extends object, Row>(
	build: (db: D, values: Values, columns: readonly string[]) => Compilable<Row>,
): (db: D, values: Values, columns: readonly string[]) => Promise<Row[]> {
	const runs = new Map<string, (db: D, values: Values) => Promise<Row[]>>()
	return (db, values, columns) => {
		const key = columns.join()
		let run = runs.get(key)
		if (!run) {
			run = compileOnce<D, Values, Row>((of, gap) => build(of, gap, columns))
			runs.set(key, run)
		}
		return run(db, values)
	}
}
