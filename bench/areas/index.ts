import type { Area } from '../area.ts'
import { chat } from './chat.ts'
import { deliveries } from './deliveries.ts'
import { http } from './http.ts'
import { ingest } from './ingest.ts'
import { lookUp } from './look-up.ts'
import { processes } from './process.ts'
import { redeeming } from './redeem.ts'
import { segments } from './segments.ts'
import { sending } from './sending.ts'
import { whatsapp } from './whatsapp.ts'

// sending comes before deliveries, after which everybody has had as many promotions as they may get
export const areas: readonly Area[] = [
	processes,
	lookUp,
	http,
	ingest,
	redeeming,
	chat,
	whatsapp,
	segments,
	sending,
	deliveries,
]
