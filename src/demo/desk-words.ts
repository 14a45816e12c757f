import type { PageLanguage } from './phone-words.ts'
import type { QuestStep } from './quest.ts'

export interface DeskWords {
	title: string
	panes: string
	phone: string
	shop: string
	tasks: string
	/** The same on a narrow tab. */
	tasksTab: string
	skins: string
	doIt: string
	/** Where a code can be typed as staff would. */
	code: string
	use: string
	notUsed: string
	feed: string
	quiet: string
	audience: string
	allDone: string
	/** Leads to setting up a shop of one's own. */
	ownShop: string
	inspector: string
	nothing: string
	before: string
	after: string
	ledger: string
	steps: Record<QuestStep, { title: string; hint: string }>
}

export const deskWords: Record<PageLanguage, DeskWords> = {
	zh: {
		title: '示範',
		panes: '版面',
		phone: '顧客電話',
		shop: '商戶後台',
		tasks: '60 秒任務',
		tasksTab: '任務',
		skins: '通訊程式',
		doIt: '幫我做',
		code: '店員輸入優惠碼',
		use: '使用',
		notUsed: '呢個優惠碼用唔到。',
		feed: '即時動態',
		quiet: '仲未有事發生。',
		audience: '收到推廣嘅沉睡客',
		allDone: '全部做晒！',
		ownShop: '開自己間店',
		inspector: '檢視',
		nothing: '講句嘢先，就見到佢點諗。',
		before: '之前',
		after: '之後',
		ledger: '新積分帳',
		steps: {
			join: { title: '經朋友連結入會', hint: '生客撳朋友條連結，再入會。' },
			tier: { title: '仲差幾多先升級', hint: '金卡會員問「仲差幾多先升級」。' },
			redeem: { title: '換一張券', hint: '金卡會員打「換禮物」，揀一份，確認。' },
			use: { title: '店員核銷', hint: '店員喺收銀處輸入優惠碼。' },
			broadcast: { title: '發推廣畀沉睡客', hint: '後台出一個推廣，睇住沉睡客部電話響。夜晚會先去到朝早。' },
			stop: { title: '回覆「退訂」', hint: '沉睡客打「退訂」，收到推廣嘅人少一個。' },
		},
	},
	en: {
		title: 'Demo',
		panes: 'Panes',
		phone: 'Phone',
		shop: 'Console',
		tasks: '60-second tour',
		tasksTab: 'Tour',
		skins: 'App',
		doIt: 'Do it for me',
		code: 'Staff type the code',
		use: 'Use',
		notUsed: 'That code is not good.',
		feed: 'What happens now',
		quiet: 'Nothing yet.',
		audience: 'Sleepers who take offers',
		allDone: 'That is all!',
		ownShop: 'Set up your own shop',
		inspector: 'Inspector',
		nothing: 'Say something, and see what becomes of it.',
		before: 'Before',
		after: 'After',
		ledger: 'New ledger rows',
		steps: {
			join: { title: 'Join by a friend’s link', hint: 'The stranger opens the friend’s link and joins.' },
			tier: { title: 'How far to the next tier', hint: 'The Gold member asks “how far to the next tier”.' },
			redeem: { title: 'Redeem a coupon', hint: 'The Gold member types “rewards”, picks one, confirms.' },
			use: { title: 'Staff use the coupon', hint: 'Staff type the code at the counter.' },
			broadcast: {
				title: 'Write to the sleepers',
				hint: 'A broadcast from the console: watch the sleeper’s phone ring. At night it goes on to the morning first.',
			},
			stop: { title: 'Answer “stop”', hint: 'The sleeper says stop: one fewer takes offers.' },
		},
	},
}

/** What a row of the ledger is called. */
export const entryWords: Record<PageLanguage, Partial<Record<string, string>>> = {
	zh: {
		earn: '消費',
		bonus: '獎賞',
		join: '入會',
		referral: '推薦',
		redeem: '換領',
		reverse: '收回',
		adjust: '調整',
		expire: '到期',
		birthday: '生日',
		gift: '贈送',
		import: '帶過嚟',
		undo: '還原',
		clawback: '退貨',
		'debt-payment': '補返',
		forgive: '豁免',
		'transfer-in': '轉入',
		'transfer-out': '轉出',
	},
	en: {
		earn: 'order',
		bonus: 'bonus',
		join: 'joined',
		referral: 'referral',
		birthday: 'birthday',
		gift: 'gift',
		import: 'brought along',
		adjust: 'corrected',
		undo: 'undone',
		'transfer-in': 'moved in',
		redeem: 'redeemed',
		expire: 'expired',
		clawback: 'returned',
		'debt-payment': 'made up',
		forgive: 'forgiven',
		reverse: 'taken back',
		'transfer-out': 'moved out',
	},
}
