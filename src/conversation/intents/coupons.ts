import type { IntentWords } from './intent.ts'
import { COUPON } from './shared-words.ts'

export const coupons: IntentWords = {
	commands: ['coupons', 'vouchers'],
	words: `
undo|undo redemption|undo that|還原|還原兌換|取消兌換|撤銷|撤銷兌換|換錯|換錯咗|換錯了
優惠券|現金券|折價券|折扣券|禮券|代金券|抵用券|電子券|購物券|兌換券|票券|票夾|券包|卡券|優惠碼|折扣碼|電子優惠券|我的券|我張券|我啲券|張券|啲券|用券|券
coupon|voucher|cash voucher|gift voucher|e coupon|ecoupon|e voucher|evoucher|my coupon|my voucher|unused coupon|coupon code|promotion code|promo code|discount code|coupon list
用|怎麼用|哪裡|在哪裡|幾時|到期|過期|查|睇|看|我|我的|未用|剩|還有|有|有沒有|使用|幾多|多少|幾張|張|開|攞|拿|找 * 券|優惠券|現金券|折價券|禮券|coupon|voucher
${COUPON} * 用|怎麼用|使用|到期|過期|在哪裡|哪裡|用得|未用|有效|失效|不見了|不見|幾張|多少|查詢|查看|expire|valid|work|use|where|gone|missing|not working
use|apply|show|see|where|how many|how much|expire|check|find|view|my|any|have|list|many|get|lost|enter * ${COUPON}
how to use|how do i use|how can i use|how do i use this|how do i use my|how do i use the|how to use this|how to use my * ${COUPON}
已換|換了|兌換了|redeemed * 在哪裡|哪裡|where|code|碼
discount coupon|discount voucher|兌換券
券|優惠券|現金券|coupon|voucher * 給|出示|俾|show|scan * 店員|收銀|職員|cashier|staff|counter
`,
}
