import type { IntentWords } from './intent.ts'
import { TIER } from './shared-words.ts'

export const tier: IntentWords = {
	commands: ['tier', 'tiers', 'level'],
	words: `
等級|級別|會員等級|會員級別|升級|升等|保級|續級|降級|降等|級數|等級制度|會籍等級|會員制度|會員分級|升級進度|升級條件|升等條件|升級門檻|下一級|下個級別|下一個等級|=進度|=升|=我的進度
tier|tier status|level|membership level|membership tier|membership status|my status|member status|upgrade|downgrade|next level|next tier|level up|=status|=rank|~rank|=ranking|=progress|my progress|tier progress|tier benefit
vip|金卡|銀卡|白金卡|鑽石卡|金級|銀級|金會員|銀會員|金卡會員|銀卡會員|黃金會員|白銀會員|白金會員|鑽石會員|vip會員|vip 會員|gold|gold member|gold tier|silver|silver member|platinum|platinum member|diamond member
仲差|還差|差|爭|距離|離|仲要|還要|要|需要|再買|再消費|買|消費|使|spend * 升級|升等|升|保級|下一級|${TIER}
${TIER} * 仲差|還差|差|爭|距離|條件|門檻|要求|怎麼|點樣|requirement|need|how
怎麼|點樣|幾時|什麼時候|條件|門檻|有什麼|可不可以|可以|如何 * 升級|升等|升|保級|續級|下一級|成為 vip|金卡|銀卡|gold|vip
會員福利|會員禮遇|會員權益|會員好處|會員待遇|會員著數|會員特權|級別福利|等級福利|禮遇|權益|福利|會員有咩好處|會員有什麼好處|會員有咩福利|會員有咩著數
benefit|perk|privilege|member benefit|membership benefit|member perk|membership perk
benefit|perk|privilege|difference * ${TIER}|member|membership
${TIER} * benefit|perk|privilege|福利|好處|禮遇|權益|優惠|有咩|有什麼
need|spend|spending|more|far|close|how|much|get|reach|become|become a|until|qualify|hit|left * gold|silver|vip|platinum|diamond|next tier|next level|gold member|gold tier|silver member|higher tier
how|what|when|which * upgrade|tier|level up|my level|my tier|level
升級|升等|升|下一級|保級|gold|vip|金卡|銀卡 * 幾多錢|多少錢|幾多|多少|怎麼|要幾|條件
how much|how many|what * spend|spending|buy|need|pay * gold|silver|vip|next tier|next level|tier|level|upgrade|platinum
${TIER} * expire|valid|renew|until|end|到期|過期
keep|renew|maintain|retain|lose|stay|remain|extend * tier|level|status|gold|silver|vip|my tier|my level|my status
會籍|會員資格|會員|等級|級別|金卡|銀卡|vip * 到期|續會|續期|續約|有效期|過期|期限|幾時完
續會|續期|續約|renew membership|membership renewal|membership expire|renew my membership|會員續期
membership|member * expire|renew|renewal|valid until
我是什麼級|什麼級|哪一級|哪級|幾級|邊級|咩級|是什麼會員|係咩會員|什麼級別|什麼等級|我是什麼會員|我係咩會員
what * member am i|member i am|membership do i have
升|升做|升到|升為|升上 * ${TIER}
怎麼|點樣|如何|點|怎樣|幾多錢|多少錢|教我 * 儲分|儲積分|賺分|賺積分|賺點|累積點數|累積積分|累積分數|集點|積點|攞分|得分|有分|先有分
=點儲分|=點樣儲分|=怎麼累積點數|=怎樣累積點數|=如何累積點數|=儲分方法|=儲分|=積分制度|=點樣計分|=點計分|=怎麼算點數|=how do i earn points|=how to earn points|=how do i get points|=how do i collect points|=how can i earn points|=how are points earned|=how do points work|=earn points|=買幾多先有分|=幾多錢一分|=幾錢一分|=how many points per dollar
點樣|怎麼|如何|怎樣 * 攞|拿|得到|賺|儲 * 多點|多啲|更多 * 分|積分|點數
how|what * earn|collect|accumulate * point
分幾級|幾個級別|幾多級|幾個等級|幾個級|多少個等級|how many tier|how many level|tier list|list of tier
怎麼|想|要|可以|如何|點樣|how|want * 成為|做|當|變成|變|become|be * 金卡會員|銀卡會員|vip會員|vip|金卡|銀卡|gold member|gold|silver member
會籍級別|會籍級數
${TIER} * 有咩優惠|有什麼優惠|offer|discount
跌|降|掉|降低 * 級|等級|級別|tier|level
點解|為什麼|why * 升|級|等級|tier|level|gold|silver|vip
升級|升等 * 優惠|禮物|獎賞|gift|reward
`,
}
