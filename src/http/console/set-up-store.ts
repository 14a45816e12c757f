import { freshProgram } from '../../domain/program.ts'
import { done, type Refusal, type Result, refuse } from '../../domain/result.ts'
import { seedReward } from '../../domain/rewards/index.ts'
import type { StoreSettings } from '../../domain/settings.ts'
import type { WhatsAppAnswers } from '../../domain/whatsapp-choice.ts'
import { updateReward } from '../../loyalty/create-reward.ts'
import type { Locale } from '../../messaging/channel.ts'
import { insertAudit } from '../../store/audit.ts'
import { claimLink, findLink, insertLink } from '../../store/one-time-links.ts'
import { hasOrders } from '../../store/orders.ts'
import { ensureProgram, insertProgram } from '../../store/programs.ts'
import { listRewardRows } from '../../store/rewards.ts'
import { getSettings, setSettings } from '../../store/settings.ts'
import { hasOwner, insertStaff, type Staff } from '../../store/staff.ts'
import type { Store, Work } from '../../store/transact.ts'

const KIND = 'setup'
const PAYLOAD = '{}'
const TOKEN_BYTES = 24
/** Long enough for a set-up begun on one day and ended on another; the program prints a new one at every start. */
const LINK_TTL_MS = 7 * 86_400_000

/**
 * Makes the one-time link by which the first owner sets the shop up, and answers its token (/setup/<token>). Those of
 * other starts stay good, a week each, until there is an owner; undefined then.
 */
export async function createSetUpLink(work: Work): Promise<string | undefined> {
	const { tx, now, keys, random } = work
	if (await hasOwner(tx)) return undefined
	const token = Buffer.from(random(TOKEN_BYTES)).toString('base64url')
	await insertLink(tx, {
		token_hash: keys.hash('token', token),
		kind: KIND,
		payload: PAYLOAD,
		created_at: now,
		expires_at: now + LINK_TTL_MS,
		used_at: null,
	})
	return token
}

/** Whether a set-up link is good, changing nothing. */
export async function isSetUpLink(store: Store, token: string): Promise<boolean> {
	const link = await findLink(store.db, store.keys.hash('token', token), KIND)
	return (
		link !== undefined && link.used_at === null && (link.expires_at ?? 0) > store.now() && !(await hasOwner(store.db))
	)
}

export interface SetUp {
	token: string
	ownerName: string
	login: string
	/** As hashPassword made it. */
	password: string
	shopName: string
	locale: Locale
	currency: string
	timeZone: string
	/** What was said of the shop's WhatsApp number. */
	whatsapp?: WhatsAppAnswers
}

/** Country whose numbers may be written without a prefix, by the currency of the shop. */
const countries: Partial<Record<string, string>> = { HKD: 'HK', TWD: 'TW', MOP: 'MO', CNY: 'CN', SGD: 'SG', MYR: 'MY' }

/** Money and days of orders that are there already keep their meaning: then currency and zone stay as they are. */
async function changeSettings(work: Work, setUp: SetUp): Promise<StoreSettings> {
	const { tx, now } = work
	const before = await getSettings(tx)
	const { shopName, locale, currency, timeZone } = setUp
	const country = countries[currency] ?? before.country
	const ground = (await hasOrders(tx)) ? {} : { currency, timeZone, country }
	const whatsappAnswers = setUp.whatsapp ?? before.whatsappAnswers
	const settings = { ...before, ...ground, shopName, locale, whatsappAnswers, setUpAt: now }
	await setSettings(tx, settings)
	return settings
}

/** The programme must count in the shop's currency: a fresh one does so from the start, another is replaced. */
async function matchProgram(work: Work, currency: string, by: string): Promise<void> {
	const { tx, now } = work
	const { version } = await ensureProgram(tx, { currency, at: now })
	if (version.rules.currency === currency) return
	await insertProgram(tx, { rules: freshProgram(currency), effectiveFrom: now, at: now, by })
	await matchReward(work, currency)
}

/** The reward a fresh store begins with is worth 10 major units; one that somebody edited stays. */
async function matchReward(work: Work, currency: string): Promise<void> {
	const [only, ...others] = await listRewardRows(work.tx)
	if (!only || others.length > 0 || only.version !== 1) return
	const { terms, costPoints } = seedReward(currency)
	const result = await updateReward(work, { rewardId: only.id, version: 1, change: { terms, costPoints } })
	if (!result.ok) throw new Error('the reward of a fresh programme was refused')
}

/** Makes the owner and the shop of a one-time link, once. */
export async function setUpStore(work: Work, setUp: SetUp): Promise<Result<Staff, Refusal<'link-used'>>> {
	const { tx, now, keys, newId } = work
	const link = await claimLink(tx, { tokenHash: keys.hash('token', setUp.token), kind: KIND, now })
	if (!link || (await hasOwner(tx))) return refuse('link-used')
	const owner = await insertStaff(tx, {
		public_id: newId('stf'),
		name: setUp.ownerName,
		login: setUp.login,
		password: setUp.password,
		role: 'owner',
		locale: setUp.locale,
		address_id: null,
		member_id: null,
		created_at: now,
		revoked_at: null,
	})
	// without an owner nobody else can have the login, so a clash is a fault
	if (!owner) throw new Error('the login of the first owner is taken')
	const settings = await changeSettings(work, setUp)
	await matchProgram(work, settings.currency, owner.public_id)
	await insertAudit(tx, { at: now, actor: owner.public_id, action: 'store.set-up', origin: 'console' })
	return done(owner)
}
