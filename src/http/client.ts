import type { AppContext } from './context.ts'

interface NodeBindings {
	incoming?: { socket?: { remoteAddress?: string | undefined } }
}

/** The address of the other end of the connection, such as 127.0.0.1; undefined where there is no network between. */
function peerOf(c: AppContext): string | undefined {
	return (c.env as NodeBindings | undefined)?.incoming?.socket?.remoteAddress
}

function isLoopback(address: string): boolean {
	return /^(::ffff:)?127\.|^::1$/.test(address)
}

/**
 * The address of the person who asks. A proxy on this machine is believed about whom it speaks for; anybody else could
 * write what he likes.
 */
export function clientAddress(c: AppContext): string {
	const peer = peerOf(c) ?? ''
	const forwarded = c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim()
	return isLoopback(peer) && forwarded ? forwarded : peer
}

const LOCAL_HOST = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i

/** Whether the request comes from a browser on this very machine, and not through a proxy or under a foreign name. */
function isLocal(c: AppContext): boolean {
	const peer = peerOf(c)
	return (
		peer !== undefined &&
		isLoopback(peer) &&
		c.req.header('x-forwarded-for') === undefined &&
		LOCAL_HOST.test(c.req.header('host') ?? new URL(c.req.url).host)
	)
}

/** Whether a password may travel: on this machine, or by https up to the proxy that PUBLIC_URL speaks of. */
export function isSafeConnection(c: AppContext, publicUrl: string | undefined): boolean {
	if (isLocal(c)) return true
	const proxied = c.req.header('x-forwarded-proto')?.split(',')[0]?.trim() === 'https'
	return proxied && publicUrl?.startsWith('https:') === true
}

/** Whether the browser says that the request began on a page of ours; an old browser says nothing. */
export function isOwnPage(c: AppContext, publicUrl: string | undefined): boolean {
	const site = c.req.header('sec-fetch-site')
	if (site !== undefined && site !== 'same-origin' && site !== 'none') return false
	const origin = c.req.header('origin')
	if (origin === undefined) return true
	if (!URL.canParse(origin)) return false
	const own = [c.req.header('host'), publicUrl && new URL(publicUrl).host]
	return own.includes(new URL(origin).host)
}
