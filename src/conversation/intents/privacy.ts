import type { IntentWords } from './intent.ts'

export const privacy: IntentWords = {
	commands: ['privacy', 'mydata'],
	words: `
私隱|私隱政策|私隱條款|私隱聲明|隱私|隱私權|隱私政策|隱私設定|我的資料|個人資料|資料副本|下載資料|刪除資料|刪除我的資料|刪除個人資料|清除資料|清除我的資料|刪資料|資料保護|資料安全|資料收集|個資|個資法|條款|使用條款|服務條款|條款及細則
gdpr request|gdpr compliance|privacy|privacy policy|privacy notice|my data|personal data|gdpr|data protection|data privacy|~terms|terms and condition|terms of service|term and condition|delete data|delete my data|delete my personal data|erase my data|remove my data|download my data|export my data|copy of my data|data request|personal info|my info|my personal info|data policy
delete|erase|remove|wipe|clear|export|download|copy|send|get|see|request|access|view * data|my data|my info|personal info|personal data|my information|my personal info|my phone number from
刪|刪除|刪掉|清除|移除|消除|下載|匯出|導出|匯出|查閱|要求|攞|拿 * 資料|我的資料|個人資料
what|which|how|why|do you * data|info|personal data|personal info|about me * have|keep|store|hold|collect|about me|use|share
do you|what * keep|store|collect|share|sell|have|know|save * data|info|personal info|my number|about me
有|知道|存|留|拿|收集 * 我|我的|我咩|我什麼|什麼 * 資料|個人資料
你們|你|有沒有|有|會不會|怎麼 * 保存|收集|儲存|拿|記錄|用|賣|分享|洩露 * 資料|我的資料|個人資料
=數據|=資料|=delete|=remove|=erase|=刪除|=刪走|=t c|=t and c|=tnc|right to be forgotten
data|info * delete|erase|export|download|removal|access
`,
}
