import type { IntentWords } from './intent.ts'

export const join: IntentWords = {
	commands: ['join'],
	words: `
join|加入|入會|登記|註冊|申請會員|申請入會|申請會籍|登記會員|註冊會員|加入會員|成為會員|做會員|當會員|開會員|辦會員|辦會員卡|申請會員卡|辦卡|開卡|新會員|入個會
sign up|sign me up|sign up for membership|register|enroll|become a member|be a member|get a membership|create account|create an account|open an account|membership application|apply for membership|new member|get membership|join member
我|想|要|怎麼|可以|幫我 * 做|當|成為|開|辦|入|申請|登記|註冊|加 * 會|會員|會籍|會員卡|member
怎麼|如何|點樣|可以|想|要|幾錢|免費|可不可以 * 入會|加入|登記|註冊|申請
how|want|like|can|could|let|wanna|wish|please * join|register|sign up|enroll|become * member|membership|program|programme|club|loyalty
how|want|can * become|be|apply|get * member|membership
apply * member|membership
入|加入|join|開|辦 * 會員|會籍|member|membership|loyalty program|club
朋友|friend|有人|someone * 叫|介紹|推薦|邀請|told|asked|invite|said|refer * 加入|入會|join|sign up|登記
want membership|want a membership|want the membership|need membership|need a membership|want a member card|want a membership card|interested in membership|interested in the membership
朋友|friend|有人|somebody|someone * 叫我|介紹我|推薦我|邀請我|told me|asked me|sent me|invite me|refer me
未|不是|還不是|not|yet * 會員|member
~會員申請
not a member|not a member yet|not yet a member|i am new|=i am new here|=new here|new customer|未係會員|未入會|仲未入會|不是會員
免費入會|入會要錢|入會費|會費|join for free|membership fee|membership free|入會優惠|入會禮|迎新禮|迎新優惠|welcome gift|joining gift
=加會員|加入你們
舊客|舊會員|舊客人|舊顧客|老顧客|existing customer|old customer|existing member|used to be a member
become member|become members|becoming a member
入會|加入會員|成為會員|做會員|申請會員 * 好處|著數|福利|優惠
拿|攞|要|領|開 * 會員卡|張會員卡
參加|報名|part of|member of * 會員|會籍|會員計劃|member|membership|program|programme|club
參加|參加計劃|報名
想|要|拿|攞|申請|get * 會員身分
`,
}
