import { normalize } from './normalize.ts'

const digits: Record<string, number> = {
	零: 0,
	〇: 0,
	一: 1,
	二: 2,
	两: 2,
	三: 3,
	四: 4,
	五: 5,
	六: 6,
	七: 7,
	八: 8,
	九: 9,
}
const ENUMERATED =
	/^(?:no|number|option|opt|choice|item|choose|选项|选择|选|第|我选|我要|要|我揀|揀|拣)? *(?:第)? *([0-9]{1,2}|[零〇一二两三四五六七八九十]{1,3}) *(?:号|項|项|个|個|st|nd|rd|th|please|pls|谢谢|唔该)?$/

/** A Chinese number up to 99: 三, 十, 十二, 二十, 二十三; undefined when it is none. */
function readChinese(text: string): number | undefined {
	const [tens = '', units = '', more] = text.includes('十') ? text.split('十') : ['0', text]
	if (more !== undefined) return undefined
	const high = tens === '' ? 1 : tens === '0' ? 0 : digits[tens]
	const low = units === '' ? 0 : digits[units]
	return high === undefined || low === undefined ? undefined : high * 10 + low
}

/** The number of a menu line a person chose, 0 to 99: 2, ２, 2️⃣, "2.", "2)", 二, 第二個; undefined when it is no number. */
export function parseMenuNumber(text: string): number | undefined {
	if (text.length > 40) return undefined
	const found = ENUMERATED.exec(normalize(text))?.[1]
	if (found === undefined) return undefined
	return /^\d/.test(found) ? Number(found) : readChinese(found)
}

const words = (list: string) => new Set(list.split('|').map(normalize))

const yes = words(
	'yes|y|yeah|yep|yup|ya|yea|sure|ok|okay|okie|okey|k|confirm|confirmed|agree|i agree|correct|right|of course|go ahead|do it|yes please|please do|係|係呀|係啊|是|是的|對|對的|啱|好|好的|好呀|得|可以|冇問題|沒問題|無問題|確認|確定|同意|要|想|願意|當然|冇錯|沒錯|行|嗯|成|ok好|好ok|yes係',
)
const no = words(
	'no|n|nope|nah|no thanks|no thank you|not now|dont|disagree|wrong|never|not really|no need|唔係|唔係呀|不是|否|不|唔|唔好|不要|唔要|唔使|唔使喇|唔使啦|唔需要|不用|不用了|不需要|唔想|不想|唔同意|不同意|唔啱|不對|錯|冇|沒有|算了|算啦|暫時唔使|暫時不用|遲啲先|下次先|下次|唔使唔該|不用謝謝|不用了謝謝|不|免了',
)
const cancel = words(
	'cancel|cancel it|cancel please|please cancel|cancel that|cancel this|abort|取消|取消了|取消吧|取消啦|我要取消|我想取消|幫我取消|取消唔該|唔該取消|取消操作|取消呢個|取消這個|取消pls|cancel pls|never mind|nevermind|forget it|算啦|算了|算數',
)
const skip = words(
	'skip|skip it|skip please|later|not now|略過|跳過|跳过|唔填|不填|遲啲|遲啲先|之後先|以後再說|下次|下次先|唔講|不提供|唔想講',
)

/** The answer to a question that wants yes or no; undefined when it is neither. */
export function parseYesNo(text: string): 'yes' | 'no' | undefined {
	if (text.length > 40) return undefined
	const said = normalize(text)
	return yes.has(said) ? 'yes' : no.has(said) ? 'no' : undefined
}

/** Whether the whole text cancels the open step; it never unsubscribes. */
export function isCancel(text: string): boolean {
	return text.length <= 40 && cancel.has(normalize(text))
}

/** Whether the whole text passes over the open question. */
export function isSkip(text: string): boolean {
	return text.length <= 40 && skip.has(normalize(text))
}
