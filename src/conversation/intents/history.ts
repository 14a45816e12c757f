import type { IntentWords } from './intent.ts'
import { POINTS as ONLY_POINTS } from './shared-words.ts'

const POINTS = `${ONLY_POINTS}|balance|餘額|總分|結餘`

export const history: IntentWords = {
	commands: ['history'],
	words: `
紀錄|明細|積分紀錄|積分明細|點數明細|點數紀錄|消費紀錄|消費明細|交易紀錄|交易明細|購買紀錄|購物紀錄|訂單紀錄|兌換紀錄|換領紀錄|使用紀錄|過往紀錄|歷史|歷史紀錄|歷史訂單|積分歷史|點數歷史|加分紀錄|扣分紀錄|流水|對帳單|帳單|月結單|收支|積分變動|點數變動|分數紀錄|積分來源
history|transaction|statement|activity|point history|purchase history|order history|transaction history|redemption history|past order|past purchase|previous order|previous purchase|recent activity|recent transaction|record|=log|my record|point record|ledger|point detail|breakdown|point statement
${POINTS} * 為什麼|點解|怎麼會|怎麼|why * 少|扣|減|不見|跌|沒了|扣了|少了|less|fewer|gone|drop
最近|上次|幾時|什麼時候 * 加|入|得|扣|加過|加了|賺 * 分|積分|點數|什麼分
=my purchase|=my purchases|my order history|purchase list
list|show|see|all * purchase|my purchase|transaction|order history
what happen to|what happen with|what happen * ${POINTS}
為什麼|點解|怎麼會|怎麼|why|how come|what happen * 少|扣|減|不見|跌|沒了|扣了|少了|lose|lost|less|fewer|gone|deduct|deducted|minus|charge|charged|drop|dropped|disappear|disappeared|remove|went down|taken|negative * ${POINTS}
為什麼|點解|怎麼會|怎麼|why|how come|what happen * ${POINTS} * 少|扣|減|不見|跌|沒了|歸零|變|不同|lose|lost|less|fewer|gone|deduct|deducted|minus|drop|dropped|disappear|disappeared|remove|went down|taken|change|negative|wrong
為什麼|點解|why|怎麼 * 只有|得返|剩返|only|剩下 * ${POINTS}
扣了|少了|被扣|被扣了|減了|扣咗|少咗|扣 * ${POINTS}
${POINTS} * 被扣|扣了|少了|扣咗|少咗|歸零|不見了|去了哪裡|去哪裡|哪裡來|怎麼來|從哪裡|從何而來|來源|來歷|where from|came from|come from|went|did go|go to|go
where|how * did|do * point * go|come from|went
where did * point * go|come from
how did i get|how did i earn|how did i lose|how i got * ${POINTS}
last|recent|previous|past|latest|earlier * order|purchase|transaction|entry|activity
過往|以往|之前|上次|最近|過去|以前|上個月 * 買|消費|購物|加分|交易|用過|換過|買過|的單|儲分
what did i buy|what have i bought|what i bought|我買過什麼|買過什麼|買了什麼
積分|點數|分|消費|交易|兌換|購物|point * 紀錄|明細|歷史|history|record|detail|流水|log
積分異動|點數異動|異動|點加點減|加減
did i spend|did i use|have i spent|have i used|did i burn * point|point on
${POINTS} * deduct|deducted|drop|dropped|less|lower|gone|lost|disappear|reduced * why
lost|lose * ${POINTS} * why
why|how come * lower|reduced|smaller|not same|different * ${POINTS}
why|how come * ${POINTS} * lower|reduced|smaller|different
lost point|i lost point|lost my point|lost some point
who|邊個|誰 * took|take|use|used|stole|拿|用了|扣 * ${POINTS}
上次|之前|最近 * 買|消費 * 幾多錢|多少錢|what|咩
where|how * point * gone|go|went|vanish
`,
}
