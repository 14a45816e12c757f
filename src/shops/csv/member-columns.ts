/** What a column of a member list can say. */
export const memberFields = [
	'id',
	'phone',
	'email',
	'name',
	'points',
	'pointsExpire',
	'tier',
	'tierUntil',
	'birthday',
	'tags',
	'language',
	'consent',
	'consentDate',
	'consentSource',
	'consentWording',
] as const

export type MemberField = (typeof memberFields)[number]

/** Which column says what; the file's own names. */
export type MemberColumns = Partial<Record<MemberField, string>>

// as shops and tills of Hong Kong and Taiwan call them
const usualNames: Record<MemberField, readonly string[]> = {
	id: ['id', 'customer id', 'member id', 'customer', '會員編號', '會員號碼', '客戶編號', '顧客編號', '編號'],
	phone: [
		...['phone', 'phone number', 'mobile', 'mobile phone', 'mobile number', 'tel', 'telephone', 'whatsapp'],
		...['電話', '電話號碼', '手機', '手機號碼', '手提', '手提電話', '行動電話', '聯絡電話', '流動電話'],
	],
	email: ['e mail', 'email', 'email address', 'e mail address', '電郵', '電郵地址', '電子郵件', '電子信箱', '信箱'],
	name: [
		'name',
		'full name',
		'customer name',
		'member name',
		'姓名',
		'名稱',
		'名字',
		'會員姓名',
		'客戶姓名',
		'顧客姓名',
	],
	points: ['points', 'point balance', 'points balance', 'balance', '積分', '點數', '分數', '紅利點數', '積分餘額'],
	pointsExpire: [
		'points expire',
		'points expiry',
		'points expire on',
		'expiry',
		'expiry date',
		'到期日',
		'積分到期日',
		'點數到期日',
		'有效期',
	],
	tier: ['tier', 'level', 'member tier', 'member level', 'membership', '等級', '級別', '會員等級', '會員級別', '會籍'],
	tierUntil: [
		'tier until',
		'tier expiry',
		'tier ends',
		'membership expiry',
		'等級到期日',
		'級別到期日',
		'會籍到期日',
		'等級有效期',
	],
	birthday: ['birthday', 'birth date', 'birthdate', 'date of birth', 'dob', '生日', '出生日期'],
	tags: ['tags', 'tag', 'labels', '標籤', '標記'],
	language: ['language', 'locale', '語言', '語系'],
	consent: [
		'consent',
		'marketing',
		'marketing consent',
		'accepts marketing',
		'subscribed',
		'同意推廣',
		'接收推廣',
		'接受推廣',
		'訂閱',
		'同意行銷',
	],
	consentDate: ['consent date', 'consent at', 'consented on', 'subscribed on', '同意日期', '訂閱日期'],
	consentSource: ['consent source', 'consent from', '同意來源', '訂閱來源'],
	consentWording: ['consent wording', 'consent text', '同意文字', '同意內容'],
}

function plainName(column: string): string {
	return column
		.normalize('NFKC')
		.toLowerCase()
		.replace(/[\s_\-.:：]+/g, ' ')
		.trim()
}

const fieldOf = new Map(
	memberFields.flatMap((field) => usualNames[field].map((name) => [plainName(name), field] as const)),
)

/**
 * The columns of a file by their usual names, in English and Chinese; what is given by hand wins, and takes its column
 * from whatever it would have been. Of two columns of one meaning the first counts.
 */
export function recogniseColumns(columns: readonly string[], given: MemberColumns): MemberColumns {
	const taken = new Set(Object.values(given))
	const found: MemberColumns = {}
	for (const column of columns) {
		const field = fieldOf.get(plainName(column))
		if (field && !taken.has(column)) found[field] ??= column
	}
	return { ...found, ...given }
}
