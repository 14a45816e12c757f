import type { IntentWords } from './intent.ts'

export const smalltalk: IntentWords = {
	commands: [],
	words: `
=thanks|=thanks you|=thanks a lot|=thanks so much|=thanks very much|=many thanks|=cheers|=多謝|=多謝晒|=謝謝|=謝謝你|=唔該|=唔該晒|=感謝|=非常感謝|=感恩|=辛苦|=辛苦你|=多謝你|=mgoi|=m goi|=ng goi|=dor je
=ok|=okay|=okie|=oki|=k|=kk|=okok|=ok ok|=alright|=got it|=noted|=sure|=fine|=好|=好的|=好好|=知道|=明白|=收到|=了解|=得|=可以|=無問題|=沒問題|=好喇|=哦|=噢|=嗯|=明|=i see|=understood|=roger|=no problem|=np|=沒事|=無事|=冇事|=没关系
=哈|=哈哈|=哈哈哈|=haha|=hahaha|=hehe|=lol|=lmao|=xd|=bye|=bye bye|=byebye|=goodbye|=see you|=拜拜|=再見|=good night|=晚安|=早抖|=good|=nice|=great|=cool|=awesome|=perfect|=wow|=excellent|=amazing|=讚|=正|=勁|=犀利|=叻|=好叻|=厲害|=well done|=good job|=加油|=開心|=好開心|=love it|=love you|=傻|=笨
merry xmas|你好醒|你好勁|你好正|你好棒|你好厲害|你真棒|see you|see you later|感謝
thanks|多謝|謝謝|唔該 * help|幫手|幫忙|幫助|協助
how are you|how are you doing|who are you|what are you|are you a bot|are you bot|are you a robot|are you human|are you a human|are you real|are you a real person|is this a bot|am i talking to a bot|is this a real person|you are a bot|what is your name|who made you|tell me a joke|sing a song|i love you|love you|you are great|you are nice|you are stupid|stupid bot|are you ai|are you chatgpt|nice to meet you|have a nice day|have a good day|how old are you|are you there
你是誰|你係邊個|你叫什麼|你叫什麼名|你是機械人|你是不是機械人|你是機器人|你是不是機器人|你是不是真人|你是真人|你是人|你是不是人|你是ai|我愛你|我喜歡你|愛你|食了飯未|食咗飯未|吃飯了|吃飽|今日好嗎|你好嗎|最近好嗎|講笑|講個笑話|說個笑話|你幾歲|你好靚|好可愛|你真好|你好叻|你好蠢|你真笨|你好煩|新年快樂|聖誕快樂|聖誕節快樂|恭喜發財|中秋快樂|節日快樂|生日快樂|新年好|happy new year|merry christmas|happy birthday|happy holiday|祝你|早唞|辛苦了|很高興
=3q|=88|=886|=冇嘢|=冇嘢喇|=好滴|=好嘞|=no worries|=lolol|you are the best|you are awesome|you are smart|你好聰明|你好聰明呀|你邊位|你是什麼|你是什麼東西|=沒事了|=無嘢|=冇嘢唔該|你好搞笑|你好得意
`,
}
