import type { Intent } from './intents/index.ts'
import { normalize } from './normalize.ts'

interface Finer {
	intent: Intent
	/** Read in the form texts are compared in. */
	says: RegExp
	command: string
	args?: string[]
}

// a wish that names a part of what its intent shows is answered with that part: result first
const finer: readonly Finer[] = [
	{
		intent: 'privacy',
		says: /^mydata\b|download|export|copy of|下载|副本|汇出|导出/,
		command: 'privacy',
		args: ['copy'],
	},
	{ intent: 'coupons', says: /还原|撤销|换错|取消兑换|\bundo\b/, command: 'undo' },
	// the name of a language alone is the wish for it; 中文 may be either of two
	{
		intent: 'settings',
		says: /^(?:speak |in |use )?english(?: please| version)?$|^(?:说|讲|用|转|改)?英[文语]$/,
		command: 'language',
		args: ['en'],
	},
	{
		intent: 'settings',
		says: /^(?:说|讲|用|转|改)?(?:广东话|粤语)$|^cantonese(?: please)?$/,
		command: 'language',
		args: ['zh-HK'],
	},
	{
		intent: 'settings',
		says: /语言|英文|中文|英语|国语|普通话|粤语|广东话|繁体|简体|\blang|english|chinese|cantonese|mandarin/,
		command: 'language',
	},
	{ intent: 'settings', says: /生日|birthday|\bbday\b|date of birth/, command: 'birthday' },
	{
		intent: 'settings',
		says: /称呼|昵称|暱称|改个?名|名字|姓名|nickname|\bmy name\b|\bchange name\b/,
		command: 'name',
	},
	{ intent: 'settings', says: /电话|手机|号码|\bphone\b|\bmobile\b|\bmy number\b/, command: 'phone' },
]

/** The command for what was said, and its arguments; where a text names several parts, the screen that has them all. */
export function commandFor(intent: Intent, text: string): { name: string; args: string[] } {
	const said = normalize(text)
	const fitting = finer.filter((one) => one.intent === intent && one.says.test(said))
	const [first] = fitting
	const isOne = first !== undefined && fitting.every(({ command }) => command === first.command)
	return isOne ? { name: first.command, args: first.args ?? [] } : { name: intent, args: [] }
}
