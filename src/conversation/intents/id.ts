import type { IntentWords } from './intent.ts'

export const id: IntentWords = {
	commands: ['id', 'code', 'qr'],
	words: `
會員碼|會員編號|會員號碼|會員號|會員id|會員證|會員條碼|會員二維碼|會員qr|會員qr code|會員卡號|會員編碼|會員代碼|卡號|條碼|二維碼|電子會員卡|我的碼|我的號碼|我的編號|我個碼|我個編號|我的qr|我的條碼|我的二維碼
出示|出示會員卡|出示會員碼|展示會員卡|展示會員碼|秀會員卡|出示條碼
掃碼|掃描|掃我|掃我的碼|掃qr|掃條碼
=編號|=碼|=我的會員|=號碼
qr|qr code|my code|member code|membership code|member number|membership number|membership id|member id|member no|membership no|member qr|show code|show my code|show my card|show card|show member card|show membership card|barcode|bar code|scan me|scan my|customer number|customer code|customer id|loyalty number|loyalty id|card number|digital card|my number|my qr|my barcode
=id|=my id|=code|=scan|=show|=my member|=member no
show|see|display|open|find|get|what|need|where|give * my code|qr|qr code|barcode|member number|membership number|member id|membership id
給|畀|俾|讓|比 * 掃
給|畀|俾|讓|出示|拿 * 店員|收銀|櫃檯|櫃枱|cashier|staff * 看|掃|會員卡|會員碼
結帳|結賬|畀錢|畀銀|付款|埋單|收銀|櫃檯|checkout|cashier|counter|till * 出示|show|碼|code|掃|會員碼
show|出示|給|畀|俾|拿 * qr|碼|code|會員卡|會員碼|條碼 * 店員|staff|收銀|cashier|櫃檯|counter
membership|member|會員|loyalty * qr|code|barcode|碼|條碼|qr code
scan * code|qr|barcode|card
會員 * 編號|號碼|條碼|二維碼|id|qr|號
cashier|staff|counter * scan|code|qr|barcode
scan|show * at the counter|at counter|to cashier|to the cashier|to staff|at the cashier|in store
member card|membership card|會員卡|loyalty card * qr|code|碼|number|號碼|編號|barcode|qr code
打開會員碼|開會員碼|開qr|開 qr|顯示會員碼|顯示 qr
`,
}
