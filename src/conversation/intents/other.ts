import type { IntentWords } from './intent.ts'

export const other: IntentWords = {
	commands: [],
	words: `
幾錢|多少錢|價錢|價格|價位|售價|幾多蚊|幾蚊|how much is|how much does|how much for|how much are|how much do these|how much do they|how much it|price|price list|cost|收費|費用
退貨|換貨|退換|退換貨|退款|退錢|退貨政策|refund|return policy|return item|return an item|return this|return it|return goods|exchange item|exchange this|exchange for|exchange it|return|換碼|換size|換 size|換色|換尺碼|換大|換細|換一件|換件|換過|換另一|更換貨品|money back|壞了|爛了|爛咗|壞咗|有瑕疵|瑕疵|錯貨|寄錯|broken|damaged|defect|defective|wrong item|wrong size|faulty
送貨|運費|寄|快遞|物流|派送|宅配|出貨|發貨|到貨|訂單|我的訂單|取消訂單|單號|order status|my order|cancel order|cancel my order|cancel the order|cancel my booking|delivery|deliver|ship|shipping|shipment|track|tracking|parcel|package|courier|place an order|order online|下單|落單|外賣|takeaway
有貨|現貨|缺貨|補貨|存貨|庫存|斷貨|stock|in stock|out of stock|restock|available in|尺碼|size|碼數|顏色|color|colour|材質|成分|過敏|allergy|allergic|ingredient|vegan|halal
預約|預訂|訂位|訂座|留座|book|booking|reserve|reservation|appointment|訂枱|改期
付款|付錢|支付|payment|payme|pay me|支付寶|alipay|wechat pay|微信支付|信用卡|credit card|八達通|octopus|fps|轉數快|line pay|街口|apple pay|google pay|分期|刷卡|visa|mastercard
招聘|請人|請唔請人|應徵|兼職|工作|hiring|job|vacancy|part time|salary
換 * 尺寸|尺碼|碼數|size|顏色|色|款式|另一件|大一號|細一號
取消兌換|取消換領|取消這次兌換|cancel redeem|cancel the redeem|cancel my redeem|cancel this redeem
leave|left|lost|forgot * at the|in the|in your|at your|behind
leave * review|comment|message|feedback|note|tip|voicemail|umbrella|bag|behind
will|would|do|if * lose * point|my point|everything
會不會|會唔會 * 沒有|消失|清零|冇晒|沒了|冇咗
review|leave a review|leave review|leave a comment|leave a message|leave message|leave a feedback|leave feedback|leave it|leave it to|leave my|leave the shop|leave the store|leave home|leave work|feedback|評價|評論|留言|feedback form
wifi|wi fi|洗手間|廁所|toilet|restroom|washroom|bathroom|weather|天氣|下雨|落雨|打風|颱風|typhoon|plastic bag|膠袋|禮品包裝|gift wrap|gift wrapping|包裝|gift card
有咩推薦|有什麼推薦|推薦什麼|推薦哪|推薦一下|推薦下|推介一下|推介下|推薦咩|推薦邊|有推薦|有推介|有咩推介|有什麼推介|推介什麼|推介咩|推薦產品|推薦商品|推薦餐廳|推薦一款|what do you recommend|recommend a product|recommend something|recommendation|any recommendation|what would you recommend|can you recommend|could you recommend|介紹產品|介紹一下|介紹下|best seller|bestseller
停車費|泊車費|parking fee|保養|保固|維修|warranty|repair|安裝|install|說明書|產地|正貨|真貨|假貨|authentic|fake
批發|wholesale|合作|代購|團購|sponsor|贊助|supplier
stop by|stop at|stop over|stop off|bus stop|last stop|next stop|non stop|stop losing|stop working|stopped working|stop for|point of sale|point of|the point|no point|good point|at this point|at some point|to the point|point of view|starting point|有一點|一點|點心|點餐|點讚|指點|差一點|早一點|快一點|unit price|leave now|data plan|credit note|card machine|phone case|手機殼|電話殼|換季|交換|換人|姊妹|不要停|別停|dont stop|never stop|whats the point|test|testing
join the queue|join the line|join me|join us for|join you|加入購物車|加入購物籃|add to cart|加購|加入我的
what time is it|what is the time|time now|point taken|take your point|see your point|my point is|your point
我想買|想買|want to buy|like to buy|looking to buy|order a|order some|我想訂|想訂|蛋糕|cake|生日禮物|做禮物|送禮|送人|gift for|present for|a present|birthday cake
衫|條裙|連身裙|對鞋|件貨|件褲|手袋|包包|dress|shirt|shoe|pants|jeans|jacket|coat|handbag
will|would|do|does * point|my point|reward|coupon * disappear|vanish|gone|lost|delete|lose|void
stop and go|playing field|too expensive|expensive|cheaper|好貴|太貴|平啲得唔得|join hands|staff discount
subscribe|訂閱 * youtube|channel|magazine|頻道|雜誌
`,
}
