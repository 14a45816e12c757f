/** The little of ws that the emulator uses; the package brings no types. */
declare module 'ws' {
	import type { EventEmitter } from 'node:events'
	import type { Server } from 'node:http'
	export class WebSocket extends EventEmitter {
		send(text: string): void
		terminate(): void
	}
	export class WebSocketServer extends EventEmitter {
		constructor(options: { server: Server; path: string })
		on(event: 'connection', listener: (socket: WebSocket) => void): this
		close(): void
	}
}
