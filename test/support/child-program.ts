// The whole program in a process of its own, at another time: node tools/node.mjs test/support/child-program.ts ISO-INSTANT
import { readConfig } from '../../src/config.ts'
import { createLog } from '../../src/lib/log.ts'
import { start } from '../../src/main.ts'

const begin = Date.parse(process.argv[2] ?? '')
const started = Date.now()
const config = readConfig(process.env)
const running = await start(config, { clock: () => begin + (Date.now() - started), log: createLog(config.logLevel) })
process.stdout.write(`${JSON.stringify({ url: running.url })}\n`)
process.on('SIGTERM', () => void running.stop().then(() => process.exit(0)))
