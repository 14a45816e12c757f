import type { Persona } from './seed-personas.ts'

export type PageLanguage = 'zh' | 'en'

export interface PhoneWords {
	title: string
	pill: string
	/** The name of this language, on the link to it. */
	language: string
	back: string
	personas: string
	messages: string
	buttons: string
	picture: string
	copied: string
	empty: string
	emptyLink: string
	openLink: string
	type: string
	placeholder: string
	send: string
	time: string
	/** What the clock says: before the date. */
	today: string
	dayLater: string
	monthLater: string
	reset: string
}

/** What the page itself says; what the bot says comes from the conversation. */
export const phoneWords: Record<PageLanguage, PhoneWords> = {
	zh: {
		title: '顧客電話示範',
		pill: '示範・假資料・冇連線',
		language: '中文',
		back: '返回',
		personas: '扮演邊位顧客',
		messages: '訊息',
		buttons: '按鈕',
		picture: 'QR 碼',
		copied: '✓ 已複製',
		empty: '打「你好」開始，或者試下「積分」、「換禮物」、「推薦」。',
		emptyLink: '朋友傳咗條推薦連結畀你。撳下面打開佢。',
		openLink: '🔗 打開朋友條連結',
		type: '輸入訊息',
		placeholder: '打字，例如：積分',
		send: '送出',
		time: '⏩ 時間',
		today: '示範入面而家係',
		dayLater: '過一日',
		monthLater: '過三十日',
		reset: '由頭嚟過',
	},
	en: {
		title: 'A shopper’s phone',
		pill: 'Demo · invented people · offline',
		language: 'English',
		back: 'Back',
		personas: 'Whose phone',
		messages: 'Messages',
		buttons: 'Buttons',
		picture: 'QR code',
		copied: '✓ Copied',
		empty: 'Type “hi” to begin, or try “points”, “rewards”, “refer”.',
		emptyLink: 'A friend sent you a referral link. Open it below.',
		openLink: '🔗 Open the friend’s link',
		type: 'Type a message',
		placeholder: 'For example: points',
		send: 'Send',
		time: '⏩ Time',
		today: 'In the demo it is',
		dayLater: 'A day later',
		monthLater: '30 days later',
		reset: 'Start over',
	},
}

/** A word for the button that takes somebody's phone. */
export const personaTabs: Record<Persona['key'], Record<PageLanguage, string>> = {
	stranger: { zh: '生客', en: 'Stranger' },
	new: { zh: '新會員', en: 'New' },
	gold: { zh: '金卡', en: 'Gold' },
	sleeping: { zh: '沉睡客', en: 'Asleep' },
	imported: { zh: '舊客', en: 'Imported' },
}
