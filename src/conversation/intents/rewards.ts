import type { IntentWords } from './intent.ts'
import { COUPON, POINTS } from './shared-words.ts'

export const rewards: IntentWords = {
	commands: ['rewards', 'redeem', 'gifts'],
	words: `
獎賞|獎勵|換禮物|換領|兌換|換獎|換獎賞|換東西|換嘢|換禮|換禮品|換購|換贈品|換現金|換券|換優惠券|換現金券|換coupon|換 voucher|用分|用積分|用點數|用紅利|積分換|分換|點數換|積分商城|點數商城|兌換商城|獎品|贈品|禮物|禮品|領獎|領禮物|攞禮物|拿禮物|兌獎|換獎品|換什麼|換咩|積分兌換|點數兌換|兌換禮物|獎賞目錄|兌換目錄|=換|=用分換
reward|redeem|reward catalog|reward catalogue|catalog|catalogue|=gift|=gifts|=prize|~gift|~prize|use point|use my point|spend point|spend my point|exchange point|trade point|swap point|cash in|convert point|burn point|redeem point|redeem my point|redeem gift|redeem reward|free gift|claim reward|claim my reward|claim gift|claim my gift|claim a reward|claim a gift|get reward|get my reward|reward list|reward menu|available reward
有|可以|夠|夠不夠|得|怎麼|能|多少|要|想|點|我要|幾多|用|拿|可唔可以 * 換|兌換|換領
換|兌換|換領|redeem * 什麼|東西|禮物|獎|現金|產品|商品|咖啡|嘢飲|飲品|gift|something|item|free|stuff|now
${POINTS} * 換|兌換|換領|redeem|抵|扣|抵扣|當錢|折抵
${POINTS} * 用|使用|做咩|有咩用|什麼用|怎麼用|可以用|用在哪裡|買|可以買|拿什麼|可以拿|有什麼用|用得|can i use|how to use|can buy|use for|used for|good for
用|使用|花|拿 * ${POINTS} * 換|買|兌換|抵|當|付
用|使用 * 積分|點數|紅利|分
${POINTS} * 換|兌換|redeem|換到|換得 * ${COUPON}|禮物|東西|咩|什麼|現金|獎|產品|幾多|多少
換|兌換|redeem * ${COUPON}
how many|how much * point * need|for|to get|to redeem|require|get
要|需要 * 幾多|多少|幾 * 分|點|積分|點數
redeem|use|spend|exchange|convert|trade|swap|turn|burn * ${POINTS}
what|how much * ${POINTS} * get|buy|redeem|worth
how to use|how do i use|how can i use|how do i use my|where can i use * ${POINTS}
what|how * get|redeem|buy|exchange|trade * point|my point
what * reward|gift|redeem|prize
point * to|for|into|toward * voucher|cash|what|gift|coupon|reward|cash|voucher|stuff|discount
what can i get|what can i redeem|what is available to redeem|what do i get|anything to redeem|can i redeem|can i get something
enough point|enough for
夠分|夠積分|夠點數|夠唔夠分|分夠不夠|點數夠不夠
有|有什麼|有咩|睇|看|查|想要 * 禮物|獎賞|獎勵|獎品|贈品
怎麼用|如何用|怎麼使用|如何使用 * 分|積分|點數|紅利|point
what can i exchange|freebie|freebies|free stuff|換飲品|換嘢飲|換咖啡
積分|點數|分|point * 做什麼|可以做什麼|做到什麼
gift|reward|prize * list|catalog|menu
`,
}
