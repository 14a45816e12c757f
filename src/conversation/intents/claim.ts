import type { IntentWords } from './intent.ts'
import { POINTS } from './shared-words.ts'

export const claim: IntentWords = {
	commands: ['claim'],
	words: `
補登|補登積分|補登點數|漏分|補分|補積分|補點|補點數|補返分|補返積分|補回積分|單據登記|收據登記|發票登記|登記發票|漏登|漏積分|漏點|漏計|漏計分|漏記|漏咗|漏了|追分|追討積分|補錄|補發積分|申報積分|登記收據|登記單據|上傳收據|上載收據|上傳單據|收據|單據|發票登錄|登錄發票|補登發票|上傳發票|發票|未入分|未加分|沒有加分|未有分|分未到|積分未到|點數未到|未收到分|未收到積分|沒有分|冇計分|沒有計分|忘記積分|忘記集點|忘記報電話|忘記出示會員碼|唔記得儲分
claim|claim point|claim my point|claim missing point|missing point|point missing|unclaimed point|receipt|upload receipt|upload my receipt|submit receipt|send receipt|scan receipt|invoice|add receipt|missed point|point not credited|point not added|no point added|retroactive
沒有|未|漏|冇|忘記|不記得|忘了|沒|還沒|唔見|少 * 入|加|計|登|收到|儲|到|拿到|給|累積|入帳|出示|集 * ${POINTS}
沒有|未|漏|冇|忘記|沒|還沒|少 * ${POINTS} * 入|加|計|登|收到|到|入帳
${POINTS} * 未|沒有|還沒|沒|漏 * 到|入|加|見|收到|計|登|入帳|累積|更新|進來|進|加上|過來|出現|顯示|落|發
買了|消費了|買咗|消費咗|買完|上次買|上次消費|昨天買|昨天消費|尋日買|購物 * 沒有|未|冇|沒|漏 * ${POINTS}|加分|積分
did not|not|never|cannot|no|yet|still|where|without * get|receive|credit|credited|add|added|show|come|record|recorded|give|given|collect|count * ${POINTS}
point * not|never|yet|still|missing|no * credit|credited|add|added|show|showing|come|arrive|arrived|record|recorded|update|updated|receive|received|there|appear|appearing|in my account
not|never * get|receive|got|earn|collect|given * ${POINTS}
忘記|不記得|忘了|冇帶|沒帶|沒有 * 出示會員碼|出示會員卡|會員卡|報會員|報|報電話號碼|給電話|講電話
沒有|忘記|忘了|不記得|冇帶|沒帶|漏 * 掃碼|掃|出示|報電話|報號碼|帶卡|帶會員卡|show
missing|miss|forgot|forget|forgotten * ${POINTS}|to scan|to show|my card|show my code|to give my number|to collect
bought|purchase|purchased|order|ordered|paid|spent|shopped * no|not|without|never|didnt * point
add|register|record|enter|claim|submit|report * purchase|receipt|past order|old order|invoice|my order|point
到帳|入帳 * 積分|分|點數
${POINTS} * 不到帳|未到帳|沒到帳|沒有到帳|到帳
where * point * from|for * purchase|order|yesterday|last
no point receive|no point received|no point given|no point|not given point
not|never * scan|show * code|card|qr|my code|my card
receipt|收據|單據 * point|積分|分|點數
point * last|previous|past|recent * order|purchase * not|no|never|missing
missing|not there|gone * from|for * order|purchase|receipt
忘記|不記得|忘了|forgot|forget|forgotten * show|scan|show my|scan my|出示|掃 * code|member code|card|member card|會員碼|碼
單|收據|單據 * 沒有|未|冇|沒 * 積分|點數|分
單|買|消費 * 積分|點數|分 * 到了|入了|加了|到咗 * 未|沒
purchase|order|sale|visit * not|never|no * record|recorded|count|counted|register|registered|credit|credited
忘記|不記得|忘了|冇|沒有|沒 * 給|俾|畀|報|帶|拿 * 會員碼|會員卡|會員號|電話|碼
`,
}
