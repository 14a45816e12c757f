import { writeFile } from 'node:fs/promises'
import type { Config } from '../config.ts'
import type { Store } from '../store/transact.ts'
import { findHandle } from './find-handle.ts'
import { type AddCommand, CommandFault, withStore } from './io.ts'

const MEMBERS_AT_ONCE = 200

/** A spreadsheet runs what begins with these as a formula. */
const safeCell = (text: string) => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text)

interface LinkRow {
	member: string
	customer: string
	name: string
	phone: string
	email: string
	/** What follows start= of a t.me link, or the first word of a WhatsApp message. */
	code: string
	/** The page with both apps; without a public address, straight into Telegram. */
	link: string
	expires: string
}

async function linker(config: Config): Promise<(code: string) => string> {
	const { publicUrl } = config
	if (publicUrl) return (code) => `${publicUrl}/a/${code}`
	const handle = await findHandle(config)
	return (code) => (handle === undefined ? '' : `https://t.me/${handle}?start=a_${code}`)
}

async function makeLinks(store: Store, config: Config, days: number | undefined): Promise<LinkRow[]> {
	const { createActivationLinks } = await import('../loyalty/create-activation-link.ts')
	const { listUnclaimed } = await import('../store/unclaimed.ts')
	const { listPhones } = await import('../store/member-phones.ts')
	const { dayOf, formatDay } = await import('../domain/calendar.ts')
	const { getSettings } = await import('../store/settings.ts')
	const { timeZone } = await getSettings(store.db)
	const linkOf = await linker(config)
	const rows: LinkRow[] = []
	for (let afterId = 0; ; ) {
		const members = await listUnclaimed(store.db, afterId, MEMBERS_AT_ONCE)
		const last = members.at(-1)
		if (!last) return rows
		const memberIds = members.map((member) => member.id)
		const links = await store.transact((work) =>
			createActivationLinks(work, { memberIds, ...(days === undefined ? {} : { days }) }),
		)
		for (const { memberId, code, expiresAt } of links) {
			const member = members.find((one) => one.id === memberId)
			const [phone] = await listPhones(store.db, memberId)
			rows.push({
				member: member?.public_id ?? '',
				customer: safeCell(member?.external_ref ?? ''),
				name: safeCell(member?.name ?? ''),
				phone: phone ? store.keys.decrypt(phone.phone_encrypted) : '',
				email: safeCell(member?.email ?? ''),
				code: `a_${code}`,
				link: linkOf(code),
				expires: formatDay(dayOf(expiresAt, timeZone)),
			})
		}
		afterId = last.id
	}
}

export const addActivationLinks: AddCommand = (program, run) => {
	program
		.command('activation-links')
		.description('write a CSV with a fresh one-time link for each imported member nobody has claimed; older links end')
		.argument('<file>', 'where to write it; - for standard output')
		.option('--days <number>', 'how long the links are good for', Number)
		.action((file: string, { days }: { days?: number }) =>
			run(async (io) => {
				if (days !== undefined && !(Number.isInteger(days) && days >= 1 && days <= 366))
					throw new CommandFault('--days must be a whole number from 1 to 366')
				const { stringify } = await import('csv-stringify/sync')
				const rows = await withStore(io, (store, config) => makeLinks(store, config, days))
				const columns = ['member', 'customer', 'name', 'phone', 'email', 'code', 'link', 'expires']
				const text = stringify(rows, { header: true, columns })
				if (file === '-') io.out(text.trimEnd())
				// the links open memberships: nobody else on this machine should read them
				else await writeFile(file, `\uFEFF${text}`, { mode: 0o600 })
				io.err(`${rows.length} links`)
				return 0
			}),
		)
}
