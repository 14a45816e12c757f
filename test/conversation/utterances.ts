/** What shoppers type in Hong Kong and Taiwan, by what they mean; `nothing` must not be acted upon. One is parted from the next by |. */
export const utterances: Record<string, string> = {
	join: `
		入會 | 我想入會 | 點樣入會呀？ | 想登記做會員，唔該 | 我要加入會員 | 怎麼加入會員 | 怎么注册会员 | 申請會員卡 |
		加入 | join | Join! | how do i join | i want to become a member | sign me up pls | can i register here |
		我想join會員 | 注册 | 免費入會㗎？ | JOIN K7QM4T9X | 入會 k7qm-4t9x | jion | 成為會員要點做 |
		我未係會員，可以點入 | 办会员卡 | 新會員登記 | how to sign up for membership | 我想開個會員戶口 | 我可以加入嗎 |
		想成為你哋會員 | 點先可以做會員呀 | 請問點樣登記 | 可唔可以幫我入會 | 入會要咩資料 | 我都想入會喎 |
		怎麼成為會員？ | 我要註冊會員 | 請問如何加入？ | 想办会员 | 我要入会，谢谢 | 怎样成为你们的会员 |
		Can I become a member? | I'd like to join | id like to join please | wanna join ur club | join membership |
		how to register as member | sign up | Sign me up! | i wanna sign up | registr | 入会 | 我想申請會員 | join now |
		want to join the loyalty program | 朋友叫我嚟入會 | 還沒加入會員怎麼辦 | membership registration | Let me join |
		你好，我想問下點樣可以成為你哋嘅會員呀？ | Hi I saw the QR at the shop, how can I join the membership? |
		我係新客，想登記 | 朋友介紹嘅，我想加入 | 請問加入會員需要費用嗎 | 我想要加入你們的會員 | 麻煩幫我登記會員，謝謝 |
		会员怎么注册呀 | can you sign me up as a member please | JOIN PLS | 我要入會!!!! | 註冊會員 | joinn | jonin |
		registor me | apply member | i want membership | 我想做member | 點join呀 |
		I want to register for a membership card | 點加入你哋個會員計劃 | 可以即刻入會嘛 | 未入會點算 |
		幫我個阿媽登記做會員得唔得 | 我係新嘅，想開會員 | Join member | join lah | I am new, how to be a member |
		new member sign up | can i get a membership card | membership sign-up | how can i enrol |
		i'd like to enroll in your loyalty programme | would like to become member | 加會員 | 加入會員計畫 |
		如何申請會員 | 會員怎麼申請 | 要怎麼成為會員呢 | 注册会员 | 开通会员 | 怎么申请会员卡 | 我想做你哋會員 |
		點樣可以入會？ | 入會要唔要錢 | 我要登記 | 申請入會 | 請幫我辦會員 | 如何加入會員？ | 我想成為會員 |
		我想注册会员 | 加入会员 | Join us as member | how can i become a member? | I would like to join the membership |
		please register me | become member | i wanna join | 入會啦唔該 | ＪＯＩＮ | ｊｏｉｎ | joim | rigister |
		登記入會`,
	card: `
		積分 | 我有幾多分 | 我有幾多積分呀 | 幾多分 | 我還有多少點數 | 我有幾點 | 剩下多少積分 | 我的积分还剩多少 |
		积分查询 | 查分 | 查下積分先 | 睇下我有幾多分喇 | 分幾時到期 | 積分有效期到幾時 | 我啲分幾時過期 | points |
		point | my points pls | how many points do i have | How many pts do I have left? | whats my balance |
		what's my balance?? | check balance | check point | check下我啲point | 我有幾多point | ponits | balence |
		when do my points expire | 餘額 | 会员卡 | member card | show my card balance | ＰＯＩＮＴＳ | /me |
		點數還剩多少？ | 我現在有幾分 | 想知道我嘅積分 | 請問我的紅利點數有多少 | how much points have i got | 積份餘額 |
		我係咪會員㗎 | 我仲有幾多分 | 我而家有幾多積分？ | 我嘅積分餘額係幾多 | 可唔可以查下我啲分 | 睇分 | 睇下餘額 |
		查積分 | 我要查詢點數 | 點數餘額 | 目前點數 | 請問我還有幾點 | 我想看我的点数 | 我的会员积分有多少 |
		还有多少积分 | 積分幾時過期呀 | 点数什么时候到期 | 会过期吗我的积分 | how many points i have |
		how many points have I got left | balance? | my balance please | points balance | point balance |
		show me my points | can you check my points for me | check my pts | do my points expire | point expiry date |
		my poitns | blance | 会员积分 | 我張會員卡有幾多分 | 會員卡 | 我的帳戶有多少積分 | what is my points balance now |
		積 分 | P O I N T S | 儲咗幾多分 | 集了幾點 | current points | 我有幾多印花 | 唔該，我想查下自己有幾多積分，多謝 |
		hi can u tell me how many points i have in my account | 麻煩幫我查點數 | 我的點數有多少呢？ |
		请问我的积分有多少？ | 我仲剩低幾多分可以用 | 依家有幾分呀 | 我戶口有幾多分 | 可唔可以話我知我有幾多分 |
		how many pionts do i hve | what is my current point balance | pls check points balance | point left? |
		remaining points | 積分幾多呀而家 | 我的點數什麼時候會過期 | 會員點數 | 点数查询 | 积分余额查询 | 我 有 幾 多 分 |
		我有多少積分？？？ | 我有没有积分 | check balence | my ponit | cheque my points | 積芬 | points expiring soon? |
		i want to know my points | how's my points | do i have any points | 分數 | 我儲咗幾多分喇 | 我仲有幾多分未用 |
		點睇自己有幾多分 | 睇我積分 | 我積分得幾多 | 查詢會員積分 | 我想check分 | check 積分 | 查詢紅利 | 目前累積點數 |
		會員點數餘額 | 剩餘點數 | 點數快過期了嗎 | 我的点数余额 | 查看积分 | 我现在有多少分 | 积分够多少 | points left |
		how much points i have now? | total points | points? | POINTS PLEASE | what are my points |
		do i still have points | how many points r left in my acc | my balance | remaining balance | loyalty points |
		when will my points expire? | are my points expiring | point chk | pionts | 我D分夠期未 | 我嘅卡 | my card |
		我有幾多分？ | 我嘅積分 | 積分餘額 | 我想查積分 | 想問下我仲有幾多分 | 睇下我積分有幾多 | 我的積分 | 我有多少點 |
		我的點數餘額是多少 | 查詢我的點數 | 還有多少積分可以用 | 积分 | 我的积分 | 我有多少积分 | 积分什么时候过期 |
		查询积分余额 | 余额 | how many points do i hav | how many point i got | check my points | what is my balance |
		what's my point balance | points pls | my point balance | Points?? | poinst | balnce | POINT | 会员 | 會員 |
		點數 | 幾多 points | 我有幾多 points 呀 | 我balance幾多 | 你好，我想查分 | hi, how many points do I have?`,
	id: `
		會員碼 | 我個會員號碼係乜 | 我的會員編號是多少 | 會員條碼 | 出示會員碼 | 畀店員掃 | 二维码 | 会员码在哪里 |
		QR code | show my qr | my member number | whats my membership number | where is my barcode | my code | show code |
		membership id pls | 會員QR | 我個QR code | 我個會員編號 | 我想出示會員卡 | 會員號碼係幾多 | 點樣show個QR俾店員 |
		畀個QR我 | 我的會員條碼 | 顯示會員條碼 | 会员二维码 | 我的会员号 | member id | show my QR code |
		Where's my QR code? | give me my member code | what's my member no | open my barcode | scan code |
		i need my membership number | membership qr | 我要掃碼 | 等陣畀銀時要出示咩 | 結帳時要show咩碼 | 俾個會員碼我睇 |
		顯示我的會員條碼 | 我的會員編號忘記了 | 我唔記得我個會員編號 | can you show me my member QR code for the cashier |
		forgot my member number | what is my customer number | pull up my qr code | 我要給店員掃的碼 | 会员条码在哪 |
		我的会员卡号 | 會員號 | 我的會員代碼 | 開QR | 打開會員碼 | show QR | member card qr | let me show my code |
		what's my code | my id | my member id please | membership no. | barcode please | 會員身分碼 | 给我看会员码 |
		出示条码 | cashier needs my code | 掃會員碼 | 我的會員碼 | 會員號碼 | 我要出示會員碼 | 我個會員QR喺邊 | 顯示QR碼 |
		my member code | my QR | show my member code | what is my membership number | where can i find my member number |
		出示 | 给店员看的二维码 | member qr code`,
	tier: `
		等級 | 我係咩級別 | 仲差幾多升級 | 仲差幾多先升到金卡 | 還差多少可以升級 | 怎么升级 | 點樣升級 | 升等條件 |
		會員等級 | 幾時可以升gold | 金卡有咩好處 | 會員福利 | 会员等级有什么权益 | tier | what tier am i | my level |
		how much more to reach gold | how do i get to silver | how to upgrade | what are the benefits of gold |
		membership level | vip 會員有咩著數 | 保級要買幾多 | 我的等級是什麼 | how far am i from the next tier |
		再消費多少可以升等 | 我而家係咩級 | 我係咪金卡會員 | 仲爭幾多先升級 | 點先可以升做金卡 | 升級要幾多錢 |
		我想知道升級條件 | 級別有咩分別 | 還差多少錢升等 | 升級需要消費多少 | 我是什麼等級 | 会员级别 | 还差多少升级 |
		怎样才能升级到金卡 | what's my tier | which tier am i in | how much do i need to spend to upgrade |
		how far to gold | am I gold yet | next tier? | tier benefits | tiers | levels | member benefits |
		what do gold members get | how much more for silver | keep my gold status | 升 級 | 會籍幾時到期 | VIP有什麼福利 |
		teir | 我想知我而家係咩會員級別 | 要買幾多先可以升金卡 | 我距離下一級仲有幾遠 | 我還要花多少才能升等 |
		我現在是哪個等級 | 金級會員有什麼好處 | 銀卡同金卡有咩分別 | how much do I have to spend to become gold |
		what do i need to reach the next level | whats the difference between silver and gold |
		when does my gold membership expire | am i silver or gold | how to become vip | 升到下級要幾錢 | 升级还差多少 |
		会员等级规则 | 我的会员等级是什么 | upgarde | membership teir | tier expiry | 會籍級別 | 我幾時可以升級呀 |
		我離金卡仲差幾遠 | 想升VIP | 點做VIP | 怎麼變成VIP | 如何成為金卡會員 | 我是金卡嗎 | 距離下個等級還差多少 |
		會員分幾級 | 有幾多個級別 | 会员有几个等级 | 怎么成为VIP | level up | what level am i now | show my tier |
		tier list | how many tiers are there | when will i be upgraded | what's needed for gold | progress to next tier |
		how much to gold | did i get upgraded | silver benefits | what perks do i get | 會員權益有哪些 | 升等門檻 |
		降級會點 | 我係咩等級 | 我嘅級別 | 升級仲差幾多 | 點樣先升到銀卡 | 下一級係咩 | 幾時升級 | 級別福利 |
		我的會員等級 | 再買多少可以升級 | 会员升级 | 我是什么等级的会员 | 离金卡还差多少 | my tier | current tier |
		what level am i | how do i upgrade | how do I become a gold member |
		how much more do i need to spend for the next tier | what's the next level | gold benefits | levle`,
	rewards: `
		換禮物 | 我想換嘢 | 有咩換 | 可以換乜嘢 | 獎賞 | 用積分換咩好 | 我要兌換 | 怎么兑换礼品 | 积分可以换什么 |
		點數可以換什麼 | 點數兌換 | 用分 | 我想用分 | rewards | reward | rewrads | redeem | redeem my points |
		what can i get with my points | how do i redeem | what can I redeem? | use my points | i want to spend my points |
		有咩禮物換 | 夠分換嘢未 | 我想redeem嘢 | 用积分换优惠券 | 积分怎么用 | exchange points for gift | gifts |
		夠唔夠分換現金券 | 可以換禮物嗎 | 有咩可以換 | 我啲分可以換咩 | 想換禮品 | 點樣換領禮物 | 用分換嘢 |
		我想用積分換優惠券 | 有咩獎賞 | 獎賞列表 | 兌換禮物 | 我要兌換點數 | 點數能換什麼 | 如何使用點數兌換 | 能换什么 |
		我想兑换 | 积分兑换 | 积分商城 | 怎么用积分 | redeem rewards | I want to redeem | redeem gift |
		what rewards are available | what rewards do you have | can i exchange my points | how can i use my points |
		points to voucher | rewards list | catalog | redeam | reedem points | what gifts do u have | 100分可以換啲咩 |
		換獎 | use points | gift | claim my reward | how many points do I need for a free coffee | 我想用啲分換啲嘢 |
		有咩可以用積分換㗎 | 300分換到啲咩呀 | 我夠唔夠分換嘢呀 | 想用500分換現金券 | 可以用點數折抵嗎 | 點數要怎麼用 |
		我想兌換贈品 | 我想看看有什麼可以兌換 | 积分能兑换什么礼物 | 怎样用积分换礼品 | what can 200 points get me |
		can i use points to get a discount | show me the rewards | how do i use my points at the store |
		i'd like to redeem something | can i swap my points for something | redeeem | rewads | 兌換獎品 | 對換禮物 |
		我要領獎 | 換杯咖啡要幾多分 | what gifts can I get | redeem points for voucher | 換咩好 | 有乜嘢禮物 |
		我想睇獎賞 | 點樣用分 | 我啲分用得嚟做咩 | 想換coffee | 積分兌換優惠券 | 用點數換東西 | 可以換什麼禮物 |
		點數可以幹嘛 | 兌換商品 | 我要用點數 | 兑换奖品 | 有什么可以换的 | 积分兑换礼品怎么操作 | 使用积分 | redeem now |
		how to redeem points | let me redeem | gift redemption | rewards please | reward catalogue | what can i exchange |
		spend my points | convert points to cash voucher | points redemption | can i redeem a coffee |
		what freebies can i get | redemtion | 我想攞禮物 | 換禮 | 我想換禮物 | 有咩禮物可以換 | 換禮物喇 |
		有咩獎賞可以換 | 我可以用分換咩 | 幫我換 | 點樣兌換 | 點數兌換禮物 | 可以兌換什麼 | 我想用點數換東西 |
		積分可以換什麼 | 我想兑换礼物 | 有什么奖励 | 怎么兑换 | I want to redeem my points | how to redeem |
		what can i redeem with my points | what rewards can i get | show me rewards | redeem reward | rewrd | reedem |
		我想redeem point | 可以redeem啲咩 | 換啲嘢`,
	coupons: `
		優惠券 | 我張優惠券喺邊 | 邊度可以用張券 | 張券幾時到期 | 我有冇coupon | 現金券 | 我的优惠券 | 优惠券怎么用 |
		優惠卷 | 折價券在哪裡 | 有没有券 | coupon | coupons | cuopon | my vouchers | where can i use my coupon |
		how do i use the voucher | do i have any coupons | when does my coupon expire | coupn | 優惠碼點用 |
		我想用現金卷 | 我換咗張coupon喺邊 | 抵用券還有幾張 | 我有咩優惠券 | 睇下我啲券 | 我啲coupon呢 | 張coupon點用 |
		coupon喺邊度搵 | coupon仲用唔用得 | 我的折價券 | 優惠券什麼時候到期 | 查看優惠券 | 有幾張優惠券可以用 | 我的券 |
		查看我的优惠券 | 优惠券过期了吗 | 现金券怎么用 | my coupons | show my coupons | use coupon | use my voucher |
		voucher code | how to use coupon | is my coupon still valid | coupon expired? | vochers | coupns | cupon |
		unused vouchers | where r my coupons | 我想睇返上次換嗰張券 | 禮券 | do i still have any vouchers |
		我上次換咗張現金券，點樣用㗎 | 我張coupon過咗期未 | 優惠券可以網上用嗎 | 我想看看我的優惠券 | 我的折價券還能用嗎 |
		请问优惠券怎么用 | 我的券什么时候过期 | 我有几张券 | where do I enter the coupon code |
		can i use two coupons together | my coupon is not working | coupon code please | show me my vouchers pls |
		how do i use this coupon | couponss | voucer | 現金劵點用 | 優惠劵 | 张券用得未 | 我有咩券用得 | 我嗰張券呢 |
		我有無現金券 | 優惠券點樣用先得 | 睇coupon | list coupons | 我的兌換券 | 電子券 | 優惠券在哪 | 優惠券可以退嗎 |
		我的电子券 | 券怎么用 | 我有优惠券吗 | coupon list | got any vouchers for me? | apply my coupon |
		discount coupon | where is my voucher | voucher expiry | voucher not working | when will my voucher expire |
		my copuon | 請問我有沒有可以用的優惠券 | coupon使用期限 | 我的優惠券 | 我有咩券 | 我啲優惠券 | 查優惠券 |
		優惠券點用 | coupon點用 | 我嘅coupon | 邊度睇我嘅coupon | 張coupon用咗未 | 我有沒有優惠券 | 優惠券要怎麼用 |
		查看我的券 | 我的券在哪里 | my coupon | show my vouchers | where are my coupons | how do I use my coupon |
		any coupons? | coupon not working | cupons | voucher`,
	refer: `
		推薦朋友 | 點樣推薦朋友 | 点样推荐朋友 | 怎么邀请好友 | 介紹朋友有咩著數 | 介紹朋友入會有幾多分 | 邀請碼 |
		我的推薦碼是什麼 | 推荐码 | 邀请链接 | 推薦 | 我想推薦俾朋友 | refer | refer a friend | invite friends |
		how do i invite a friend | my referral code | referal link | share with my friend |
		can I bring a friend and get points | 推薦連結send嚟 | 我想介紹個朋友 | 拉朋友入會有冇獎 | invte |
		我想介紹朋友入會 | 點介紹朋友 | 推薦朋友有冇獎 | 俾條推薦link我 | 我想要推薦碼 | 介紹人有冇分 | 我想邀請朋友 |
		推薦好友有什麼獎勵 | 如何推薦 | 分享給朋友 | 怎么推荐给朋友 | 我的邀请码 | 邀请好友 | 推荐有奖励吗 | referral |
		refer friends | referral program | how do referrals work | invite my friend | invite link |
		send invite to friend | what do i get if i refer a friend | my friend wants to join | share my link | reffer |
		refferal code | 推介朋友 | 叫朋友入會有咩好處 | give me my referral link | recommend to a friend |
		我想推薦個friend入會，點做呀 | 介紹朋友有冇分加 | 我可以點樣介紹朋友嚟 | 介紹朋友會有獎勵嗎 |
		怎么分享邀请码给朋友 | 把我的推荐码发给我 | 我想要我的邀請連結 | how do I share this with my friends |
		do I get points for inviting friends | send me my referral link please | i want to refer my friend |
		whats my refferal code | where is my invite code | invite frends | refer-a-friend | referafriend | 推薦有賞 |
		朋友入會我有咩著數 | 推荐奖励 | 介紹人 | 推薦friend | 我想send條link畀朋友 | 畀個推薦碼我 | 朋友推薦碼 |
		介紹新朋友有咩獎 | 邀請親友 | 好友推薦 | 我要推薦 | 推薦連結 | 想把你們推薦給朋友 | 介绍朋友 | 邀请链接在哪里 |
		怎么邀请 | 分享链接 | refer someone | referral reward | invite a friend | how does referral work |
		bring friends get points | share referral code | refer my sister | i have a friend who wants to join |
		can my friend use my code | how many friends have i referred | inviting friends | 我想推薦朋友 |
		點樣介紹朋友入會 | 推薦朋友有咩好處 | 我嘅推薦碼 | 我條推薦link | 邀請朋友 | 如何邀請朋友 | 推薦碼在哪 |
		推荐给朋友 | 我的推荐链接 | 怎么推荐 | refer my friend | how to refer a friend | my invite link |
		share my referral code | referral bonus | refer frend | 介紹個friend`,
	history: `
		紀錄 | 積分紀錄 | 睇返之前嘅紀錄 | 交易記錄 | 消费记录 | 點數明細 | 積分明細 | history | points history |
		my transactions | transaction histroy | 點解少咗分 | 點解扣咗我啲分 | 為什麼我的點數變少了 |
		why did i lose points | where did my points go | why are my points gone | 我啲分去咗邊 | past purchases | 歷史 |
		订单记录 | how did i get these points | recent activity | 我想睇積分紀錄 | 睇下我啲積分點嚟 | 點解我少咗50分 |
		點解我啲分少咗 | 上次買嘢紀錄 | 過往消費 | 我的消費紀錄 | 查詢交易紀錄 | 點數使用紀錄 | 为什么积分变少了 |
		积分明细 | 历史记录 | 我的订单记录 | transaction history | show my history | point history | my purchase history |
		past transactions | what happened to my points | why did my points go down | why did you deduct my points |
		hisotry | recent transactions | statement | 記錄 | 我想睇返我過去嘅積分紀錄 | 幫我查下之前啲消費 |
		我啲分點解唔見咗 | 為什麼我的點數不見了 | 點數怎麼少了100點 | 最近加咗咩分 | 积分变动记录 | 我的消费明细 |
		can i see my past transactions | where did my 200 points go | why do i have fewer points than before |
		list of my purchases | show me where my points came from | how come my points are less | points histroy |
		transacton history | 扣分紀錄 | 点解少咗我分 | 几时加过分 | 紀錄喺邊 | 積分嚟源 | 睇返我買過咩 | 我的購買紀錄 |
		點數異動 | 點數歷史 | 兌換記錄 | 查看交易记录 | 积分历史 | 积分怎么少了 | history pls | show transactions |
		what did i spend points on | my past orders | order history | why my points dropped | why is my balance lower |
		points deducted why | i lost some points why | points log | view my history | activity log | 我想睇紀錄 |
		查積分紀錄 | 睇返啲積分紀錄 | 點解我少咗分 | 消費紀錄查詢 | 我的積分明細 | 点数记录 | 交易明细 | my history |
		show my points history | transaction history please | why did I lose points | why were my points deducted |
		past records | hstory | points record`,
	offers: `
		優惠 | 有咩優惠 | 最新優惠 | 今日有冇優惠呀 | 最近有什么活动 | 有打折吗 | 有折扣嗎 | 特價 | offers | any offers? |
		promotions | what promotions do you have | any deals today | discount | whats on sale | 有咩promotion | 减价 |
		this week's specials | 有沒有新品 | 有冇discount | 今個月有咩優惠 | 最近有冇promotion | 而家有咩優惠呀 | 有冇折 |
		有冇減價 | 有特價嗎 | 最新活動 | 現在有什麼優惠 | 本週優惠 | 有什么优惠活动 | 最新优惠 | 有没有打折 |
		what's on offer | current promotions | any promo | any discounts | latest offers | what deals do you have |
		ofers | new promotion | 特賣 | 着數 | 有咩着數 | sale? | discounts today | 今日有咩promotion呀 | 會員有咩優惠 |
		最近有啲咩著數 | 有無優惠呀 | 請問現在有什麼活動嗎 | 最近有沒有打折 | 現在有特價嗎 | 请问有什么优惠吗 |
		is there any promotion going on | what are the latest deals | got discount anot | any sale this weekend |
		whats new | ofers today | promotons | 有冇sale | 新品有咩 | 有咩新貨 | 聖誕有咩優惠 | 有咩平 | 有咩抵買 |
		而家做緊咩優惠 | 母親節有冇優惠 | 今個禮拜有咩特價 | 會員優惠 | 有活動嗎 | 有什麼促銷 | 最近活動 | 優惠資訊 |
		有什么促销 | 现在打几折 | 会员优惠 | show offers | offers pls | what discounts are there |
		are there any promotions now | latest promo | any specials today | bargains | black friday deals | xmas sale? |
		promo? | 有咩優惠呀 | 最新優惠係咩 | 今日優惠 | 有冇優惠 | 近期優惠 | 現在有優惠嗎 | 有什麼活動 | 有什么优惠 |
		优惠活动 | what offers do you have | current offers | any promotions? | today's deals | is there a sale |
		discounts? | special offers | promotion`,
	wallet: `
		錢包 | 增值 | 我想增值 | 怎么充值 | 充值 | 儲值金餘額 | 錢包仲有幾多錢 | 加值 | wallet | wallet balance | top up |
		topup my wallet | how do i add money | i want to top-up | 钱包余额 | 我想增值錢包 | 點樣增值 | 錢包餘額 |
		增值500 | 會員錢包 | 我要儲值 | 怎麼加值 | 儲值餘額多少 | 我的钱包 | 钱包充值 | 怎么充钱 | top up 500 | topup |
		how to top up | my wallet | add money to wallet | check wallet balance | how much is in my wallet | walet |
		stored value | 我想喺錢包入500蚊 | 錢包仲有幾多 | 怎麼儲值 | 可以加值嗎 | 充值多少送多少 |
		i want to add $500 to my wallet | how do i top up my wallet | recharge my account | wallet topup | 我的儲值金 |
		錢包充值 | 錢包功能 | 我想睇錢包 | 想入錢落會員卡 | 點樣入錢 | 儲值卡餘額 | 我要加值 | 錢包點用 | 怎么给钱包充值 |
		储值余额 | top-up | wallet pls | how to add value | reload my wallet | stored value balance |
		prepaid card balance | 增值有冇優惠 | 我的錢包 | 我要增值 | 充值怎么弄 | top up please | my wallet balance |
		check my wallet | recharge wallet`,
	claim: `
		補登 | 漏分 | 漏咗分 | 我尋日買嘢冇加分 | 上次買嘢冇積分 | 點數沒有入帳 | 积分没有到账 | 补登积分 | 補登發票 |
		claim | claim points | missing points | my points are missing | i didn't get my points | points not added |
		i forgot to scan my card | my last order didnt get points | 冇計到分 | 想補返積分 | upload receipt | 發票登錄 |
		我想補登積分 | 買完嘢唔記得儲分 | 上次冇掃碼，可以補返分嗎 | 收咗錢但冇加分 | 漏咗儲分點算 | 積分未入 |
		我嘅分仲未到 | 補登點數 | 忘記累積點數 | 消費後沒有拿到點數 | 上次消费没有积分 | 漏积分 | 积分没到 |
		points missing | I didn't receive my points | where are my missing points | forgot to collect points |
		claim missing points | my purchase didn't earn points | i bought something yesterday but no points |
		points not credited | upload my receipt | can i claim points for a past purchase | add points from receipt |
		claim my points | 我琴日買咗嘢但係冇分入 | 尋日買嘢唔記得出示會員碼，可唔可以補返分 | 我上禮拜消費的點數沒有進來 |
		消費忘記報會員可以補登嗎 | 昨天买的东西没有积分 | 积分没有加上 |
		I bought something last week but the points are not in my account | i forgot to give my number when i paid |
		my points haven't been added | why havent i received my points yet | missing piont |
		can you add my points from yesterday | receipt submission | 單據登記 | 補分 | 漏登積分 | points never came |
		分仲未入 | 買咗嘢冇積到分 | 我之前張單未計分 | 收據補分 | 可唔可以補分 | 冇報電話，想補積分 | 未有加到分 |
		點數沒有累積到 | 消費沒給點數 | 沒有拿到點數 | 可以補登嗎 | 没加积分 | 积分不到账 | 忘记积分了怎么办 |
		where's my points from yesterday's purchase | no points received | points haven't arrived |
		i wasn't given points | missing pts | claim my missing points | didn't scan my code last time |
		have receipt want points | points for last purchase not added | 我漏咗分 | 補返啲分俾我 | 買咗嘢冇分 | 冇入分 |
		積分冇到 | 我的積分沒有入帳 | 點數沒進來 | 我要補登 | 积分没到账 | I didn't get points for my purchase |
		missing points from last order | my points did not show up | i want to claim points | points are missing`,
	link: `
		連結帳戶 | 綁定帳號 | 绑定账号 | 綁定whatsapp | 合併帳戶 | link | link account | link my whatsapp |
		connect telegram | merge my accounts | how to link my telegram | 我想連埋whatsapp用 | 两个账号合并 |
		我想連結帳戶 | 連結whatsapp | 點樣綁定telegram | 我有兩個帳戶想合併 | 綁定我的帳號 | 帳號綁定 | 合并账号 |
		绑定微信 | link accounts | link telegram | link my account | connect my whatsapp | merge accounts |
		i have two accounts | combine my accounts | how to link accounts | link to telegram |
		我whatsapp同telegram想用同一張卡 | 點樣將兩個戶口合併 | 我有兩張會員卡可以合併嗎 | 怎麼綁定帳號 | 账号关联 |
		how to connect my telegram to whatsapp | can i merge my two cards | link my other account |
		i have another account on whatsapp | 連結telegram | 綁定電話 | 點樣連結 | 連結返我個telegram |
		我想喺whatsapp用埋 | 轉咗telegram點連返 | 會員帳號合併 | 綁定LINE | 关联账号 | 怎么绑定 | 绑定手机 |
		link to whatsapp | link my card | pair my account | sync my account | connect to telegram |
		i want to merge two accounts | can I use it on telegram too | 我想綁定帳戶 | 綁定telegram | 點樣連結whatsapp |
		合併兩個帳戶 | 绑定账户 | link my telegram | link accounts please | connect my account | how do i link whatsapp`,
	settings: `
		設定 | 设置 | 語言 | 轉英文 | 改生日 | 我想改生日 | 生日 | 改名 | 我想改電話號碼 | 換電話號碼 | 更改资料 |
		settings | seting | language | change language | english please | can you speak english | birthday |
		change my birthday | my bday is wrong | update my profile | change my phone number | 切換語言 | 用中文 |
		幾耐send一次推廣 | 推廣設定 | 我想改語言 | 轉做英文 | 可唔可以講英文 | 改返中文 | 改電郵 | 我生日係8月 |
		更新生日 | 我想更改個人資料 | 我換咗電話 | 更改設定 | 修改姓名 | 语言设置 | 切换到中文 | 修改生日 | 修改手机号 |
		個人設定 | change to english | switch to chinese | my birthday is wrong | set birthday | update birthday |
		edit my profile | I changed my phone number | preferences | notification settings | langauge | settngs |
		speak chinese | how often do you send messages | English | 繁體中文 | 我想將語言改做英文 | 可以用普通話嗎 |
		可以講中文嗎 | pls speak in english | can we chat in chinese | 我想更新我嘅生日 | 怎麼更改語言 | 怎么改名字 |
		更換手機號碼 | 我轉咗電話號碼 | i want to change my language to chinese | how do i change my name |
		wrong birthday | update phone number | set my birthday to 15 aug | langauge setting | English plz | 改用英文 |
		setings | 我個名寫錯咗 | set生日 | 入生日 | 語言設定 | 想用英文 | 轉繁體 | 說中文 | 改做中文 | 我想轉返中文 |
		更改姓名 | 設定生日 | 設定語言 | 改語言 | 手機號碼換了 | 修改資料 | 更改手机号 | 换语言 | 改名字 | setting |
		my settings | change lang | language pls | switch to english | talk in english | my birthday is 3 May |
		birthday setting | edit my name | change email | update details | pause promotions for a month | profile |
		less messages please | 我想改設定 | 轉語言 | English pls | 改做英文 | 中文 | 我想更改生日 | 更新我的生日 |
		更改電話 | 个人设置 | 修改语言 | change my language | language settings | update my birthday | change birthday |
		settigns | change my name please`,
	stop: `
		stop | STOP | Stop!! | stop pls | ＳＴＯＰ | unsubscribe | unsubscribe me | unsubcribe |
		please unsubscribe me from this | 退訂 | 我要退訂 | 退订 | 取消訂閱 | 停止 | 唔想收推廣 | 唔好再send廣告俾我 |
		唔好再send嘢嚟喇 | 停收推廣 | 不要再傳訊息給我 | 不想再收到推廣訊息 | 别再发了 | 不要再发广告了 |
		please stop sending me ads | stop messaging me | no more messages | no more promotions please |
		dont send me promotions | i don't want any more ads | opt out | TD | remove me from your list | 取消推廣 |
		唔收廣告 | 拒收 | stop all | 停止推播 | 取消接收優惠 | how do i unsubscribe | 點樣退訂 | stop spamming |
		唔好再send推廣俾我 | 唔想再收到廣告 | 我唔想收訊息 | 唔好再煩我 | 停止發送 | 唔要推廣 | 取消訂閱推廣訊息 |
		我要取消訂閱 | 停止推廣訊息 | 請停止傳送廣告 | 不要再寄廣告給我 | 不想收到通知 | 别发了 | 不要再发了 | 取消订阅 |
		请停止发送广告 | 退订推广 | 停止订阅 | stop please | Please stop | STOP. | stop sending | stop sending messages |
		Stop texting me | stop all messages | don't message me | do not contact me | dont want messages | no ads |
		no more ads please | unsub | unsubscribe please | unsubsribe | I want to unsubscribe | opt me out |
		take me off your list | remove me | stop promotions | stop the spam | stop ads | ｓｔｏｐ | s t o p | stpo |
		退 訂 | 停 | 唔該唔好再send啲推廣訊息嚟喇 | 唔想再收到你哋嘅宣傳 | 可唔可以停止send廣告 | 我要取消接收推廣 |
		請取消訂閱 | 請不要再傳促銷訊息 | 我不想再收到你們的廣告訊息 | 别再给我发消息了 | 请停止推送 | 取消推送 |
		不要再给我发广告了 | please take me off your mailing list | i don't want to receive promotions anymore |
		Stop sending me these messages | can you stop sending me promotions | no more promo | plz stop |
		pls unsubscribe me | i would like to unsubscribe | quit sending me stuff | do not send me any more messages |
		unsuscribe | unsubscibe | opt-out | stop!!!!!! | 退訂!! | 我想退訂推廣 | 回覆T退訂 | turn off promotions |
		turn off notifications | 停止接收訊息 | 好煩呀唔好再send | 收皮啦唔好再send | 唔好send啦 | 停啦 |
		唔該停止發送推廣 | 以後唔好再send promotion嚟 | 咪再send嘢俾我 | 退訂推廣訊息 | 取消晒啲通知 | 我要停止接收 |
		請勿再傳 | 不要再傳優惠給我 | 取消訂閱通知 | 我不要廣告 | 停止廣告 | 別傳了 | 请不要再发信息给我 |
		不想收到你们的信息 | 别给我发广告 | 我要退订 | 关闭通知 | 停止接收 | Stop sending promotions | stop it |
		stop this | please remove me from the list | remove my number from your list | no more texts |
		i don't want these messages | no thanks stop sending | unsubscribe from promotions | cancel subscription |
		unsubscribe!! | dont spam me | don't contact me again | stop whatsapping me | stop notifications |
		i want to stop receiving ads | pls stop msging | leave me alone | unsubscribed me please | 取消订阅推广 |
		太多廣告喇唔好再send | 我想退訂 | 退訂唔該 | 停止推廣 | 唔好再send推廣 | 唔好send廣告俾我 | 唔想再收到推廣 |
		不要再傳廣告 | 我不要收到推廣訊息 | 請停止發送訊息 | 不想收到广告 | 不要发广告给我 |
		Please stop sending messages | stop sending me promotions | stop the ads | unsubscribe pls |
		i want to unsubscribe | I don't want to receive promotions | no more ads | no more marketing messages |
		opt out please | Stop. | stoppp | stop sending me stuff | remove me from mailing list | don't send me messages |
		取消訂閱，謝謝`,
	resume: `
		收返推廣 | 我想收返優惠 | 重新訂閱 | 恢復推廣訊息 | 重新接收優惠 | 订阅 | resume | subscribe again | resubscribe |
		turn promotions back on | i want to receive promotions again | subscribe | opt in | 想收推廣 | 我想再收推廣 |
		開返優惠通知 | 重新接收推廣 | 想收優惠訊息 | 收返優惠 | 恢復訂閱 | 我要重新訂閱 | 重新订阅 | 恢复推广 | 恢复订阅 |
		start again | resume offers | resume promotions | subscribe me again | opt back in | i want to get offers again |
		start sending me offers again | re-subscribe | unstop | sign me back up for offers | 我想繼續收優惠通知 |
		可以重新接收推廣訊息嗎 | 我之前退訂咗，想再收返 | 恢復通知 | 重新开启推送 | i want to subscribe again |
		please resume promotions | can i get promotions again | opt me back in | resum | subscribe me to offers |
		我想收推廣 | 再次訂閱 | 取消退訂 | 打開通知 | 重開推廣 | 重新開始接收推廣 | 恢复接收 | 开启通知 |
		我想重新收到优惠信息 | subscribe to promotions | i want to hear about offers again | turn notifications on |
		unmute promotions | let me receive offers again | Resume! | 收返推廣啦 | 我想重新收推廣 | 重新訂閱推廣 |
		再收優惠 | 恢復收推廣 | 重新订阅推广 | subscribe again please | resume messages | i want to receive offers again |
		turn on promotions | start receiving promotions again`,
	privacy: `
		私隱 | 隱私政策 | 隐私 | 我的資料 | 刪除資料 | 刪除我的個人資料 | 你哋有我咩資料 | 我的个人信息 | 下載我的資料 |
		privacy | privacy policy | my data | delete my data | what data do you have about me | download my data | 個資 |
		你們收集什麼資料 | 私隱政策 | 你哋點用我啲資料 | 我想睇我嘅資料 | 可唔可以刪除我嘅資料 | 刪除我的資料 |
		我想下載我的個人資料 | 查閱個人資料 | 隱私權政策 | 删除我的数据 | 删除个人信息 | 隐私政策 | 我的数据 |
		privacy notice | what do you know about me | what info do you store | erase my data | delete all my data |
		export my data | GDPR request | send me my data | personal data | how do you use my data |
		my personal information | 你哋會點處理我嘅個人資料 | 我想刪走我啲個人資料 | 我想要一份我的資料 | 請刪除我的個資 |
		你们会保存我的什么资料 | please delete all my personal data | can i get a copy of my data | is my data safe |
		how is my information used | what personal info do you keep | delete my information | privcy | 個人資料收集聲明 |
		你哋有冇賣我啲資料 | 我啲資料安唔安全 | 想刪晒啲個人資料 | 私隱聲明 | 個人資料保護 | 我的個資 | 要求刪除資料 |
		數據 | 你们怎么处理个人信息 | 隐私条款 | 我要删除个人资料 | 清除我的数据 | data privacy | privacy? |
		remove my personal data | wipe my data | see my data | download a copy of my data | do you sell my data | t&c |
		terms and conditions | data deletion | right to be forgotten | 刪除我嘅資料 | 私隱權 | 我想刪除我的個資 |
		删除我的资料 | delete my personal data | what data do you keep | privacy policy please | show me my data |
		data protection`,
	leave: `
		退會 | 我要退會 | 我想退會呀 | 退出会员 | 取消會籍 | 註銷帳號 | 注销账号 | 刪除帳號 | 刪除我個帳戶 | 唔做會員喇 |
		我不想當會員了 | delete my account | delete account | close my account | cancel my membership |
		離開會員 | 离开会员 | 我想離開會員 | 會員退出 | i want to cancel membership | leave | i want to leave the program | delte my acount | 删除账户 | 我想退出會員 |
		我唔想做會員喇 | 幫我退會 | 點樣退會 | 取消我個會籍 | 刪除我的帳號 | 我要刪除帳號 | 註銷會員 | 退出會籍 |
		我不想做会员了 | 注销会员 | 我要注销账户 | 怎么退会 | 删号 | cancel membership | quit membership |
		I want to quit | delete my membership | please delete my account | remove my account | i want to leave |
		leave membership | I no longer want to be a member | how do i delete my account | terminate my membership |
		close account | 我唔想再做你哋會員，點退 | 請幫我刪除會員帳號 | 我要註銷我的會員 | 可以取消會員資格嗎 |
		怎么注销我的会员 | 我想销户 | 帮我删除账号 | how can i cancel my membership | please close my membership account |
		i want out of the membership | delete my acount | remove me as a member | delete my profile |
		cancle my membership | 退會手續 | 退会 | 退出 | 點取消會員 | 我想cut咗個會籍 | 想delete account | 退會手續點搞 |
		刪除會員資料同帳戶 | 我要退出 | 取消會員 | 我要終止會員 | 如何註銷 | 退出会籍 | 取消会员 | 账号注销 |
		申请注销账号 | 不当会员了 | delete me | deactivate my account | end my membership | unregister |
		i want to quit the membership | cancel my member account | stop my membership | close my acc | remove membership |
		terminate account | how to quit | withdraw my membership | 我想退會 | 點樣退會？ | 刪除帳戶 | 幫我取消會籍 |
		我要註銷帳號 | 退出會員 | 我要退会 | 取消会员资格 | delete my account please | i want to delete my account |
		cancel my membership please | leave the membership | remove my membership`,
	human: `
		真人 | 搵真人 | 我想搵真人 | 有冇真人 | 客服 | 转人工 | 人工客服 | 人工 | 我要找客服 | 店員 | 想同店員傾 | 投訴 |
		我要投诉 | staff | agent | talk to a human | talk to a human pls | can i speak to someone |
		speak to a real person | customer service | i want to talk to the manager | i want to complain | is anyone there |
		有人嗎 | 有冇人呀 | 搵人 | 聯絡你們 | call me back | humna | 我想問店員嘢 | operator please | 我唔想同機械人講嘢 |
		我要真人 | 我想同真人講 | 搵客服 | 轉駁客服 | 可唔可以搵店員 | 叫店員嚟 | 我想投訴 | 我要搵經理 |
		你唔明呀，搵人啦 | 有冇人可以幫我 | 我要人工服務 | 請幫我轉真人 | 專人服務 | 找真人客服 | 客服在吗 | 转人工客服 |
		我要投诉你们 | 有人吗 | human | Human please | real person | talk to staff | talk to someone | speak to an agent |
		speak with a human | can i talk to a person | connect me to customer service | live agent | I need a real human |
		let me talk to your manager | representative | is there anyone i can talk to | contact staff | complaint |
		custmer service | talk to agnet | help from staff | 我想搵你哋員工 | 我有嘢想問店員 | 可唔可以幫我轉駁去真人客服 |
		我想打電話搵人問 | 有冇staff可以幫手 | 你哋啲服務好差，我要投訴 | 我可以跟真人說話嗎 | 請問有客服人員嗎 |
		叫你們經理來 | 怎么联系客服 | 能不能转人工 | 我要和人说话 | can someone from the shop reply me |
		i need to speak with someone | get me a human | i want to talk to a real person not a bot |
		can i talk to the owner | how do i contact you | custumer servce | let me speak to staff |
		stuff this, i want a human | agnet | hello anyone there? | call me please | 唔好同我講機械人嘢，搵真人嚟 |
		搵個人覆我 | 有冇人覆 | 轉人手 | 我要同人講 | 同真人傾計 | 搵你哋老細 | 請店員覆我 | 我要客訴 | 找店長 |
		想跟店員說話 | 需要人工協助 | 客服人員 | 小編在嗎 | 找人工 | 接人工 | 我要投诉店员 | 能找个真人吗 | 真人在线吗 |
		talk to human | Can I speak with the staff? | someone help me please i need a person |
		is there a real person here | connect me with an agent | customer care | live support | hotline |
		i have a complaint | i wanna complain about the service | not helpful, human | please get someone to contact me |
		manager please | speak to customer sevice | 搵店員 | 我要搵真人 | 我想同店員講 | 有冇真人呀 | 轉真人 | 客服唔該 |
		我要投訴 | 找客服 | 真人客服 | 转人工服务 | speak to a human | talk to an agent | human agent |
		i want to talk to someone | can I talk to staff | customer service please | I want to make a complaint |
		real person please | get me the manager | hmuan`,
	store: `
		地址 | 門市地址 | 你哋幾點開門 | 今日開唔開 | 幾點收工 | 營業時間 | 营业时间是几点 | 你們在哪裡 | 舖頭喺邊 |
		喺邊度呀你哋 | 電話 | 电话号码 | 分店 | 门店在哪里 | 星期日開唔開門 | opening hours | where are you |
		where is your shop | what time do you open | are you open today | what time do u close | phone number | address |
		adress | how do i get to your shop | 有冇停車場 | 附近有分店嗎 | 怎麼去你們店 | store | location | 你哋喺邊 |
		間舖喺邊度 | 幾點開舖 | 幾點閂門 | 今日開到幾點 | 星期六有冇開 | 公眾假期開唔開 | 你哋電話幾多號 | 有冇分店 |
		旺角有冇分店 | 店在哪裡 | 營業到幾點 | 門市資訊 | 你們電話多少 | 有停車場嗎 | 几点开门 | 几点关门 | 周末营业吗 |
		地址在哪 | 怎么去 | store hours | shop address | what are your hours | when do you close |
		what time do you close today | where are you located | whats your address | how to get there | contact number |
		do you have a website | are you guys open on sunday | opening time | directions | lokation | store location |
		open now? | how late are you open | closest branch | 唔該想問下你哋幾點收 | 你哋聽日開唔開門呀 | 中環分店喺邊 |
		可唔可以畀個地址我 | 請問你們的地址 | 請問幾點打烊 | 明天有營業嗎 | 你們店在哪一區 | 请问你们几点下班 | 店铺地址 |
		电话是多少 | 你们在什么地方 | whats the address of your shop | do you open on public holidays |
		what time do you close on saturday | are you still open | how can i call the shop | where can i find you |
		wheres the nearest store | opning hours | adres | shop loction | 你們有官網嗎 | 邊個地鐵站最近 | 開幾點 | 幾點開 |
		幾點閂 | 今日開唔開呀 | 你哋店舖地址 | 旺角店地址 | 邊度有舖 | 電話號碼 | 打邊個電話 | 營業嗎今天 | 週日有開嗎 |
		店家地址 | 門市電話 | 實體店面在哪 | 交通方式 | 地址发我 | 几点上班 | 今天营业吗 | 电话 | when do you open |
		closing time | r u open now | open on monday? | where's your store | what's your phone number |
		give me the address | is there parking | which mtr station | how to go to your shop | any branches in kowloon |
		store phone number | shop location | opening hrs | do you have a physical store | instagram | whats ur address |
		你哋地址 | 間店喺邊 | 你哋喺邊度 | 幾點開門 | 幾點收舖 | 營業時間係幾點 | 電話幾多 | 你們幾點開門 | 門市在哪裡 |
		你们几点关门 | 店铺在哪 | where is the store | what are your opening hours | what time do you open? |
		are you open tomorrow | what's your address | store address | phone number please | contact details |
		opening hour | 聽日開唔開`,
	menu: `
		選單 | 主選單 | 主頁 | menu | Menu | main menu | 0 | ０ | 0️⃣ | 你好 | 哈囉 | hi | Hello | helloooo | hey there |
		早晨 | 您好 | 回主選單 | back to menu | 菜单 | meun | home | point me to the menu | good morning | 主菜單 |
		返去主頁 | 返回主選單 | 回首頁 | 我要選單 | show menu | main menu please | open menu | go back to main menu |
		MENU | ｍｅｎｕ | mneu | 你好呀 | 哈佬 | hello there | hi there! | good afternoon | hey | 嗨 | 早安 | 您好！ |
		你好，請問 | Hi~ | hii | 午安 | 首页 | 返回菜单 | homepage | 喂 | 返去主選單 | 去主頁 | 我想睇選單 |
		show me the menu | take me to the main menu | hi! | helo | hellooo | hai | 哈囉你好 | 喂你好 | Good Morning! |
		返回首頁 | 主頁面 | main manu | 返主頁 | 返去menu | 睇選單 | 打開選單 | 主目錄 | 回主頁 | 功能選單 | 开始菜单 |
		主菜单 | 返回主菜单 | Home | start over | go back to menu | main | MENU PLS | options menu | hello? | Hello!! |
		hey there! | 早上好 | 下午好 | 晚上好 | 喂？ | Hi bot | sup | Good evening | menu please | 返回 | hello | Hi! |
		menü`,
	help: `
		help | 點用 | 怎麼用 | 怎么用啊 | 幫助 | 使用說明 | help me | how does this work | what can you do | 你識做咩 |
		你可以做什麼 | 有咩功能 | instructions | ? | 教我用 | 唔識用 | hlep | how to use this bot | 指令 | 點用㗎 | 點玩 |
		可以點用 | 我唔識用 | 幫幫我 | 你有咩功能 | 你會做什麼 | 如何使用 | 使用教學 | 有什么功能 | 怎么使用 | 帮助 |
		你能做什么 | help! | Help please | how to use | how do i use this | how does this thing work | what do you do |
		what can this bot do | commands | guide | FAQ | halp | i need help | 我唔知點用 | 呢個嘢點用㗎 | 點樣開始 |
		你有什麼用 | 這個怎麼玩 | 这个怎么用 | 你能帮我做什么 | can you help me | how can you help me |
		what is this bot for | I need some help | what are the commands | how to start | helppp | help pls | 使用手冊 |
		點操作 | 有咩用 | 你可以幫我做啲咩 | 教下我 | 使用指引 | 怎麼操作 | 如何操作 | 不會用 | 我不知道怎麼用 |
		你能幹嘛 | 不会用 | 怎么操作 | how to | how do you work | what else can you do | show commands | list commands |
		help menu | user guide | how can i use this | can you help | i need help with this | halp me | hepl |
		what can i type | ？ | ?? | 點用呀 | 點樣用 | 幫手 | 幫我 | 怎麼使用 | 可以做咩 | what can u do |
		how do i use this bot | how does it work | instructions please`,
	smalltalk: `
		多謝 | 謝謝 | 唔該晒 | 谢谢你 | thanks | Thank you! | thx | thank u so much | ok | 好的 | 明白 | 收到 | 哈哈哈 |
		lol | 👍 | 🙏🙏 | ❤️ | bye | 拜拜 | 晚安 | how are you | are you a bot? | 你係咪機械人 | 你是真人嗎 | 你叫咩名 |
		i love you | 新年快樂 | 唔該 | 唔該晒你 | 多謝晒 | 多謝你呀 | 謝啦 | 感謝你 | 明白了 | 好呀 | OK | okay thanks |
		thank you very much | thanks a lot! | tks | cheers | noted | got it | haha | 哈哈 | 再見 | bye bye | good night |
		你好叻 | 你好醒 | 食咗飯未 | 你係真人定機械人 | 你是機器人嗎 | 你叫什么名字 | are you human? |
		are you a real person? | who are you | what's your name | 😂 | 😊👍 | nice | merry xmas | 收到，唔該 | 好的谢谢 |
		唔該晒！ | 多謝你幫手 | thank youuu | thanks!!! | 好多謝你 | 十分感謝 | okok | 好啊 | 知道喇 | 無問題 | 收到謝謝 |
		哈哈哈哈 | 拜拜啦 | see you later | 你食咗飯未呀 | 你好可愛 | r u a robot | are u real | 聖誕快樂 | good job bot |
		😀 | thank you | Thanks :) | thank you la | thankss | 多謝你！ | 唔該哂 | 唔該曬 | 謝謝您 | 3q | ok thanks |
		okay la | 好，多謝 | 無事喇多謝 | 冇嘢喇，唔該 | 了解 | 沒事了謝謝 | 好的，感謝 | 没事了 | 好滴 | ok thx bye |
		great thanks | that's all thanks | no worries | haha ok | lolol | nice one | you're the best | bye! | 晚安啦 |
		早唞 | 你好聰明 | 你邊位 | 你是什麼 | what are you | are you ai | hi how are you | 🥰🥰🥰 | 👌 | 謝謝你 | 好 |
		thank you so much | thx! | how are you? | 你係咪真人 | are you a robot | 你是機器人 | 👍👍 | 好嘅`,
	nothing: `
		取消 | cancel | 取消啦 | can i stop by your shop tomorrow after work | can I stop by | nonstop |
		how do I stop losing points | 不要停 | don't stop | 唔好停 | don't unsubscribe me | 唔好退訂住 |
		i want to leave a review | can i leave a message here | i left my umbrella in your shop | 唔使喇 | 唔使 |
		我想退貨 | 我要退款 | how do i get a refund | can i return this dress | refund | 幾錢 | 呢件衫幾錢 | 這個多少錢 |
		how much is this | price | 有冇加大碼 | 有現貨嗎 | do you ship to taiwan | 幾時送到 | 我張訂單到咗邊 |
		cancel my order | 取消訂單 | 有咩推薦 | 有什麼好吃的推薦 | what do you recommend | 我想預約 |
		book a table for two | 可以換貨嗎 | 換過另一件得唔得 | asdfghjkl | blah blah | 1234567 | 今日天氣點 |
		who won the match last night | 唔想入會 | 我不想加入 | i don't want to join | don't need any coupons |
		可以用八達通嗎 | do you take credit card | 請唔請人 | wifi password | if i unsubscribe will i lose my points |
		停車費幾多 | where is the bus stop | the point is that nobody told me | 加入購物車 | 。。。 | yes | no | 係 | 2 |
		三 | what is the meaning of life | 我老婆話佢好鍾意你哋上次嗰條裙但係我唔記得咗叫咩名，你記唔記得呀 | start |
		取消呀 | cancel that | cancel please | 取消吧 | 停一停先 | stop by ur shop later | I'll stop over at your store |
		can't stop thinking about your cake | the bus stops here | non-stop | 唔好停止 | 不要取消訂閱 | dont unsubscribe |
		i never unsubscribed | leave it at the counter | can you leave a note for the staff | i'll leave at 5 |
		want to leave feedback | how to leave a review | i will leave a comment | 唔使喇唔該你下次先 | no need | 唔需要 |
		不用了 | 退貨 | 退錢 | 點樣退款 | 可以退換嗎 | 退款什么时候到账 | 我想换货 | 想退返件衫 | refund my order |
		i want my money back | return policy | exchange for a bigger size | 件衫幾多錢 | 多少錢一件 | 價錢 | 价格表 |
		how much | how much does it cost | what's the price of the bag | 幾時有貨 | 有冇M碼 | do you have size L |
		in stock? | 運費幾多 | 送貨要幾耐 | when will my order arrive | where is my parcel | 訂單狀態 | 我的包裹呢 |
		有咩好介紹 | 推介下 | 推薦一下 | any recommendations | can you recommend something nice | 預約 | 可以訂位嗎 |
		book appointment | reservation | 可以刷卡嗎 | 收唔收八達通 | do you accept payme | 招聘 | job opening |
		what's the weather | 明天會下雨嗎 | asdf | qwertyuiop | ???!!!x | 99999 | 我唔想要優惠券 | 我不需要客服 |
		no i don't want to talk to staff | i don't want rewards | 我唔想換嘢 | what's the point |
		at this point i am confused about everything and nothing | good point | this is pointless | card declined |
		paypal | tell me a story about dragons | 美國總統是誰 | 1+1=? | 3 | 第二個 | ５ | 是 | 不是 | maybe | hmm |
		嗯嗯嗯... | 我買咗對鞋返去發現爛咗點算 | 件貨有瑕疵 | wrong item delivered | 我想買生日蛋糕 |
		order a cake for birthday | gift wrap please | ship to macau? | is this authentic | 需要幾多日先寄到 | end |
		if i stop will i lose my points | 退訂之後啲分會唔會冇晒 | stop losing my points please |
		what happens if i unsubscribe | 可唔可以停低等我 |
		stop it there is a misunderstanding about my order i paid twice | the shop stopped selling my favourite |
		不要取消 | 我不是要退訂 | 我沒有要退會 | 唔係退會 | i don't want to leave | please don't delete my account |
		dont stop sending offers | i left my wallet at the store | leave the parcel with security |
		can i leave my bag there | 我想退返件衫 | 件衫有問題想換 | 鞋子可以換尺寸嗎 |
		can i exchange the shoes for another size | refund status | when do i get my refund | 張單幾時到 |
		how long is delivery | do u deliver | 呢個包包多少錢 | 有折嗎這件多少錢 | how much r the shoes |
		what is the price | 貴唔貴㗎 | 黑色有冇貨 | do you have this in black | 有無細碼 | 請問可以預約明天嗎 |
		i want to book | 幫我留枱 | 最近有咩好食介紹 | which one do you recommend | 可以用支付寶嗎 | 收唔收信用卡 |
		你哋請唔請人 | 洗手間喺邊 | 明天會不會下雨 | who is the president | write me a poem | qwpeoriu | zzzz | 1000000 |
		--- | abc123xyz | 唔知呀 | 我再諗下 | 等等 | wait | let me think | too expensive | 好貴 | 我唔要禮物 |
		i don't need help | 不用客服 | i dont want to redeem | 如果我退會啲分點算 | will my points disappear if i leave |
		what happens to my points if i cancel my membership | 算了 | 算啦 | cancel redemption | 4 | 十 | 第三個 | 2) |
		３． | 我想買件黑色嘅外套畀媽媽做生日禮物有冇咩介紹 |
		can you tell your colleague that the cake last week was delicious and we all loved it | 取消先 |
		可唔可以取消訂單 | 取消預約 | cancel my appointment | cancel the delivery | the printer stopped |
		where to stop the car | i cannot stop laughing | top stop | 唔好停呀 | 不要停止發送 |
		keep sending me offers dont stop | unstoppable | leave at 6pm | is there a waiting time or should i leave |
		who left this here | i want to leave my review on google | 給你們留個評論 | 留言俾你哋 |
		唔使啦多謝你哋好意但係我想問條裙 | 退件 | 點樣退貨 | 想退錢 | 30 days return? | return this item |
		can i get my money back | 換貨政策 | 想換大一個size | 最平幾錢 | 邊款最平 | 多少錢啊 | 这个怎么卖 | how much $$ |
		price pls | what does it cost to ship | freight | 到貨未 | 訂咗嘅嘢幾時到 | tracking number |
		has my order shipped | 缺貨嗎 | 有其他顏色嗎 | is it available in red | 款式 | 訂位兩位 | book for tomorrow 7pm |
		appointment | taxi | 落雨未 | how tall are you | what time is it | 幾號呀今日 | 我肚餓 | good food | pizza |
		nba score | 股價 | ???abc | hjkl; | test123 | aaaaaaa | 😡 where is my order | 接受信用卡嗎 | payme得唔得 |
		apple pay? | 做唔做批發 | 請兼職嗎 | 我唔係會員唔使送禮物 | 我不想要積分 | 不用查積分了 |
		don't show me my points | i am not looking for coupons | not interested in rewards | point taken |
		that's beside the point | tiered cake | cardigan | card holder price | menu price | do you sell gift boxes |
		is the coupon book for sale at 7-eleven | claim to fame | linkedin | 12 | 四 | ⑤ | 第一 | 5. | 唔知 |
		再講多次 | say that again | speak slower | hmmmm | so? | why | why not | what | when |
		係咁先 | 遲啲先 | can I stop by your shop? | can i stop by later | i'll stop by tomorrow | non stop |
		non-stop music | how can i stop losing my points | stop by | leave a review | where can I leave a review |
		can I leave my bag | 唔使啦 | 可以退款嗎 | 我要退錢 | refund please | can i get a refund |
		how do i return an item | what's your refund policy | 呢個幾錢 | 幾錢呀 | 这个多少钱 | how much is it |
		how much does this cost | 有冇貨 | 有冇其他色 | do you deliver | shipping fee | 送貨要幾日 | where is my order |
		我張單呢 | cancel order | 我唔想退會 | 我唔係想退會 | 唔好刪除我個帳戶 | don't delete my account |
		i don't want to unsubscribe | i dont want to leave | 我不想退訂 | what happens if i leave | 如果退會會點 |
		lorem ipsum | ？！ | 12345 | 今日好熱 | 天氣如何 | i am hungry | i love coffee | this is nice shop |
		我鍾意食蛋糕 | my dog is cute | what do you recommend? | 有推薦嗎 | 推薦下啦 | bus stop | one stop shop |
		stop and go | 退一步 | 退後 | 分手 | 十分好 | 分鐘 | 點心好好食 | 一點點 | 積木 | 換季大掃除 | 會唔會落雨 |
		用唔用落單 | level playing field | gold price | silver necklace price | id card photo |
		the menu is too expensive | help yourself | join hands | staff discount for employees`,
}
