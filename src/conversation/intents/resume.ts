import type { IntentWords } from './intent.ts'
import { PROMOTION } from './shared-words.ts'

export const resume: IntentWords = {
	commands: ['resume', 'subscribe'],
	words: `
收返|收返推廣|收返優惠|重新訂閱|恢復訂閱|恢復推廣|訂閱|再訂閱|再收推廣|想收推廣|我要收推廣|接收推廣|接收優惠|接收優惠訊息|開返推廣|收推廣|收優惠|重新接收|恢復接收|取消退訂|=恢復
resume|subscribe|resubscribe|subscribe again|subscribe me|unstop|opt in|opt me in|opt back in|start again|unmute|=unpause|sign me back up
收返|恢復|重新|再|開啟|打開|開返|繼續|接收|想收|要收|可以收|想再收|收|想要 * 推廣|優惠訊息|訊息|通知|廣告|推送|優惠|promotion|offer
退訂|退訂了|unsubscribe * 收返|重新|再收|恢復|想再|再訂|again|back
opt me back in|sign me up again|subscribe me back
turn on|switch on|enable|start|restart|resume|receive|receiving|receive again|add me|put me * ${PROMOTION}|back|list
turn|switch * ${PROMOTION} * on|back on|back
want|like|get|send|sign up * ${PROMOTION} * again|back|once more
start sending|send me again|start receiving|want to receive|like to receive|receive again
重開|重新開|開返|重新打開|再開 * 推廣|通知|訊息|優惠訊息|推送
subscribe|unmute|sign up|opt in * ${PROMOTION}
`,
}
