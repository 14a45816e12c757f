import type { IntentWords } from './intent.ts'

export const store: IntentWords = {
	commands: ['store', 'shop', 'hours'],
	words: `
門市|門市資料|分店|地址|店址|位置|地點|門店|門店地址|店鋪|鋪頭|商店|實體店|營業時間|開放時間|辦公時間|營業|開門時間|營業到幾點|幾點開門|幾點開|幾點關門|幾點關|幾點收|開門|關門|電話|電話號碼|聯絡電話|聯絡方式|聯絡資料|店鋪電話|門市電話|網址|網站|官網|網店|地圖|地鐵|交通|泊車|停車|停車場|附近|怎麼去|你們在哪裡|你們在哪|在什麼地方|什麼地方|在哪裡|在哪|店在哪裡|鋪在哪裡|開到幾點|幾點打烊|休息日|公眾假期|開不開|有開|有沒有開|幾點營業|幾點|~哪裡|instagram|facebook|ig|fb
store|store info|shop info|store address|shop address|address|location|opening hour|opening time|business hour|store hour|shop hour|closing time|hour|open|~close|phone|phone number|contact number|contact info|contact detail|your number|website|web site|~map|google map|direction|where are you|get there|how to get there|how do i get there|停車位|泊車位|where you at|where is the shop|where is your shop|where is your store|where is the store|parking|car park|mtr|nearest|branch|outlet|=shop|~shop|=your shop|=your store|open today|are you open|when open|what time|~when open|your address|your location|your email|email address
幾點|什麼時候|今日|今天|聽日|明天|星期|星期日|禮拜日|禮拜|週末|周末|假期|公眾假期|現在|當日|平日|年初一|新年|聖誕|幾時 * 開|開門|關|關門|營業|休息|收|返工
你們|你哋|鋪|店|間鋪|門市|分店|公司|鋪頭|店鋪 * 在哪裡|哪裡|在哪|怎麼去|幾點|開門|關門|電話|地址|開到幾點|位置|休息
哪裡|在哪裡|邊區|哪區|附近 * 店|鋪|門市|分店|地址
有沒有|有 * 分店|門市|鋪頭|實體店|店鋪|停車場
what time|when|today|tomorrow|sunday|saturday|weekend|monday|tuesday|wednesday|thursday|friday|holiday|public holiday|now|still|until when|how late|christmas|new year * open|close|opening|closing|shut|open until
open|close|closing * today|tomorrow|sunday|saturday|weekend|monday|holiday|now|time|late|what time|when
where * shop|store|located|location|branch|find you|outlet|your place
how * get to|get there|go to|find * shop|store|there|you|your
phone|contact|whatsapp|shop|store|telephone * number|detail
number * call|to call|shop
call * shop|store|number
visit * shop|store|you
幾點閂|開幾點|幾點上班|幾點下班|幾點開始|幾點結束|幾點關店|which mtr|mtr station|港鐵
`,
}
