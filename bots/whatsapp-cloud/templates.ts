import type { TemplateDefinition } from '../../src/domain/notice-templates.ts'
import { GraphError, reasonOf } from './errors.ts'
import type { Graph, KeptTemplate, NewTemplate } from './graph.ts'

/** How a template stands at WhatsApp; MISSING when it was never pushed, else the platform's own word. */
export interface TemplateState {
	name: string
	language: string
	status: string
	category: string
	/** Why it was refused, in the platform's words. */
	reason?: string
}

export interface Pushed extends TemplateState {
	did: 'created' | 'was-there' | 'refused'
}

const nameOf = ({ name, language }: { name: string; language: string }) => `${name} ${language}`

function toForm({ name, language, category, text, examples }: TemplateDefinition): NewTemplate {
	const example = examples.length > 0 ? { example: { body_text: [examples] } } : {}
	return { name, language, category, components: [{ type: 'BODY', text, ...example }] }
}

function stateOf(kept: KeptTemplate): TemplateState {
	const { name, language, status, category, rejected_reason: reason } = kept
	return { name, language, status, category, ...(reason && reason !== 'NONE' ? { reason } : {}) }
}

/** Compares what is shipped with what WhatsApp has. Throws GraphError or GraphSilence. */
export async function listTemplateStates(
	graph: Pick<Graph, 'listTemplates'>,
	definitions: readonly TemplateDefinition[],
): Promise<TemplateState[]> {
	const kept = new Map((await graph.listTemplates()).map((one) => [nameOf(one), one]))
	return definitions.map((definition) => {
		const found = kept.get(nameOf(definition))
		const { name, language, category } = definition
		return found ? stateOf(found) : { name, language, category, status: 'MISSING' }
	})
}

/** Hands in what WhatsApp does not have yet; run again it hands in nothing twice. Throws when nothing can be handed in. */
export async function pushTemplates(
	graph: Pick<Graph, 'listTemplates' | 'createTemplate'>,
	definitions: readonly TemplateDefinition[],
): Promise<Pushed[]> {
	const states = await listTemplateStates(graph, definitions)
	const pushed: Pushed[] = []
	for (const [index, definition] of definitions.entries()) {
		const state = states[index]
		if (!state) continue
		if (state.status === 'MISSING') pushed.push(await push(graph, definition))
		else pushed.push({ ...state, did: 'was-there' })
	}
	return pushed
}

async function push(graph: Pick<Graph, 'createTemplate'>, definition: TemplateDefinition): Promise<Pushed> {
	const { name, language, category } = definition
	try {
		const made = await graph.createTemplate(toForm(definition))
		return { name, language, status: made.status, category: made.category || category, did: 'created' }
	} catch (error) {
		// one that is refused for its words must not keep the others back
		if (!(error instanceof GraphError) || error.status !== 400) throw error
		const reason = error.title || reasonOf(error.code, error.status)
		return { name, language, category, status: 'REFUSED', reason, did: 'refused' }
	}
}

/** The text of a kept template with its gaps filled, as a person would read it; a gap without a value stays. */
export function previewTemplate(
	{ components }: Pick<KeptTemplate, 'components'>,
	variables: readonly string[],
): string {
	const parts = components.filter(({ type }) => ['HEADER', 'BODY', 'FOOTER'].includes(type.toUpperCase()))
	return parts
		.map(({ text = '' }) =>
			text.replace(/\{\{(\d+)\}\}/g, (gap, number: string) => variables[Number(number) - 1] ?? gap),
		)
		.filter(Boolean)
		.join('\n')
}

/** How many gaps the body of a kept template has. */
export function countGaps({ components }: Pick<KeptTemplate, 'components'>): number {
	const body = components.find(({ type }) => type.toUpperCase() === 'BODY')?.text ?? ''
	return Math.max(0, ...[...body.matchAll(/\{\{(\d+)\}\}/g)].map(([, number]) => Number(number)))
}
