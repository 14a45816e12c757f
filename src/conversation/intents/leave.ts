import type { IntentWords } from './intent.ts'
import { ACCOUNT } from './shared-words.ts'

// ends the membership: never wins a tie, and always asks again

export const leave: IntentWords = {
	commands: ['leave'],
	words: `
退會|退出會員|離開會員|離開會籍|離開會員計劃|會員退出|會籍退出|退出會籍|取消會籍|取消會員|取消會員資格|取消我的會籍|終止會籍|終止會員|刪除帳戶|刪除帳號|刪除我的帳戶|刪除會員|刪除會籍|註銷|註銷帳戶|註銷會員|註銷會籍|註銷會員資格|結束會籍|關閉帳戶|不做會員|不當會員|不想做會員|不想當會員|不再做會員|不再當會員|不再是會員|退出計劃|刪號|銷戶|退籍|取消帳戶|=退出|=刪除我
=leave|=quit|=delete me|=exit membership|leave membership|leave the membership|leave program|leave the program|leave the club|leave club|leave the scheme|delete account|delete my account|close account|close my account|cancel membership|cancel my membership|cancel account|quit membership|quit the program|terminate membership|end membership|end my membership|deactivate|deactivate account|deactivate my account|remove my account|delete me|erase me|delete membership|delete my membership|delete my profile|no longer a member|not be a member|dont want to be a member|stop being a member|leave and delete|leave and erase|unregister|deregister|withdraw from
delete|close|cancel|remove|terminate|deactivate|quit|end|erase|leave|withdraw|stop|drop * ${ACCOUNT}
want out|get out|get me out|take me out|remove me * membership|program|programme|account|club|member
not|no longer|dont * be|want to be|wanna be|being * member|a member
刪|刪除|刪掉|取消|退出|離開|註銷|終止|結束|關閉|退 * ${ACCOUNT}
會員|會籍|帳戶|帳號 * 退出|離開|註銷|刪除|取消
不想|不要|不再|不|不想再 * 做|當|是|要 * 會員|會籍
不要|不想要 * 會籍|會員帳戶|會員帳號
cut|剪|停|唔要 * 會籍|membership|account
退會手續|退會申請|如何退會|怎麼退會
`,
}
