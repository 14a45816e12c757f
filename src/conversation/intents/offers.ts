import type { IntentWords } from './intent.ts'

export const offers: IntentWords = {
	commands: ['offers', 'deals'],
	words: `
優惠|最新優惠|現時優惠|今期優惠|本月優惠|今日優惠|優惠活動|優惠資訊|活動|折扣|特價|減價|促銷|特惠|著數|推廣活動|最新推廣|最新活動|打折|折頭|有折|幾折|清貨|開倉|限時|快閃|買一送一|特賣|大減價|優惠價|回饋|檔期|新品|新貨|新產品|新款|會員優惠|會員價|會員日|=推廣|~推廣|=折|=平
promotion|offer|current offer|latest offer|special offer|member offer|deal|discount|sale|~special|on sale|flash sale|clearance|new arrival|new product|=news|=what is new|any discount|best deal|bargain|happy hour|buy one get one|member price|what is on sale|special today|this week special
有咩|有沒有|有什麼|有冇|今日|今天|本週|這週|今個月|這個月|最近|現在|現時|新|最新|any|what|today|this week|this month|current|latest|new|got|have|see|show * 優惠|折|折扣|活動|推廣|特價|著數|promotion|offer|deal|discount|sale|special
優惠|折扣|活動|推廣|promotion|offer|deal|discount|sale * 嗎|今日|現在|本月|幾時|到幾時|什麼時候|now|today|this week|this month|going on|available
抵買|有咩抵|抵食|有咩平|有咩抵買|優惠節目|節日優惠
black friday|xmas|christmas|new year|cny|double 11|mother day|singles day * deal|sale|offer|promotion|discount
`,
}
