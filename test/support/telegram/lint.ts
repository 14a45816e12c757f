import { existsSync, readFileSync } from 'node:fs'
import { isRecord } from './params.ts'

/** One field of the machine-readable Bot API. */
interface SpecField {
	name: string
	types: string[]
	required: boolean
	description: string
}
interface Spec {
	version: string
	methods: Record<string, { fields?: SpecField[] }>
	types: Record<string, { fields?: SpecField[]; subtypes?: string[] }>
}

type Check = (value: unknown, path: string, problems: string[]) => void
export type Lint = (method: string, values: Record<string, unknown>) => string[]

const PLACE = new URL('../../../../shared/emulators/telegram/spec/api.min.json', import.meta.url)
/** Parts of a button that decorate it; beside them there must be exactly one action. */
const DECORATION = ['text', 'icon_custom_emoji_id', 'style']
type Checker = { lint: Lint; version: string }
const loaded = new Map<string, Checker | undefined>()

/** The strict request checker, or undefined where the machine-readable Bot API is not at hand. */
export function loadLint(place: URL = PLACE): Checker | undefined {
	if (!loaded.has(place.href)) loaded.set(place.href, readSpec(place))
	return loaded.get(place.href)
}

function readSpec(place: URL): Checker | undefined {
	if (!existsSync(place)) return undefined
	const spec: Spec = JSON.parse(readFileSync(place, 'utf8'))
	return { lint: compileSpec(spec), version: spec.version }
}

/** Makes one check per method. The real server ignores what it does not know, so only this finds a misspelt field. */
export function compileSpec(spec: Spec): Lint {
	const types = new Map<string, Check>()
	const methods = new Map<string, Check>()
	for (const [name, method] of Object.entries(spec.methods))
		methods.set(name.toLowerCase(), fieldsCheck(name, method.fields ?? [], typeCheck))

	function typeCheck(name: string): Check {
		const known = types.get(name)
		if (known) return known
		// A type may contain itself: the place is taken before it is filled.
		let real: Check = () => {}
		types.set(name, (value, path, problems) => real(value, path, problems))
		real = buildType(name)
		return real
	}

	function buildType(name: string): Check {
		if (name.startsWith('Array of ')) return arrayCheck(typeCheck(name.slice(9)))
		const plain = PLAIN[name]
		if (plain) return plain
		const type = spec.types[name]
		if (!type) return (_value, path, problems) => problems.push(`${path}: unknown type ${name}`)
		if (type.subtypes?.length) return anyOf(type.subtypes.map(typeCheck))
		const fields = fieldsCheck(name, type.fields ?? [], typeCheck)
		return name === 'InlineKeyboardButton' ? both(fields, oneAction) : fields
	}

	return (method, values) => {
		const check = methods.get(method.toLowerCase())
		if (!check) return [`unknown method ${method}`]
		const problems: string[] = []
		check(values, '', problems)
		return problems
	}
}

const expect =
	(test: (value: unknown) => boolean, name: string): Check =>
	(value, path, problems) => {
		if (!test(value)) problems.push(`${path}: expected ${name}, got ${typeof value}`)
	}

const PLAIN: Record<string, Check> = {
	Integer: expect(Number.isSafeInteger, 'Integer'),
	Float: expect((value) => typeof value === 'number', 'Float'),
	Boolean: expect((value) => typeof value === 'boolean', 'Boolean'),
	True: expect((value) => value === true, 'True'),
	String: expect((value) => typeof value === 'string', 'String'),
	InputFile: () => {},
}

const both =
	(first: Check, second: Check): Check =>
	(value, path, problems) => {
		first(value, path, problems)
		second(value, path, problems)
	}

const arrayCheck =
	(item: Check): Check =>
	(value, path, problems) => {
		if (!Array.isArray(value)) return void problems.push(`${path}: expected an Array`)
		for (const [index, one] of value.entries()) item(one, `${path}[${index}]`, problems)
	}

/** Several types are allowed: the complaints of the nearest one count. */
function anyOf(checks: Check[]): Check {
	return (value, path, problems) => {
		let nearest: string[] | undefined
		for (const check of checks) {
			const found: string[] = []
			check(value, path, found)
			if (found.length === 0) return
			if (!nearest || found.length < nearest.length) nearest = found
		}
		problems.push(...(nearest ?? []))
	}
}

const oneAction: Check = (value, path, problems) => {
	if (!isRecord(value)) return
	const actions = Object.keys(value).filter((key) => !DECORATION.includes(key))
	if (actions.length !== 1) problems.push(`${path}: exactly one action expected, got ${actions.length}`)
}

function fieldsCheck(owner: string, fields: SpecField[], typeCheck: (name: string) => Check): Check {
	const known = new Map(
		fields.map((field) => {
			const checks = field.types.map(typeCheck)
			const type = checks.length === 1 && checks[0] ? checks[0] : anyOf(checks)
			return [field.name, { required: field.required, check: both(type, limitCheck(field.description)) }]
		}),
	)
	return (value, path, problems) => {
		if (!isRecord(value)) return void problems.push(`${path}: expected ${owner}`)
		const at = (name: string) => (path ? `${path}.${name}` : name)
		for (const name of Object.keys(value))
			if (!known.has(name)) problems.push(`${at(name)}: ${owner} has no such field`)
		for (const [name, field] of known) {
			if (value[name] !== undefined) field.check(value[name], at(name), problems)
			else if (field.required) problems.push(`${at(name)}: missing`)
		}
	}
}

/** The limits stand in each field's own sentence: "1-64 bytes", "At most 100 …", "must be one of …". */
function limitCheck(sentence: string): Check {
	const span = /(\d+)-(\d+) (characters|bytes)/.exec(sentence)
	const afterParsing = /after entit(?:y|ies) parsing/.test(sentence)
	const most = /At most (\d+)/.exec(sentence) ?? /list of \d+-(\d+)/.exec(sentence)
	const choice = /[Mm]ust be one of ((?:["“][^"”]+["”](?: \([^)]*\))?(?:, or |, | or )?)+)/.exec(sentence)
	const allowed = choice?.[1] && [...choice[1].matchAll(/["“]([^"”]+)["”]/g)].map((one) => one[1])
	return (value, path, problems) => {
		if (typeof value === 'string') {
			const visible = afterParsing ? value.replace(/<[^>]*>/g, '').replace(/&(?:lt|gt|amp|quot);/g, '.') : value
			const length = span?.[3] === 'bytes' ? Buffer.byteLength(visible) : visible.length
			if (span && (length < Number(span[1]) || length > Number(span[2])))
				problems.push(`${path}: ${length} ${span[3]}, allowed are ${span[1]}-${span[2]}`)
			if (allowed && !allowed.includes(value)) problems.push(`${path}: "${value}" is none of ${allowed.join(', ')}`)
		}
		if (Array.isArray(value) && most && value.length > Number(most[1]))
			problems.push(`${path}: ${value.length} items, allowed are ${most[1]}`)
	}
}
