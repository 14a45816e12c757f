import type { IntentWords } from './intent.ts'
import { HAVE, HOW_MANY, POINTS } from './shared-words.ts'

export const card: IntentWords = {
	commands: ['me', 'points', 'card', 'balance'],
	words: `
積分|點數|分數|紅利點數|紅利|積點|會員點數|餘額|結餘|餘分|剩餘積分|剩餘點數|積分餘額|點數餘額|會員卡|會籍|會員狀態|會籍狀態|會員資料卡
~會員
=分|=我的分|=我啲分|=查分|=睇分|=查分數|=幾多分|=多少分|=幾分|=有幾分|=我的帳戶|=帳戶|=會員中心|=查詢
point|balance|point balance|reward balance|loyalty point|loyalty card|member card|membership card|my card|account balance|loyalty status|total point|~score|~stamp
=card|=me|=my account|=account|=membership|=my membership|=member|=loyalty
${HOW_MANY} * ${POINTS}
${POINTS} * ${HOW_MANY}
${HAVE} * 積分|點數|分|紅利
積分|點數|分 * 剩|剩下|剩餘|淨|淨返
剩|剩低|剩下|還有|有 * 幾多|多少|幾 * 分|積分|點數 * 可以用|用得|能用
查|睇|看|查詢|查下|check|see|show|view|tell|display|know|where|lookup|look up * ${POINTS}|餘額|balance|會員卡|card|loyalty card
${POINTS} * 查|查詢|check|在哪裡看|哪裡看|怎麼看|怎麼查|喺邊睇
${POINTS} * 到期|過期|失效|有效期|幾時到|有效|期限|清零|expire|valid|validity|until when|run out|worth|總共|一共
expire|validity|valid|worth|總共|一共|到期|過期|快到期|就到期|即將到期 * ${POINTS}
有幾點|剩幾點|還有幾點|還剩幾點|有多少點|剩多少點|多少點|幾點紅利|剩下幾點|累積幾點
how much do i have|how many do i have|how much have i got|how many left|how much left|what do i have|what i have left|how much i have
儲了|儲咗|累積了|集了|集到|賺了|存了 * 幾多|多少|幾
未生效|處理中|待生效|等待中|pending|not yet usable * ${POINTS}
${POINTS} * 未生效|處理中|待生效|pending|幾時生效|什麼時候生效|幾時可以用|用得
積分|點數|分 * 值 * 錢
am i a member|am i already a member|am i member|我是不是會員|我是會員|我係咪會員|我有沒有會員|我入了會未
=我的卡|=我張卡|=卡|分夠期|my points card
already * join|joined|register|sign up|member|a member
已經|早就|已 * 入會|入了會|是會員|登記了|加入了
`,
}
