import type { IntentWords } from './intent.ts'

export const link: IntentWords = {
	commands: ['link'],
	words: `
連結帳戶|連結帳號|連結會員|連結 whatsapp|連結 telegram|連結另一個 app|綁定|綁定帳戶|綁定會員|綁定手機|綁定電話|綁定 whatsapp|綁定 telegram|綁 line|綁定 line|合併|合併帳戶|合併會員|合併積分|合併點數|帳戶合併|駁埋|同步|串連|連動|跨平台|轉平台|=連結|~連結|=綁|~綁
link account|link my account|link whatsapp|link telegram|connect|connect account|connect my account|connect whatsapp|connect telegram|merge|merge account|merge my account|combine account|sync|sync account|~bind|pair|another app|other app|two account|both app|both account|=link|~link
關聯|帳戶關聯|關聯帳戶
兩張|兩個|2 張|2張|2 個|two|both * 會員卡|卡|card|membership|account|帳戶|戶口
another|other|second|different|old * account|membership
會員卡|帳戶|會員|card|account|membership * 合併|merge|combine|合埋
綁|綁定|連結|連|駁|接|同步|轉去|轉到|合併|link|connect|merge|add|sync|combine|pair|bind|move to|switch to * whatsapp|telegram|line|帳戶|帳號|另一個 app|另一個app|其他 app|app|account|other account|other number|app together
兩個|2 個|2個|two|2|both|different|其他|另一個|other|another * 帳戶|帳號|account|app|會員|會籍 * 合併|merge|合成|合埋|一個|combine|link|連
合併|merge|combine|join together * 會員|會籍|帳戶|account|member|card|point|積分|點數
whatsapp|telegram|line * 一齊用|都用到|也可以用|用同一|同一個|同一張|as well|too|same card|same account|same point
use|用 * same|同一 * whatsapp|telegram|line
whatsapp|telegram|line * 用埋|一齊|也用|連返|連|都可以
轉咗|轉到|轉了|換了|改用 * telegram|whatsapp|line
link|connect|add * card|my card|number|my number|phone
`,
}
