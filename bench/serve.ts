// The whole program in a process of its own, as `npm start` begins it, at the bench's time. Prints its address.
import { readConfig } from '../src/config.ts'
import { createLog } from '../src/lib/log.ts'
import { start } from '../src/main.ts'
import { createBenchClock } from './clock.ts'

const config = readConfig(process.env)
const running = await start(config, { clock: createBenchClock(), log: createLog('silent') })
console.log(JSON.stringify({ url: running.url }))
process.on('SIGTERM', () => void running.stop().then(() => process.exit(0)))
