import { html } from 'hono/html'
import { type Html, none, renderPage } from '../page.ts'
import { problemKinds } from '../problems.ts'
import { scopes } from './scopes.ts'

interface Schema {
	$ref?: string
	type?: string | string[]
	format?: string
	description?: string
	enum?: unknown[]
	properties?: Record<string, Schema>
	required?: string[]
	items?: Schema
}

interface Operation {
	summary?: string
	security?: Record<string, string[]>[]
	parameters?: { name: string; in: string; required?: boolean; schema?: Schema; description?: string }[]
	requestBody?: { content: Record<string, { schema: Schema }> }
	responses: Record<string, { description: string; content?: Record<string, { schema: Schema }> }>
}

/** The parts of the OpenAPI document that the page shows. */
interface Document {
	info: { title: string; description?: string }
	paths?: Record<string, Record<string, Operation>>
	components?: { schemas?: Record<string, Schema> }
}

const nameOf = (schema: Schema) => schema.$ref?.split('/').at(-1)

function typeOf(schema: Schema | undefined): string {
	if (!schema) return ''
	const name = nameOf(schema)
	if (name) return name
	if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ')
	if (schema.items) return `${typeOf(schema.items)}[]`
	const type = [schema.type ?? 'any'].flat().join(' | ')
	return schema.format ? `${type} (${schema.format})` : type
}

function renderFields(fields: [name: string, type: string, description: string][]): Html {
	const rows = fields.map(
		([name, type, description]) =>
			html`<tr><th scope="row"><code>${name}</code></th><td>${type}</td><td>${description}</td></tr>`,
	)
	return html`<table class="stack"><thead><tr><th scope="col">Field</th><th scope="col">Type</th><th scope="col">Meaning</th></tr></thead>
<tbody>${rows}</tbody></table>`
}

function renderOperation(path: string, method: string, operation: Operation): Html {
	const scope = operation.security?.[0]?.['apiKey']?.[0] ?? ''
	const body = operation.requestBody?.content['application/json']?.schema
	const parameters = (operation.parameters ?? []).map((one): [string, string, string] => [
		`${one.name}${one.required ? '' : '?'}`,
		`${one.in} · ${typeOf(one.schema)}`,
		one.description ?? one.schema?.description ?? '',
	])
	const answers = Object.entries(operation.responses).map(([status, { description, content }]) => {
		const schema = Object.values(content ?? {})[0]?.schema
		return [status, typeOf(schema), description] as [string, string, string]
	})
	return html`<section class="card"><h2><code>${method.toUpperCase()} ${path}</code></h2>
<p>${operation.summary ?? ''} · <span class="pill">${scope}</span></p>
${parameters.length > 0 ? renderFields(parameters) : none}
${body ? html`<p>Body: <a href="#schema-${typeOf(body)}">${typeOf(body)}</a></p>` : none}
${renderFields(answers)}</section>`
}

function renderSchema(name: string, schema: Schema): Html {
	const required = new Set(schema.required)
	const fields = Object.entries(schema.properties ?? {}).map(([field, of]): [string, string, string] => [
		`${field}${required.has(field) ? '' : '?'}`,
		typeOf(of),
		of.description ?? '',
	])
	return html`<section class="card" id="schema-${name}"><h2>${name}</h2>${renderFields(fields)}</section>`
}

/** The reference page of the API, drawn from the OpenAPI document itself. */
export function renderReference(described: object): Html {
	const { info, paths = {}, components } = described as Document
	const operations = Object.entries(paths).flatMap(([path, methods]) =>
		Object.entries(methods).map(([method, operation]) => renderOperation(path, method, operation)),
	)
	const problems = Object.entries(problemKinds).map(
		([kind, [status, title]]) =>
			html`<tr id="${kind}"><th scope="row"><code>${kind}</code></th><td>${status}</td><td>${title}</td></tr>`,
	)
	const main = html`<h1>${info.title}</h1><p>${info.description ?? ''}</p>
<p>Send <code>Authorization: Bearer suki_…</code>; a key is made by <code>suki api-key create --scopes …</code>. <a href="/openapi.json">openapi.json</a></p>
<section class="card"><h2>Scopes</h2><ul>${Object.entries(scopes).map(([scope, means]) => html`<li><code>${scope}</code>: ${means}</li>`)}</ul></section>
${operations}
${Object.entries(components?.schemas ?? {}).map(([name, schema]) => renderSchema(name, schema))}
<section class="card"><h2>Problems</h2><table class="stack"><thead><tr><th scope="col">Name</th><th scope="col">Status</th><th scope="col">Meaning</th></tr></thead>
<tbody>${problems}</tbody></table></section>`
	return renderPage({ locale: 'en', title: info.title, main, wide: true })
}
