import type { IntentWords } from './intent.ts'

export const settings: IntentWords = {
	commands: ['settings', 'language', 'lang', 'birthday'],
	words: `
設定|設置|語言|更改語言|轉語言|切換語言|語言設定|轉英文|轉中文|轉做英文|用英文|用中文|講英文|講中文|英文|中文|英文版|中文版|英語|繁體|簡體|繁體中文|簡體中文|廣東話|粵語|國語|普通話|生日|改生日|更改生日|我的生日|生日月份|填生日|改名|更改姓名|改稱呼|稱呼|暱稱|改電話|轉電話|轉號碼|改號碼|改資料|個人設定|通知設定|推廣設定|偏好|個人檔案|會員資料|暫停推廣|頻率|免打擾|勿擾|換號碼|換電話|換咗電話|換咗號碼|更新電話|分享電話|分享電話號碼|分享號碼|確認電話|確認電話號碼|驗證電話|驗證號碼|登記電話|登記電話號碼|分享我的電話
settings|language|birthday|=english|=chinese|english|chinese|cantonese|mandarin|english please|change language|switch language|in english|in chinese|speak english|speak chinese|english version|preference|profile|my profile|edit profile|update profile|my birthday|change name|change my name|change phone|change my number|change my phone number|new phone number|change birthday|add birthday|notification settings|message settings|frequency|how often|quiet hour|mute|nickname|pause offer|pause promotion|my detail|personal detail|less message|fewer message|fewer offer|share my number|share my phone|share my phone number|verify my number|verify my phone|confirm my number|confirm my phone
改|更改|修改|更換|轉換|轉|換|更新|變更|填|補|登記|輸入|設定|set|change|edit|update|switch|correct|fix|add|enter|modify|put in * 語言|生日|名|名字|姓名|稱呼|電話|電話號碼|手機號碼|手機|號碼|資料|我的資料|個人資料|會員資料|email|電郵|language|birthday|name|phone|number|my number|phone number|profile|my detail|detail|email|my info|personal info|personal detail
轉|用|講|切換|換|switch|speak|talk|reply|write|use|change * 英文|中文|英語|廣東話|國語|普通話|粵語|繁體|簡體|english|chinese|cantonese|mandarin
你|可不可以|可以|do you|can you|could you * 英文|中文|廣東話|english|chinese|cantonese
not understand|cannot read|dont read|do not read|看不懂 * chinese|english|中文|英文
名|名字|姓名|生日|電話|電話號碼|手機|手機號碼|號碼|name|birthday|phone number * 錯|錯了|換|改|轉|變|wrong|不對|changed|轉了|改了|換了
幾耐|多久|how often|frequency * 一次|推廣|promotion|offer|message
調整|管理|改|修改|manage|adjust * 通知|訊息|推廣|notification|message
不要這麼多|不要太多|不要那麼多|少些|少點|減少|less|fewer * 訊息|推廣|通知|message|promotion|offer|notification
`,
}
