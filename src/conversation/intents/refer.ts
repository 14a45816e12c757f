import type { IntentWords } from './intent.ts'
import { FRIEND } from './shared-words.ts'

export const refer: IntentWords = {
	commands: ['refer', 'invite'],
	words: `
推薦朋友|介紹朋友|邀請朋友|推介朋友|推薦碼|推薦代碼|推薦連結|推薦link|推薦 link|推薦碼在哪裡|邀請碼|邀請連結|邀請 link|邀請|推薦人|介紹人|介紹費|推薦計劃|推薦計畫|推薦獎賞|推薦獎|推薦好友|介紹碼|分享連結|分享碼|我的連結|我的推薦|我條link|我的 link|我條 link|分享給朋友|老帶新|揪朋友|揪團|拉新
=推薦|~推薦|=介紹|~介紹|=推介|=分享|~邀請
refer|referral|referral code|referral link|refer a friend|refer friend|invite|invite code|invite link|invitation code|invite friend|invite a friend|share link|share my link|share my code|my link|my referral|recommend a friend|recommend you to|tell a friend|bring a friend|share with friend|friend get|refer and earn|=share|referral program|referral bonus|referral reward|affiliate
推薦|介紹|邀請|帶|叫|拉|分享|推介|轉發|send|揪|share|invite|refer|bring|recommend|introduce|forward * ${FRIEND}
tell|ask|send|get * friend|my friend|朋友
推薦|介紹|邀請|refer|invite|referral * 獎|獎賞|獎勵|著數|優惠|好處|回贈|幾多分|多少分|有咩|有什麼|怎麼|連結|link|碼|code|bonus|reward|point|get
${FRIEND} * 推薦|介紹|邀請|refer|referral|invite
推薦|介紹|邀請|refer|invite|referral * 有咩|有什麼|幾多|多少|what|how much|得咩|得什麼 * 獎|獎賞|獎勵|著數|優惠|好處|回贈|分|積分|點數|bonus|reward|point|get
推薦有賞|推薦有獎|推薦獎勵|介紹有賞|邀請有賞|邀請獎勵
朋友|friend * 入會|加入|join|sign up|register * 著數|優惠|好處|獎|獎賞|有咩|有什麼|得咩|分|積分|bonus|reward|point|get
朋友|friend * 入會|加入|join|sign up|register|入了會|有咩|有什麼|獎|著數|優惠|得咩|得什麼|bonus|reward
how|want|get * share|invite|refer|referral
friend|朋友|someone|family * use|用 * my code|my link|我的碼|code|link|我個碼
what do i get|what can i get|what will i get|how much do i get|do i get * refer|invite|friend|referral
推薦|介紹|邀請|叫|帶|拉|refer|invite|bring * 朋友|friend|人 * 入會|加入|join|登記|做會員
推薦|邀請|介紹|referral|invite * 進度|情況|progress|status
`,
}
