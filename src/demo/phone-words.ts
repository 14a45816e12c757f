export interface PhoneWords {
	title: string
	pill: string
	language: string
	persona: string
	choose: string
	messages: string
	buttons: string
	picture: string
	empty: string
	emptyLink: string
	openLink: string
	type: string
	placeholder: string
	send: string
}

/** What the page itself says; what the bot says comes from the conversation. */
export const phoneWords: Record<'zh' | 'en', PhoneWords> = {
	zh: {
		title: '顧客電話示範',
		pill: '示範・假資料・冇連線',
		language: '中文',
		persona: '扮演顧客',
		choose: '轉',
		messages: '訊息',
		buttons: '按鈕',
		picture: 'QR 碼',
		empty: '打「你好」開始，或者試下「積分」、「換禮物」、「推薦」。',
		emptyLink: '朋友 send 咗條推薦連結畀你。撳下面打開佢。',
		openLink: '🔗 打開朋友條連結',
		type: '輸入訊息',
		placeholder: '打字，例如：積分',
		send: '送出',
	},
	en: {
		title: "A shopper's phone (demo)",
		pill: 'Demo · invented people · offline',
		language: 'English',
		persona: 'Play',
		choose: 'Go',
		messages: 'Messages',
		buttons: 'Buttons',
		picture: 'QR code',
		empty: 'Type “hi” to begin, or try “points”, “rewards”, “refer”.',
		emptyLink: 'A friend sent you a referral link. Tap below to open it.',
		openLink: '🔗 Open the friend’s link',
		type: 'Type a message',
		placeholder: 'For example: points',
		send: 'Send',
	},
}
