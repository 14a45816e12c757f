import type { IntentWords } from './intent.ts'

export const help: IntentWords = {
	commands: ['help'],
	words: `
怎麼用|怎麼玩|幫助|說明|使用說明|使用方法|教學|指引|指南|教我|教我用|示範|求助|幫手|如何使用|怎麼使用|怎麼操作|操作說明|使用指南|新手|常見問題|你會做什麼|你可以做什麼|你能做什麼|你識做什麼|你有什麼功能|有什麼功能|什麼功能|可以做什麼|能做什麼|做到什麼|可以幫我做什麼|可以幫到我什麼|能幫我什麼|你可以幫我|指令|玩法|不會用|不識用|不懂用|不明白|看不懂|不懂|這是什麼|呢個係咩|是什麼來的|規則|遊戲規則|=功能|~功能|=問題|=幫|=幫我|=救命|=問|=請問|=有問題|我有問題|=想問|=有嘢想問|=有問題想問|怎麼開始|如何開始|你有什麼用|有什麼用|幫我做什麼|能幫我做什麼|可以幫我做什麼|做些什麼|使用手冊|手冊
=呢度做咩|=呢度做乜|=呢度係做咩|=呢度係做乜|=做乜|=做乜嘢|=做咩|=幫幫我|=幫幫手|=幫下我
=help|~help|help me|need help|how to use|how does it work|how does this work|how this works|how it works|how do i use this|how do i use it|how do you work|how it work|how this work|what can you do|what do you do|what you can do|what can i do here|what can i do|what can i ask|what can i type|what are the command|instruction|guide|tutorial|faq|command|command list|=function|=feature|~feature|=info|=manual|=question|=?|i dont understand|dont understand|do not understand|confused|explain|how to start|how to begin|what is this|what does this do|show me how|teach me|rule|i have a question|got a question
how|怎麼 * bot|robot|機械人|小助手|呢個|this bot|this chat * work|use|用|玩
how * this|it|that|everything * work
what * can|could * you|this bot * do|help
=how to|help menu|how can i use this|how can i use it|操作|點操作|教下我|教教我|能做什麼|你會什麼
幫忙|=我不明|=不明|=不是好明
有什麼|有咩|什麼 * 可以幫|幫到|能幫
`,
}
