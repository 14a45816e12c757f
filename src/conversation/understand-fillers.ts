/** Words that carry no wish of their own: they are not counted when a message is weighed. */
export const fillerPhrases: readonly string[] = `
i|me|my|mine|the|a|an|to|of|for|in|on|at|it|this|that|these|those|is|are|am|was|be|been|do|did|does|can|could|would|should|will|may|might|you|your|we|our|us|and|so|or|but|just|now|please|kindly|some|any|there|here|with|from|by|about|have|has|had|hi|hello|hey|hiya|dear|sir|madam|miss|bro|sis|thanks|thank you|want|wanna|want to|would like|like to|i would like|love to|would love|would love to|need|need to|know|let me|let|give me|show me|tell me|get me|send me|see|check|get|give|show|tell|find|look|where|what|which|how|when|who|why|how do i|how can i|how to|what is|where is|where can i|help me|can you|could you|can i|could i|may i|is there|are there|do you have|do i|i am|im|ive|ok|okay|well|um|uh|er|oh|yo|also|still|again|then|if|its|up|out|go|going|try|trying|would|really|actually|right|today|too|as|soon|possible|asap|all|more|one|point me to|point me|la|lah|ar|ah|lor|leh|wor|meh|ga|not sure|wondering|i was wondering|good morning|good afternoon|good evening|morning|much|many|everyone|anyone know|sorry|excuse me|quick question|question|asking|ask|bot|chat|your shop|your store|guys|yet|already|ever|very|so much|a lot|lots|request
我|我的|我們|我想|我要|我想要|想|想要|要|需要|請問|請|問|問下|想問|想問下|想請問|想知|想知道|想了解|想睇|想看|想查|麻煩|麻煩你|勞駕|唔該|唔該你|謝謝|多謝|可以|可不可以|得不得|能不能|能|能否|可否|會不會|幫|幫我|幫手|同我|替我|給|給我|看|看下|看看|查|查下|查詢|查看|找|拿|告訴|告訴我|講|講下|話|知道|知不知道|知|你|你們|你好|哈囉|嗨|喂|早晨|早安|大家好|的|地|了|過|些|個|個個|一個|一下|下|一點|有|有沒有|有冇|是|是不是|是否|怎麼|怎麼樣|怎麼可以|怎樣|什麼|哪裡|哪|在哪裡|在|什麼時候|為什麼|多少|現在|今日|今天|剛剛|剛才|最近|這裡|這|這個|這張|那|那個|那裡|呀|啊|啦|喇|呢|嗎|吧|囉|喔|哦|喎|㗎|咧|嘛|嗯|唉|哎|先|就|都|也|又|還|還是|再|和|跟|同|與|或|但|但是|因為|如果|應該|會|打算|準備|一|不好意思|唔好意思|勞煩|求|快|盡快|啱啱|原來|其實|即是|即係|好似|好像|覺得|希望|小姐|先生|店員小姐|靚女|靚仔|老師|hello|hi|pls|thanks|thx|check|d|di|到|去|來|做|用|讓|把|將|對|從|為|才|所以|然後|之後|一直|已經|仲|邊度|之|吓|得|住|嚟|點|晒|曬|哂|下|先|本人|本店|貴店|貴公司
`
	.split(/[|\n]/)
	.map((one) => one.trim())
	.filter((one) => one !== '')

/** Words whose single characters mean something else inside them: 分店 is no point, 折扣 no deduction. */
export const protectedWords: readonly string[] =
	`會員碼|會員編號|會員號碼|會員號|會員條碼|會員二維碼|會員等級|會員級別|會員優惠|會員福利|會員權益|會員制度|會員價|會員日|會員資料|會籍級別|金卡會員|銀卡會員|vip會員|discount coupon|分店|分享|分鐘|十分|部分|分公司|分期|分開|充分|分別|分類|身分|分手|換貨|交換|更換|轉換|退換|換碼|換色|換人|換季|別人|家人|介紹人|推薦人|個人|人民幣|機器人|機械人|客人|男人|女人|人數|多人|主人|本人|人工|人員|收據|收銀|收藏|收入|收費|開始|離開|公開|開心|收到|優惠券|優惠碼|折扣碼|折扣券|推薦碼|邀請碼|promotion code|discount code|gift card|gift voucher|order history|關係|關於|有關|信用卡|不用|用戶|費用|作用|停車|停泊|發票|發貨|發現|發生|多少|折扣|減價|到期|到底|加入|入會|入面|名單|升級|高級|超級|不見|要求|重要|主要|只要|需要|想要|有限|所有|沒有|有沒有|可以|不可以|傳統|寄存|關注|送貨|收貨|買單|點心|取消|消費|記得|發燒|店員|書店|飯店|酒店|平時|折頭|入口|入錢|入數|分紅|加拿大|全部|換領|兌換|換購|同埋`.split(
		'|',
	)
