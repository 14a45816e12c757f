import type { IntentWords } from './intent.ts'
import { PROMOTION } from './shared-words.ts'

// obeyed only in short messages; how short is said in understand.ts

export const stop: IntentWords = {
	commands: ['stop', 'unsubscribe'],
	words: `
=stop|=stop it|=stop all|=stop now|=stop please|=停|=停止|=退訂|=取消訂閱|=td|=t|=不要再發|=不要再傳|=stop this|=停止推廣|=no more|=no promotion|=no message|=no promotional message|=opt out|=quit messages
unsubscribe|opt out|opt me out|unsubscribe me|remove me|take me off|take my name off|remove my number|off your list|off the list|leave me alone|mailing list|退訂|取消訂閱|取消關注|停收|停發|拒收|不收|不想收|不要收|不想再收|不再接收|不要發|不要再發|別再發|別發|不要再傳|不要傳|別再傳|別傳|不要再寄|不要再send|不要send|不要 send|不要再 send|不想收到|不想再收到|煩我|不要煩|別煩|不要騷擾|不要打擾|別打擾|停止接收|停止發送|停止訂閱|停止推送|取消接收|取消推送|取消推廣|解除訂閱|回t退訂|回覆t退訂|不要再通知|不要再推
stop|no more|quit|cease|halt|turn off|switch off|disable|block|cancel|enough|end * send|sending|message|msg|text|spam|contact|bother|disturb|push|${PROMOTION}
not|dont|never|no longer|do not * send|message|text|spam|contact|bother|disturb|push|whatsapp|email * me|us|any|anything|more|again|promotion|ad|offer
not|dont|do not|no longer|never|no * want|need|like|wish|interested|receive|get|hear * ${PROMOTION}|from you|receiving
no|no more * ad|spam|junk|marketing|advertisement
not interested in * ${PROMOTION}
sick of|tired of|fed up|too many|too much|annoying|enough * ${PROMOTION}
停|停止|停咗|停了|取消|關|關閉|關掉|拒絕|謝絕|退|屏蔽|封鎖 * 推廣|廣告|宣傳|推送|推播|訊息|通知|優惠訊息|行銷|電郵|垃圾訊息|promotion|marketing|message|ad|spam|發送|傳送
不要|不想|不用|別|不再|不需要|不收|無需 * 推廣|廣告|宣傳|推送|推播|訊息|通知|優惠訊息|行銷|電郵|垃圾|發|傳|send|寄|收|promotion|message|ad|spam|marketing|打擾|騷擾|煩
取消|停止|停|關閉|拒絕|暫停|退出 * 接收|收|收取 * 優惠|推廣|訊息|廣告|通知|推播|推送
太多|好煩|很煩|煩死 * 推廣|廣告|訊息|推送|通知|ad|promotion|message
推廣|廣告|訊息|推送|通知 * 太多|好煩|很煩|煩死|停|停止|取消|不要|不想收
unsubscribe|opt out|unfollow * ${PROMOTION}|list
cancel|stop|end|terminate|remove * subscribe
stop|no more|quit|end|cancel * receive|get|see|hear * ${PROMOTION}
不要|不想|別|不再|不需要 * 收|收到|接收|再收|再收到|再接收|發|傳|send|寄 * 優惠|推廣|offer|deal|promotion
`,
}
