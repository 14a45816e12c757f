import type { IntentWords } from './intent.ts'

export const human: IntentWords = {
	commands: ['staff', 'human', 'agent'],
	words: `
真人|真人客服|真人服務|真人對話|轉真人|找真人|搵真人|人工|人工客服|人工服務|轉人工|客服|轉客服|客服人員|客服電話|客戶服務|客戶服務員|客務|專人|專人服務|專員|店員|店主|店家|老闆|經理|負責人|主管|投訴|客訴|抱怨|申訴|找人|搵人|有沒有人|有人在|有人嗎|有冇人|轉接|聯絡|聯絡你們|聯絡店員|聯絡客服|聯繫|聯繫客服|回電|打電話給我|覆我電話|問店員|請人覆|=人|=職員|=找店員
staff|agent|human|human agent|human being|real person|real human|real people|live agent|live chat|live person|live support|~person|~people|representative|rep|customer service|customer support|customer care|~support|operator|manager|supervisor|~owner|~boss|complaint|complain|make a complaint|file a complaint|talk to someone|speak to someone|someone there|anyone there|anybody there|anyone here|is anyone|call me|call me back|contact you|contact us|contact staff|contact shop|contact|helpdesk|help desk|shopkeeper|salesperson|ask staff|ask someone|human please|chat with you|real one|not a bot|not a robot
talk|speak|chat|contact|connect|reach|transfer|ask|need|want|call|message|find|give|get|switch|let|put * human|person|someone|somebody|staff|agent|real person|real|people|manager|owner|boss|representative|anyone|support|customer service|you guys
talk|speak|chat|contact|reach|message * shop|store|you
找|搵|跟|同|和|叫|轉|問|聯絡|接|想|要|請|換 * 真人|店員|人工|客服|老闆|經理|專人|人類|負責人|真人客服|職員
同|跟|和|找|叫 * 人|店員|你們|真人|客服 * 談|講|說|聊|傾|對話|問
有沒有|有冇|請|幫我|可以|有 * 店員|真人|客服|人覆|人回|人幫|人應|人理|人跟進
不想|不要|不 * 機械人|機器人|bot|robot
not|no|hate|stupid * bot|robot|machine
i want to complain|want to complain|very bad service|bad service|服務差|態度差|服務態度|好差|差評|terrible service|poor service|unhappy with|disappointed
anyone|someone|somebody|anybody * talk|speak|help|chat|reply|answer
no one|nobody|no body * reply|answer|respond|response
沒有人|冇人|無人 * 覆|回覆|理|應|回
找個人|叫個人|搵個人|人手|轉人手|小編|hotline|not helpful|unhelpful|useless
找|叫|搵|請 * 個人|人 * 覆|回|幫|跟|聊|傾
不滿|不滿意|唔滿意|很失望|好嬲|not happy|unhappy|not satisfied|dissatisfied
`,
}
