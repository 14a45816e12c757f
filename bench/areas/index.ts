import type { Area } from '../area.ts'
import { deliveries } from './deliveries.ts'
import { ingest } from './ingest.ts'
import { lookUp } from './look-up.ts'
import { redeeming } from './redeem.ts'
import { segments } from './segments.ts'

export const areas: readonly Area[] = [lookUp, ingest, redeeming, segments, deliveries]
