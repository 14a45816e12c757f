/** Something that goes wrong with requests to the server; `times` runs out. */
export interface Fault {
	/** A part of the path, such as /messages or /media. */
	path?: string
	/** Only requests whose body satisfies this: messages and read marks go to one path. */
	body?: RegExp
	times?: number
	does:
		| { kind: 'reset-before' }
		| { kind: 'reset-after' }
		| { kind: 'delay'; ms: number }
		| { kind: 'refuse'; status: number; code: number; title: string; subcode?: number }
		| { kind: 'page'; status: number; html: string }
		| { kind: 'answer'; body: unknown }
}

export const BAD_GATEWAY: Fault['does'] = {
	kind: 'page',
	status: 502,
	html: '<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>',
}

/** Finds the fault that hits this request, if any, and counts it. */
export function drawFault(faults: Fault[], path: string, body: string): Fault['does'] | undefined {
	const fault = faults.find(
		(one) =>
			(one.path === undefined || path.includes(one.path)) &&
			(one.body === undefined || one.body.test(body)) &&
			(one.times === undefined || one.times > 0),
	)
	if (fault?.times !== undefined) fault.times--
	return fault?.does
}
