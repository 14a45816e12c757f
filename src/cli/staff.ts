import type { Command } from 'commander'
import type { Locale } from '../messaging/channel.ts'
import { findHandle } from './find-handle.ts'
import { type AddCommand, CommandFault, groupOf, print, withStore } from './io.ts'

function staffGroup(program: Command): Command {
	return groupOf(program, 'staff', 'people of the shop who work in the chat')
}

/** The link to open, or what to type where the bot's name is not known. */
function linkOf(handle: string | undefined, token: string): string {
	return handle === undefined ? `/start s_${token}` : `https://t.me/${handle}?start=s_${token}`
}

interface InviteOptions {
	name?: string
	role: string
	locale?: string
	id?: string
}

const locales: readonly string[] = ['zh-HK', 'zh-Hant', 'en']

function readPerson({ name, role, locale }: InviteOptions) {
	const called = name?.trim().slice(0, 60) ?? ''
	if (called === '') throw new CommandFault('--name: what is she called?')
	if (role !== 'manager' && role !== 'staff') throw new CommandFault('--role: manager or staff')
	if (locale !== undefined && !locales.includes(locale))
		throw new CommandFault(`--locale: one of ${locales.join(', ')}`)
	return { name: called, role, locale: (locale ?? null) as Locale | null } as const
}

export const addStaffInvite: AddCommand = (program, run) => {
	staffGroup(program)
		.command('invite')
		.description('print a one-time link, good for a day, that lets somebody of the shop work in the chat')
		.option('--name <name>', 'adds a person of this name')
		.option('--role <role>', 'manager or staff', 'staff')
		.option('--locale <locale>', 'zh-HK, zh-Hant or en')
		.option('--id <stf_…>', 'a new link for somebody who was added before')
		.action((options: InviteOptions) =>
			run(async (io) => {
				const person = options.id === undefined ? readPerson(options) : undefined
				const { addStaff, createStaffInvite } = await import('../conversation/staff-invite.ts')
				const { findStaffByPublicId } = await import('../store/staff.ts')
				const act = { by: 'cli', origin: 'cli' }
				const link = await withStore(io, async (store, config) => {
					const handle = await findHandle(config)
					return await store.transact(async (work) => {
						const staff = person
							? await addStaff(work, { ...person, ...act })
							: await findStaffByPublicId(work.tx, options.id ?? '')
						const token = staff && (await createStaffInvite(work, { staffId: staff.id, ...act }))
						return token?.ok ? linkOf(handle, token.value) : undefined
					})
				})
				if (link === undefined) throw new CommandFault('--id: nobody with this id works in the chat: suki staff list')
				io.out(link)
				if (!link.startsWith('https:'))
					io.err('Telegram is not connected here: once it is, this is what to write to the bot, within a day')
				return 0
			}),
		)
}

export const addStaffList: AddCommand = (program, run) => {
	staffGroup(program)
		.command('list')
		.description('everybody of the shop, with role and whether a chat is linked')
		.option('--json', 'print JSON')
		.action((options: { json?: boolean }) =>
			run(async (io) => {
				const { listStaff } = await import('../store/staff.ts')
				const rows = await withStore(io, ({ db }) => listStaff(db))
				const list = rows.map((row) => ({
					id: row.public_id,
					name: row.name,
					role: row.role,
					chat: row.address_id !== null,
					revoked: row.revoked_at !== null,
				}))
				const stateOf = (one: (typeof list)[number]) => (one.revoked ? 'revoked' : one.chat ? 'in the chat' : 'no chat')
				print(io, options.json, {
					value: list,
					sentences: () =>
						list.map((one) => `${one.id}  ${one.role.padEnd(8)}  ${stateOf(one)}  ${one.name}`).join('\n'),
				})
				return 0
			}),
		)
}

export const addStaffRevoke: AddCommand = (program, run) => {
	staffGroup(program)
		.command('revoke')
		.argument('<id>', 'stf_…')
		.description('end everything a person of the shop may do, at once: chat, console, links, and the keys she made')
		.action((id: string) =>
			run(async (io) => {
				const { revokeStaff } = await import('../conversation/staff-invite.ts')
				const result = await withStore(io, (store) =>
					store.transact((work) => revokeStaff(work, { publicId: id, by: 'cli', origin: 'cli' })),
				)
				if (!result.ok)
					throw new CommandFault(
						result.reason === 'unknown'
							? 'there is nobody with this id: suki staff list'
							: 'the last owner cannot be revoked',
					)
				io.out(`${result.value.name}: revoked`)
				return 0
			}),
		)
}
