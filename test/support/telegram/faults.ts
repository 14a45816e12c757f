/** Something that goes wrong with requests to the server. `times` runs out; `chance` is drawn from the seed. */
export interface Fault {
	method?: string
	chatId?: number
	times?: number
	chance?: number
	does:
		| { kind: 'reset-before' }
		| { kind: 'reset-after' }
		| { kind: 'delay'; ms: number }
		| { kind: 'refuse'; code: number; description: string; retryAfter?: number }
		| { kind: 'page'; code: number; html: string }
}

export const BAD_GATEWAY: Fault['does'] = {
	kind: 'page',
	code: 502,
	html: '<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>',
}
export const INTERNAL_ERROR: Fault['does'] = { kind: 'refuse', code: 500, description: 'Internal Server Error' }

/** Finds the fault that hits this request, if any, and counts it. */
export function drawFault(faults: Fault[], request: { method: string; chatId?: number }, random: () => number) {
	const fault = faults.find(
		(one) =>
			(one.method === undefined || one.method.toLowerCase() === request.method) &&
			(one.chatId === undefined || one.chatId === request.chatId) &&
			(one.times === undefined || one.times > 0) &&
			(one.chance === undefined || random() < one.chance),
	)
	if (fault?.times !== undefined) fault.times--
	return fault?.does
}
