// The least that could answer: Node, Hono and an open database file. Prints its address.
import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import { Hono } from 'hono'
import { openRaw } from '../stores.ts'

const db = openRaw(process.argv[2] ?? ':memory:')
const read = db.prepare('select name from sqlite_master limit 1')
const app = new Hono()
app.get('/readyz', (c) => c.json({ ready: read.get() !== undefined }))
const server = createAdaptorServer({ fetch: app.fetch })
server.listen(0, '127.0.0.1', () =>
	console.log(JSON.stringify({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` })),
)
process.on('SIGTERM', () => process.exit(0))
