/**
 * Written without a look at the vocabulary, by what a sensible person would expect: most must be understood, however
 * the words change. It measures; what it misses is not to be copied into the word lists.
 */
export const blind: Record<string, string> = {
	join: `
		我想入會 | 點樣先可以做你哋會員 | 幫我登記做會員啦 | 入會要唔要錢 | 怎么加入会员 | 我要注册会员 | 我想加入 |
		How do I become a member? | sign me up please | can i join your membership | jion | i want to jion | ｊｏｉｎ |
		想開個會員戶口 | 申請會員卡 | 请帮我办一张会员卡 | want to register as a member | 我朋友叫我嚟入會 |
		入會 AB12CD | 如何成為會員 | I'd like to sign up | membership sign up | 加入會員有咩著數 | 仲未係會員，想登記 |
		我想做會員 | 唔該，想入會 | 我想申請成為會員 | 我都想入會呀 | 入会 | 登记 | 加入 | 怎样成为你们的会员 |
		如何注册 | 免費入會 | 我想拎張會員卡 | 點樣登記 | i wanna be a member | let me join | Join now | join the club |
		register | registr | enroll me in your loyalty program | become a member | is it free to join? |
		我掃咗QR code想入會 | 新會員登記 | 入會有咩好處 | 我係新客，想入會 | 我可以點樣申請會員呀？ | 開個member俾我 |
		想攞會員身份 | 我還不是會員，要怎麼加入？ | 请问怎么办理会员 | how can my mom become a member |
		I want to be part of your rewards program | memebrship sign up | join membership plz | 我想参加你们的会员计划 |
		參加會員計劃 | 入會手續 | 登記新會員要填咩 | JOIN!!! | Where do I sign up |
		Hi, I'd like to become a member of your shop | 我啱啱喺舖頭見到個QR，想入會 | 新用户注册 |
		请帮我注册会员，谢谢 | 我可唔可以登記做會員？ | 入會有冇年齡限制 | joining fee? | how to joni |
		i'd love to join your program | 我想登記成為VIP會員 | 會員登記`,
	card: `
		我有幾多分 | 我想睇下我仲有幾多分 | 仲有幾多積分呀 | 查積分 | 我還有多少積分 | 我的积分有多少 |
		how many points do I have | what's my balance | my points pls | piont balance | blance | check balance |
		查询余额 | 剩餘積分 | 我啲分幾時過期 | when do my points expire | 積分有效期到幾時 | 睇下會員卡 |
		我嘅戶口有幾多分 | show me my points | 積份 | ｐｏｉｎｔｓ | 幫我查下分 | 積分餘額係幾多 |
		How much have I got left in points? | do i have enough points | 积分快到期了吗 | 查分 | 餘額 | 幾多分 | 會員 |
		睇分 | 我个积分 | 我剩返幾多分 | 查看积分余额 | 请问我有多少分 | 我有几多分呀 | 我想知道我而家有幾多積分 |
		points? | How many pts do i have | whats my points balance | check my ponits | membership card | my card |
		show my member card please | do my points expire? | 積分幾時到期 | 有冇分就快到期 | 我有冇分 |
		尋日買嘢加咗分未 | points blance | 待確認積分 | pending points | 我嘅積分 | 查詢積分 | 看看我的积分 | 分數 |
		唔該查下我仲有幾多積分 | 我嗰啲分數仲剩幾多 | 幫我睇睇積分餘額吖 | 积分什么时候过期啊 | 我账户里有多少分 |
		how many pionts have i got | show balance | Balance?? | can you tell me my current points | 積分有冇期限 |
		我有１００分未 | points expiry | 我張卡有幾多分 | check 下我啲分 | 我想知我有幾多分 | 幫我check下積分 |
		积分还有多少？ | 目前積分 | 我有多少積分可用 | can I see my points? | how many pts | points remaining |
		my blance | poitns | 會員積分查詢 | 啲分幾時到期㗎 | 我嘅積分仲有幾耐過期 | 请问积分会过期吗 |
		What is my point balance today?`,
	id: `
		出示會員碼 | 我個QR code喺邊 | show my code | show my member code | 俾我個會員碼 | 我要掃碼 | 我的会员码 |
		會員編號係咩 | what is my member number | where is my qr code | 我個會員號碼係幾多 | 顯示我的二維碼 |
		member qr | 出示条码 | need my barcode for the cashier | 畀個碼我 | 會員碼 | 我的會員碼 | show qr |
		show my qr code | my code | my member code please | 開個QR俾店員掃 | member id | membership number |
		我要俾個碼收銀 | 出碼 | 会员号 | 出示会员码 | 會員條碼 | 給我看會員碼 | my barcode | what's my id |
		俾我睇下會員碼 | 會員QR | 我想出示會員碼 | 我喺收銀處，要俾咩你睇 | 怎么出示会员码 | show code |
		i'm at the counter, show my code | pull up my member code | 我個會員ID | 店員話要掃我個碼 |
		member card QR code | 唔該俾我個會員碼 | 我要出示會員碼俾收銀睇 | 会员二维码 | 打開我的二維碼 |
		give me my member code | show me the QR code | membershp number | what's my membership no. | 我嘅會員編號`,
	tier: `
		我係咩級別 | 點樣先可以升級 | 升级要消费多少 | 仲差幾多先升到金卡 | what tier am i | how do I get to gold |
		How much more to reach Gold? | what level am I on | 我幾時升級 | 銀卡有咩福利 | 金卡會員有甚麼好處 | 会员等级 |
		我是什么等级 | 等級到期未 | am i a silver member? | upgrade my membership level | teir | how to upgrade |
		會唔會降級 | 我嘅等級幾時完 | what are the benefits of gold | 等級 | 級別 | 升級 | 我的等級 | 我係金卡未 |
		而家係咩等級 | 怎样升级 | 升到銀卡要幾多錢 | 點升金卡 | 金級有咩優惠 | 會員等級有幾多種 | 等级有什么区别 |
		我的会员级别 | tiers | my tier | membership levels | how far am i from silver | what do gold members get |
		tier benefits | how do I keep my gold status | when does my tier expire | 我仲差幾多升級 | 保級要幾多 |
		upgrade | levle | 我夠唔夠升級 | 再買幾多先可以升做金卡 | 什么时候可以升级 | 银卡会员有什么权益 |
		how many dollars until the next tier | why am i still silver | What's my membership tier | 我個級別幾時到期 |
		點解我跌咗級 | 會籍級別 | can i become vip | 我係VIP嗎 | gold benefits? | 升級優惠 | 我係邊個級別 |
		點樣可以升到金卡 | 我还差多少升级 | 怎样才能升级 | when will i be upgraded |
		what's the difference between silver and gold | how much do I need to spend to upgrade |
		gold tier requirements | tier lvl | 會員等級有咩分別 | 级别`,
	rewards: `
		可以換咩禮物 | 我想換禮物 | 點樣用積分 | 積分可以換咩 | 有咩獎賞 | 兌換 | 我要兑换奖品 | 积分能换什么 |
		redeem my points | what can I get with my points | how do i redeem | reddem | rewrads |
		I want to use my points | 用分 | 攞獎品 | 想用積分換現金 | 100分可以換到咩 | 积分怎么用 | show rewards |
		gift list | 有咩可以換 | 換領禮品 | spend my points | 獎賞 | 換禮物 | 禮物 | 積分換禮物 | 我想兌換 |
		啲分可以點用 | 點換禮物 | 有乜嘢換 | 换礼品 | 奖品列表 | 如何兑换 | 用積分 | 换东西 | 我想攞份禮物 |
		幾多分可以換一份禮物 | what rewards are there | list of rewards | reward | redem | redeem a gift |
		cash in my points | exchange points for a gift | can I use points to pay | 我想用100分換十蚊 |
		what can I redeem | how can I spend points | 有咩禮物可以換㗎 | 我想換嘢 | 我儲咗咁多分可以做咩 |
		积分可以兑换什么礼物 | 点换奖赏 | redeem points for voucher | How do I redeem my reward? |
		whats the cheapest reward | 可唔可以用分當錢使 | 积分抵现金 | 我够分换礼物吗 | rewards catalogue pls |
		兑换礼品 | 換張現金券 | i'd like to exchange my points | 我想用積分換嘢 | 有咩獎品 | 兌換禮品 | 我可以換啲咩 |
		积分商城 | 怎么兑换礼物 | can i redeem something | redeam | what are the rewards |
		I'd like to redeem my points for a gift | 幾多分換到現金券 | 使用積分`,
	coupons: `
		優惠券幾時過期 | 我啲優惠券 | 我有咩券 | 睇下我嘅現金券 | my coupons | where are my vouchers |
		我的优惠券在哪里 | 优惠券过期了怎么办 | coupon expired? | copuon | coupns | 張券點用 | 点用张coupon |
		how do i use my coupon | use voucher | 我換咗嗰張券喺邊 | 仲有冇現金券 | 電子券 | do I have any vouchers left |
		when does my coupon expire | 優惠券 | 我的券 | 我張現金券呢 | 睇券 | 查看优惠券 | 我有几张券 | coupon |
		coupons please | voucher | vouchers | cupon | coupon code | show me my coupon code | 我想用優惠券 | 用券 |
		使用優惠券 | 優惠券點用 | 張券過咗期 | 我個優惠碼喺邊 | 我想用張現金券 | 礼券 | where's my coupon |
		my vouchers | 仲有冇coupon | 我換咗張券點用 | 現金券幾時到期 | 我仲有幾張券未用 | 优惠券怎么用 |
		show my vouchers | coupon not working | 我張券用唔到 | where can I find the coupon I redeemed | 開張券俾店員睇 |
		i have a voucher, how to use it | 查下我有咩優惠券 | cupons | 我搵唔到張coupon | do my vouchers expire |
		我有冇優惠券 | 優惠券喺邊度睇 | 我想用張券 | 查优惠券 | 我的现金券 | coupon expiry date | show coupons |
		how can i use my voucher | cuopon | any coupons available for me?`,
	refer: `
		推薦碼點用 | 介紹朋友有咩著數 | 點樣邀請朋友 | 推荐朋友入会 | 我的推荐码 | 推薦連結 | invite a friend |
		how does referral work | refer a freind | referal code | where is my referral link |
		what do i get if i bring a friend | 介紹人有冇分 | 邀请好友 | 我想介紹個朋友俾你哋 | share with friends |
		推介俾朋友 | my invite code | 我個朋友入咗會未 | how many friends have joined with my link | 推薦 | 邀請 |
		推薦朋友 | 介紹朋友 | 我想介紹朋友入會 | 我想邀請朋友 | 推薦有咩獎勵 | 朋友推薦獎賞 | 推荐 | 怎么推荐给朋友 |
		邀请码 | 我的推薦碼 | 我想拎推薦連結 | referral | refer | refer friends | how do I refer someone |
		invite friends and earn | invitation link | give me my referral code | can i invite my sister |
		介紹人入會有幾多分 | 帶朋友嚟有冇著數 | referal bonus | 点样介绍朋友 | 我可以推薦屋企人入會嗎 | 推荐链接在哪 |
		朋友用我個碼會點 | 介紹一個朋友有幾多分 | send invite to friend | friend referral | Can I refer my colleague? |
		推薦進度 | 我介紹咗幾多個朋友 | reffer a friend | share my code with my friend | 我要邀請碼 | 拉朋友入會有咩獎 |
		點樣介紹朋友入會 | 推薦朋友有咩獎賞 | 我想攞我個推薦碼 | 邀请朋友有什么奖励 | how to invite my friends |
		refer a friend programme | send me my referral link | reffer | share link | 推薦碼喺邊`,
	history: `
		我的紀錄 | 交易紀錄 | 睇返我啲積分紀錄 | 点解我少咗分 | 點解我少咗50分 | 积分明细 | 消費記錄 | points history |
		histroy | show my transactions | why did I lose points | where did my points go | 我以前買過咩 | 查看记录 |
		past purchases | 幾時加過分 | 最近用過啲咩分 | 積分明細 | my order history | 紀錄 | 明細 | 睇紀錄 | 我啲分點嚟 |
		記錄 | 历史记录 | 交易记录 | 我買過啲乜 | history | transaction history | my transactions | my purchases |
		點解扣咗我分 | 为什么我的积分少了 | why do I have fewer points | who took my points | 上次買嘢幾多錢 |
		order history please | 積分變動 | 我嘅購買紀錄 | where did my 50 points go | point record | see past orders |
		statement | 啲分去咗邊 | 我想知點解扣咗分 | 俾我睇下積分紀錄 | 我上個月買咗咩 | 积分变动记录 |
		where have my points gone | recent transactions | why was I charged 100 points | list my past orders |
		purchase histroy | 積分點解少咗 | 睇返之前嘅交易 | can i see my record | 積分紀錄 | 我想睇下我嘅消費紀錄 |
		最近的交易 | 点解我啲分少咗 | show history | what did I buy last time | points transaction history |
		why are my points less than before | 我啲分點解唔見咗`,
	offers: `
		有咩優惠 | 今日有咩優惠 | 最近有冇推廣 | 而家有咩減價 | 有什么优惠活动 | any offers today? |
		any promotions going on | current deals | ofers | what's on sale | 優惠 | 有冇折扣 | 现在有打折吗 |
		what discounts do you have | 會員有咩優惠 | 本月優惠 | special offers | 有冇優惠 | 最新優惠 | 優惠活動 |
		有咩promotion | 有咩着數 | 而家有咩推廣 | 優惠呢 | 有咩特價 | 今个月有什么优惠 | 促销活动 | offer | offers |
		deals | any deals | promotions | any discount | show me your offers | what are this week's offers |
		is there a sale | 生日有咩優惠 | 有咩新貨 | 今個禮拜有咩優惠呀 | 最新推廣 | 有咩折扣 | 近期活动 |
		你们最近有活动吗 | What promotions do you have? | any good deals right now | 會員優惠 | 有冇買一送一 |
		current promotions | discounts? | 有冇著數 | 今個月有咩優惠 | 有咩新優惠 | 最近有什么折扣 |
		any special offers this week | latest deals | promtions | whats on offer | 而家有咩活動`,
	wallet: `
		錢包 | 我想增值 | 點增值 | 钱包余额 | top up my wallet | how do i top up | 儲值 | 充值 |
		add money to my wallet | wallet balance | walet | 增值卡仲有幾多錢 | 增值 | 我嘅錢包 | 电子钱包 | wallet |
		my wallet | topup | top up | top-up $200 | 充值100 | 增值500蚊 | 錢包仲有幾多錢 | how much is in my wallet |
		stored value | 儲值卡 | 我錢包有幾多錢 | 怎么充值 | 增值有咩優惠 | add credit | my stored value balance |
		How can I top up my wallet? | 想入錢落個錢包 | 会员钱包 | 我想查錢包餘額 | 增值点做 | 我要充值 | how to top up |
		topup my account | wallet balence`,
	claim: `
		補登積分 | 漏咗分 | 上次買嘢冇計分 | 尋日買嘢冇加分 | 我漏咗登記張單 | 积分没有到账 | 忘记积分了可以补吗 |
		I didn't get points for my purchase | missing points | my points are missing from last order | claim points |
		cliam | 可唔可以補返分 | 張單冇入到分 | claim a receipt | 補分 | I forgot to scan my card yesterday | 補登 |
		漏分 | claim | 漏咗積分 | 我想補登 | 我唔記得出示會員碼，可唔可以補分 | 上次冇計分 | 补积分 | 漏登积分 |
		忘记积分 | I forgot to collect points | forgot to show my member code last time | add points from old receipt |
		my purchase yesterday didn't give points | 我上星期買嘢冇分 | points not credited | late points claim |
		張收據未入分 | 上次嗰單嘅分到咗未 | 我買咗嘢但係冇分 | 點樣補登 | 收據補登積分 | 张单没有积分 |
		我忘了报会员号，能补积分吗 | i didnt receive my points | how to claim missing points |
		I bought something last week but no points were added | 今朝買嘢唔記得俾會員碼 | 漏登 | purchase not recorded |
		我要補登積分 | 點解我買嘢冇分 | 上次消费没积分 | 漏咗登記積分 | claim my missing points |
		forgot to give my number at checkout | i bought something but got no points | 可以事後補分嗎`,
	link: `
		連結帳戶 | 連結我嘅Telegram | 绑定whatsapp | 綁定帳戶 | link my whatsapp | link account |
		connect my telegram account | 我喺WhatsApp都係會員，點樣合併 | 关联账号 |
		I also have a whatsapp account, can you connect them | 合併兩個帳戶 | link | 連結whatsapp | 我想連結另一個帳戶 |
		link my account | link telegram | 绑定账号 | 連接 Telegram | connect whatsapp | merge my accounts |
		我有兩個戶口想合併 | 我想將Telegram同WhatsApp連埋 | 绑定我的手机号 | 連結我個WhatsApp帳戶 |
		how do i link my accounts | link to telegram | 合併會員帳戶 | connect my whatsapp to this account |
		點樣連結WhatsApp | 連結另一個app | 我想绑定Telegram | link my other account | can i link whatsapp and telegram`,
	settings: `
		設定 | 改語言 | 轉做英文 | 轉中文 | change language | speak english please | English please | 改生日 |
		我想改個名 | 更改電話號碼 | 换语言 | 语言设置 | setings | change my birthday | update my phone number |
		我生日係5月3號 | 可唔可以講英文 | notification settings | 少啲訊息得唔得 | how often do you message me |
		簡體中文 | my birthday is 3 May | ｓｅｔｔｉｎｇｓ | 语言 | 語言 | 生日 | language | settings | 改設定 |
		change my language to english | 切換語言 | 用英文 | 說中文 | switch to chinese | 更改生日日期 | 我想改電話 |
		修改资料 | change my name | set my birthday | preferences | message preferences | langauge | birthday | 设定 |
		可以講中文嗎 | 我生日幾時填 | 個名打錯咗，想改 | 我想轉語言 | change to chinese | 怎么改成英文 |
		可以用廣東話嗎 | 更新個人資料 | 我要輸入生日 | 改返個電話號碼 | I want to change my language | update birthday |
		how do I change my name | pls speak english | 調整通知 | switch language | 我換咗電話 | 我想改語言做英文 |
		更改生日 | 语言改成中文 | can you switch to english | edit my profile | i want to update my birthday |
		change lanugage | 轉繁體 | 唔好咁多訊息，一個月一次就夠`,
	stop: `
		停止 | 退訂 | STOP | stop! | ＳＴＯＰ | unsubscribe | Unsubscribe me | unsubcribe | 唔想收推廣 |
		唔好再send廣告俾我 | 取消訂閱 | 取消订阅 | 退订 | 不要再发广告了 | stop messages | stop sending me messages |
		no more ads | 唔好再推廣 | 唔想再收到優惠訊息 | opt out | please stop | 停止推廣 | 別再發了 | TD |
		stop promotions | 唔好再發推廣 | 唔好再推廣俾我 | 不想收到推广 | 不要发广告 | 唔收推廣 | 唔要推廣 | 停收推廣 |
		停止接收推廣 | 退訂推廣 | 我要退訂 | 我想退訂 | stop offers | Stop sending offers | stop spamming me |
		no more messages please | no promotions | unsubscribe please | i want to unsubscribe | don't send me ads |
		stop texting me | S T O P | ｓｔｏｐ． | STOP!!! | 停止。 | 請停止 | 唔好再煩我 | unsubsribe |
		remove me from your list | stop all | 退订推广 | 唔該唔好再send promotion | stop | 唔想再收到你哋啲推廣 |
		请停止给我发消息 | 唔好再send嘢嚟 | 停止訂閱 | unsubscribe from promotions | stop the promotions |
		i dont want promotions anymore | please remove me from your mailing list | dont want to receive offers |
		收咗太多推廣，停啦 | 我不想再收到广告 | 取消推廣 | 關閉推廣訊息 | no more spam | UNSUBSCRIBE | stop 啦 |
		stop promo | 唔要廣告 | 唔好再發訊息俾我 | 我唔想再收推廣喇 | 請取消訂閱 | 停止发送推广 |
		stop sending me promotions | i don't want any more ads | take me off your list | unsubscirbe | opt-out |
		退訂啦 | ＵＮＳＵＢＳＣＲＩＢＥ | 停止接收`,
	resume: `
		收返推廣 | 重新訂閱 | resume | 我想收返優惠 | 继续接收推广 | subscribe again | start sending me offers again |
		恢复订阅 | 想再收到優惠消息 | turn offers back on | opt in | re-subscribe | resubscribe | 開返推廣 |
		重新訂閱推廣 | 我想重新訂閱 | 重新订阅 | 恢復推廣 | 繼續收推廣 | 我想收推廣 | 訂閱 | subscribe | resume offers |
		start offers again | send me promotions again | i want to receive offers again | 重新接收優惠 | 开启推广 |
		/resume | unstop | 我想再收推廣 | 重新接收推廣訊息 | 开启推送 | can I subscribe again |
		i want promotions again | restart promotions | 取消退訂 | 恢復接收優惠 | 我想重新收推廣 | 恢復接收推廣 |
		i want to get offers again | resume promotions | resubscribe me | 再次訂閱`,
	privacy: `
		我的資料 | 你哋有我咩資料 | 私隱政策 | 隐私 | what data do you have about me | my data | download my data |
		privacy policy | export my data | 下载我的数据 | privcy | 查看個人資料 |
		how do you use my personal information | 你哋點樣用我啲資料 | 私隱 | my data please | 個人資料 | 隐私政策 |
		我想睇你哋儲存咗我咩資料 | give me a copy of my data | what do you know about me | personal data | 數據 |
		資料私隱 | gdpr | 我的数据 | 我想要我的資料副本 | /mydata | data privacy | 個人資料私隱 | 我想下載我嘅資料 |
		你们怎么处理我的数据 | show me my data | what personal data do you keep | 请删除我的资料 | erase my data |
		how is my data used | 隐私条款 | 我想知你哋有我咩資料 | 我的數據 | 个人信息 | can I get a copy of my data |
		what info do you store about me | 私穩政策 | delete my personal data`,
	leave: `
		退會 | 我想退出會員 | 唔做會員喇 | 删除我的账户 | delete my account | cancel my membership | I want to leave |
		取消會籍 | 注销会员 | 我要退会 | close my account | remove me from the programme | 刪除帳戶 | 我要退會 | 退会 |
		退出會員計劃 | delete my membership | cancel membership | quit the programme | leave the program |
		erase my account | 我想取消會員 | 唔想做會員 | 不想当会员了 | terminate my membership | cancel my account |
		我想退出 | 點樣退會 | 幫我註銷戶口 | 我想删除账号 | please delete my account | how do I cancel my membership |
		I don't want to be a member anymore | 取消我個會籍 | deactivate account | 我想取消會員資格 | 退出会员 |
		我唔想再做會員 | close my membership account | quit membership | 注销账号`,
	human: `
		真人 | 搵真人 | 我想同店員傾 | 可唔可以搵人幫手 | 转人工 | 人工客服 | 我要投訴 | talk to a human |
		speak to someone | can I talk to a real person | cusotmer service | costumer service | agent |
		I have a complaint | 有冇人呀 | 找客服 | 联系客服 | let me speak to the manager | 打電話俾我 |
		I need to talk to staff | 店員喺唔喺度 | 客服 | 店員 | 投訴 | staff | 搵店員 | 我想同真人講嘢 | 有冇真人 |
		叫你經理嚟 | 我要找人工客服 | 投诉 | 請找人回覆我 | help me talk to someone | real person please |
		customer service | customer support | call me back | operator | stuff member please | talk to staff |
		I want to complain | 聯絡店員 | 人手服務 | can a human answer me | 你哋態度好差 | very bad service | humna |
		有冇店員可以幫我 | 駁去真人 | 我想搵經理 | 请帮我转人工 | 人工 | I'd like to speak with someone from the shop |
		real human pls | can someone call me | 你答唔到，搵人啦 | complain | 我對服務好唔滿意 | customer servcie |
		staff please | 唔想同機械人講 | 我想搵真人傾 | 可唔可以叫店員覆我 | 人工服务 | speak to staff |
		can I talk to a person please | talk to a real humna | 我要投訴店員 | 有冇人可以答我 | get me the manager`,
	store: `
		你哋幾點開門 | 鋪頭地址 | 鋪頭喺邊 | 幾點收工 | 营业时间 | 你们店在哪里 | 地址在哪 | 星期日開唔開 |
		opening hours | what time do you close | where are you located | are you open on sunday | when do you open |
		電話幾多號 | shop adress | how do I get to your shop | 今日開到幾點 | 公眾假期開唔開門 | where is the shop |
		門市地址 | 地址 | 營業時間 | 開門未 | 你哋聽日開唔開 | 門店地址 | 分店 | 邊度有分店 | 電話 | 你們幾點關門 |
		怎么去你们店 | address | opening hours? | open now? | shop hours | location | where r u |
		what's your phone number | directions to the store | do you open on public holidays | 你哋個鋪喺咩地鐵站附近 |
		store info | 邊個站落車 | what are your hours | closing time | 今晚開到幾點 | 你哋係邊區 | 有冇分店喺旺角 |
		周末营业吗 | 请问门店电话 | how late are you open | do you have a branch in Mong Kok | your address please |
		opening hour | 點去你哋間鋪 | where exactly is the store | what are your opening times |
		earliest opening time tomorrow | 你哋而家開緊門嗎 | 你哋喺邊 | 你哋間舖幾點收舖 | 今日有冇開 | 店铺地址 |
		where is your shop located | what time do you open tomorrow | adress | 聯絡電話係幾多 | phone number of the shop`,
	menu: `
		0 | ０ | 選單 | 菜单 | 主頁 | 主選單 | menu | meun | 你好 | hi | Hello | 返回主頁 | back to menu | main menu |
		目錄 | hi there | ＭＥＮＵ | 早晨 | 主目錄 | 你好呀 | 您好 | 嗨 | hey | hello! | HI | 返回 | show menu | home |
		start over | mneu | 主页 | 返去選單 | 返主頁 | 回到主菜单 | go to menu | options | 哈囉 | Hi!! | ０️⃣ |
		返回選單 | 主菜单 | show me the menu | 你好啊 | hello there`,
	help: `
		幫助 | 點用呀 | 你識做咩 | help | what can you do | 怎么用 | how does this work | 帮忙 | 唔識用 | hlep |
		我唔明 | commands | 可以点样用你 | 有咩功能 | how to use this | 說明 | 點樣用 | 你可以幫我做啲咩 | 帮助 |
		i don't understand | what can i do here | 使用說明 | 有咩指令 | help me | 點玩㗎 | 你可以做咩 | 怎么使用这个 |
		how do I use this bot? | need help | 有咩可以幫到我 | 可以教我用嗎 | 点用 | 我要幫手 | what can this bot do |
		instructions | 你可以幫到我咩`,
	smalltalk: `
		多謝 | 唔該晒 | thanks | thank you so much | thx | 謝謝你 | 谢谢 | bye | 拜拜 | 你係咪機械人 | are you a bot |
		good morning | 晚安 | 哈哈 | ok | 好呀 | how are you | thanks a lot! | 辛苦晒 | 唔該 | 多謝晒 | thank you | ty |
		cheers | good night | goodbye | see you | 再見 | 再见 | 感謝 | 感谢你们 | 你叫咩名 | who are you |
		你是机器人吗 | nice | great, thanks | thank u | 明白 | 收到，多謝 | 你好叻 | haha | good evening | 好 | okay |
		唔該你 | thanks!! | Thank you very much | 非常感謝 | byebye | what's your name | 你係真人嗎 | good job | 🙏 |
		LOL | 多謝你呀 | thank you! | 早唞 | 你係機械人定真人 | what are you | 好的，謝謝`,
	nothing: `
		我想退貨，搵邊個 | 今日天氣點 | what is the capital of France | asdfghjkl | 牛奶有冇貨 |
		do you have this in size M | 1+1等於幾多 | 我尋日去咗睇戲 | 聽日落雨 | the cat sat on the mat | qwerty |
		鞋有冇43碼 | 呢件衫幾錢 | how much is the blue jacket | 我想訂位 | book a table for two | 幾時有貨 | blue |
		你食咗飯未 | 🤔 | 你哋請唔請人 | are you hiring | 你有冇女朋友 | tell me a joke | 講個笑話 |
		where is the toilet | do you sell umbrellas | 有冇細碼 | 我想買鞋 | 這件多少錢 | do you ship to macau |
		送貨要幾耐 | 可唔可以寄去澳門 | lorem ipsum dolor sit amet | 123456789012345 | https://example.com/abc |
		火星撞地球 | my dog ate my homework | who won the football | sdkjfhskdjfh | 呢隻餅有冇蛋 | is this gluten free |
		我肚餓 | ？？？ | 呢度可唔可以影相 | 幫我留起對鞋 | 有冇綠茶味 | do you have vegan options |
		can I pay by octopus | 我隻貓唔舒服 | 地球有幾大 | what's 12 times 9 | fjdksl | where can I buy an umbrella |
		你哋賣唔賣花 | 聽日有冇雨 | bitcoin price | 明天几号 | do you cater for parties | 幾多錢一杯 | 有冇得外賣 |
		這個星期會下雪嗎 | do you have gift wrapping | 我個女三歲啱唔啱食 | what's your wifi password | 橙汁定蘋果汁好 |
		vcxzvcxz | why is the sky blue | 我要兩杯凍檸茶`,
}

