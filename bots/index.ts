/** The channels by name, each loaded only when it is asked for: no browser unless WhatsApp is on. */
export const bots = {
	telegram: () => import('./telegram/index.ts'),
	'whatsapp-web': () => import('./whatsapp-web/index.ts'),
	'whatsapp-cloud': () => import('./whatsapp-cloud/index.ts'),
	simulator: () => import('./simulator/index.ts'),
}
