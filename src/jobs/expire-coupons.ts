import { expireDueCoupons } from '../loyalty/expire-coupons.ts'
import type { Job } from './job.ts'

/** Coupons whose last day is over. */
export const expireCoupons: Job = {
	name: 'expire-coupons',
	run: ({ store }) => store.transact((work) => expireDueCoupons(work)),
}