/** What must never be taken for the intent: nothing may stop, start again or end by a misunderstanding. */
export const traps: Record<string, string> = {
	stop: `
		can I stop by your shop | I want to stop smoking | don't stop sending offers | 唔使停 | 唔好停 |
		the bus stop near your store | 別停止 | please don't unsubscribe me | I never want to stop shopping here |
		non-stop fun | 你哋附近有冇巴士站停 | 停車場喺邊 | is there parking, can I stop in front | 停業未 | 取消 |
		cancel | why did you stop the milk tea | bus stop | stop losing my points | 我唔想停 | can't stop laughing |
		停電呀今日 | I can't stop thinking about your cake | where's the nearest bus stop | 我喺車站等緊 | 停車 |
		what stop do I get off at | one stop shop | 唔好停止推廣 | 不要停止 | don't stop | never stop | please stop by |
		停咗電呀 | stopped raining? | 我想停一停先 | the shop assistant told me to stop by tomorrow |
		will the offers stop on friday? | 取消訂單 | cancel my order | 取消預約 | 我收唔到推廣 |
		why am I not receiving promotions | 推廣幾時停止 | 優惠停咗未 | stop watch | unstoppable |
		stop 唔 stop 到個漏水 | 你哋幾時停售月餅 | 我想停車 | is there a stop sign | i stopped by yesterday |
		do not stop my offers | 唔好取消訂閱 | will stop by at 5 | 停唔停到車 | 點樣停止計時 | stop! hammer time |
		next stop please | 停手 | tell him to stop | 想入會但唔想收推廣 | 你哋停咗營業未 | 我架車停喺門口得唔得 |
		i will stop at your store tomorrow | does the bus stop here | stop selling plastic bags |
		how to stop a baby from crying | 唔好停，繼續send | i dont want to unsubscribe | 我冇話要退訂 |
		點解退訂咗仲收到 | why did you unsubscribe me | 有冇人退訂過 | the music won't stop | full stop | stopover |
		stop-motion | 唔使停，照發 | do you sell door stops | stop joking | pit stop`,
	resume: `
		start | when does the sale start | here is my resume, are you hiring | 幾時開始 | 幾時再有優惠 | 開始 |
		restart | 繼續 | 有冇人重新訂閱 | 幾時開返舖 | subscribe to your youtube`,
	leave: `
		刪除資料 | 我唔想退會 | don't delete my account | 唔好刪除我嘅資料 | what happens to my points if i leave |
		I'll leave the office at 6 | can i leave my bag at the counter | 刪除張券 | delete my coupon | leave a message |
		退貨 | 退款幾時到 | delete | 刪除 | 我想刪除生日 | delete my data | remove item from cart |
		how do I leave a review | cancel the coupon | don't cancel my membership | 我唔會退會 | 點解有人要退會 |
		我離開咗間鋪喇 | what time does the ferry leave | maternity leave | 退休人士有冇優惠 | 刪咗張相 |
		when can i leave | 取消今次換領 | 點解會刪除我啲分 | delete my birthday | 唔好取消我嘅會籍 |
		I'm leaving now, see you | leave me alone | 離開店鋪 | can i cancel my order | 我想刪除張單 |
		how many days of annual leave | 我唔係要退會 | 退咗貨未 | if I delete my account do I lose points |
		退會之後可唔可以再入 | 會唔會自動退會 | don't close my account | cancel my coupon | 刪除我嘅聊天紀錄 |
		leave it | who deleted my account | 點解我個帳戶俾人刪除咗`,
	join: `
		can my friend join me for lunch | I already joined | 唔想入會 | join 唔 join 到 party`,
	rewards: `
		唔想換嘢`,
}
