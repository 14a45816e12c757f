import type { IntentWords } from './intent.ts'

export const wallet: IntentWords = {
	commands: ['wallet', 'topup'],
	words: `
錢包|增值|充值|儲值|加值|儲值金|儲值卡|儲值餘額|購物金|電子錢包|會員錢包|錢包餘額|儲值金餘額|預付|預付金|充錢|入錢|叉錢|充卡|增值服務|儲值優惠|我的錢包
wallet|my wallet|wallet balance|top up|top up my account|top up wallet|stored value|store credit|cash balance|recharge|prepaid|add money|add fund|add credit|add value|add cash|load money|load my card|load cash|e wallet|ewallet|deposit money|put money
入|加|充|增|存|add|put|load|deposit * 錢|現金|money|cash|fund|credit|dollar
錢包|wallet * 入|加|充|增|add|put|load
入|增值|加|充|儲值|存 * 蚊|元|dollar|hkd
錢包|wallet|儲值|儲值金 * 餘額|幾多|多少|剩|有|balance|how much|left
幾多|多少|剩|有|how much|check|餘額|balance * 錢包|wallet|儲值|儲值金|購物金|store credit
入錢|加錢|增值|充值|充錢 * 會員卡|卡|戶口|帳戶
prepaid card|stored value card|儲值卡餘額
增值|充值|儲值|加值|top up * 優惠|有什麼優惠|offer|有什麼|送|回贈|bonus|幾多|多少
`,
}
