import { freshSession, saveSession } from '../conversation/session.ts'
import { insertChatMessage } from '../store/chat-messages.ts'
import { insertStaff } from '../store/staff.ts'
import type { Work } from '../store/transact.ts'
import type { Chance } from './chance.ts'
import type { Lived, World } from './seed-life.ts'

const MINUTE_MS = 60_000

interface Line {
	minutesAgo: number
	text: string
	/** Said by the shop. */
	byStaff?: true
}

/** Two people who asked for somebody of the shop and are waiting. */
const chats: readonly { inEnglish: boolean; lines: readonly Line[] }[] = [
	{
		inEnglish: false,
		lines: [
			{ minutesAgo: 52, text: '真人' },
			{ minutesAgo: 51, text: '想訂一個八吋生日蛋糕，聽日下晝五點嚟上環店攞，得唔得？' },
			{ minutesAgo: 44, text: '你好，我係阿明。八吋嘅有士多啤梨同朱古力，想要邊款？', byStaff: true },
			{ minutesAgo: 42, text: '士多啤梨！寫「爸爸生日快樂」可以嗎？' },
		],
	},
	{
		inEnglish: true,
		lines: [
			{ minutesAgo: 17, text: 'I would like to talk to somebody' },
			{ minutesAgo: 16, text: 'My points for the order on Sunday are still not there. Could you have a look?' },
		],
	},
]

export const WAITING_CHATS = chats.length

function choosePeople(lives: readonly Lived[], inEnglish: boolean): Lived[] {
	return lives.filter(
		({ plan, profile }) =>
			plan.joinedAt !== null &&
			plan.persona === undefined &&
			profile.isReachable &&
			plan.orders.length > 2 &&
			(plan.locale === 'en') === inEnglish,
	)
}

/** Writes the chats that wait for staff, and who answered. */
export async function writeChats(work: Work, { frame }: World, given: { lives: readonly Lived[]; chance: Chance }) {
	const { lives, chance } = given
	const ming = await insertStaff(work.tx, {
		public_id: work.newId('stf'),
		name: '阿明',
		role: 'staff',
		locale: 'zh-HK',
		created_at: work.now,
	})
	for (const { inEnglish, lines } of chats) {
		const addressId = chance.pick(choosePeople(lives, inEnglish)).plan.id
		for (const line of lines)
			await insertChatMessage(work.tx, {
				address_id: addressId,
				direction: line.byStaff ? 'out' : 'in',
				text: line.text,
				staff_id: line.byStaff ? (ming?.id ?? null) : null,
				at: frame.now - line.minutesAgo * MINUTE_MS,
			})
		const modeAt = frame.now - (lines[0]?.minutesAgo ?? 0) * MINUTE_MS
		await saveSession(work, addressId, { ...freshSession(), mode: 'waiting', modeAt, toldWaiting: true })
	}
}
