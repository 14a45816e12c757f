// Words that several intents build their patterns from.

export const POINTS = '積分|點數|分數|紅利點數|紅利|會員點數|印花|分|point|loyalty point|reward point|bonus point|stamp'
export const HOW_MANY = '幾多|多少|幾|how many|how much|many'
export const HAVE = '有|還有|剩|剩下|剩餘|剩返|淨返|仲有|儲咗|累積|累積了|存了|集了|集到|have|left|remaining|got'
export const COUPON =
	'優惠券|現金券|折價券|折扣券|禮券|代金券|抵用券|電子券|購物券|券|優惠碼|折扣碼|coupon|voucher|promotion code|discount code'
export const FRIEND =
	'朋友|家人|同事|同學|屋企人|老公|老婆|媽媽|閨蜜|人|人哋|別人|friend|family|somebody|someone|people|colleague|mom|mum|wife|husband|sister|brother|others'
export const ACCOUNT = '帳戶|帳號|會籍|會員|會員資格|account|membership|member|program|programme|club|profile'
export const PROMOTION =
	'推廣|廣告|宣傳|推送|推播|訊息|通知|優惠訊息|推廣訊息|行銷|電郵|垃圾訊息|垃圾|ad|promotion|offer|message|notification|marketing|spam|email|newsletter|broadcast|update|alert|junk|whatsapp|text|msg|stuff|crap|deal|advertisement'
export const TIER =
	'等級|級別|級|金卡|銀卡|金級|銀級|金會員|銀會員|白金|鑽石|黃金|vip|tier|level|gold|silver|platinum|diamond|status'
