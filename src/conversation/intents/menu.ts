import type { IntentWords } from './intent.ts'

export const menu: IntentWords = {
	commands: ['start', 'menu'],
	words: `
選單|主選單|菜單|主菜單|目錄|主頁|首頁|主目錄|主畫面|返主頁|返主選單|返回主選單|回主選單|回到主選單|回選單|功能表|功能選單|功能列表|返回主頁|回首頁
menu|main menu|home|home page|homepage|main page|start over|back to menu|back to start|go back|show menu|open menu|=back|=start page|=main
=0|=返回|=開始|=返去|=上一頁|=重新開始|=hi|=hello|=hey|=你好|=哈囉|=哈佬|=嗨|=喂|=早晨|=早安|=早|=午安|=good morning|=good afternoon|=good evening|=hai|=hiya|=yo|=halo|=hallo|=hola|=hi there|=hey there|=hello there|=在|=在不在|=你好啊|=hi hi|=大家好|=哈啰|=您好|=morning
=早上好|=下午好|=晚上好|=sup|=wassup|options menu|=options
`,
}
