import { connectEmulator, type RemoteEmulator } from '../test/support/telegram/remote.ts'
import { startChild } from './child.ts'

/** A Telegram of our own in another process, which checks nothing, so that the bot is what is measured. */
export interface BenchEmulator extends RemoteEmulator {
	token: string
	/** People write at once, each a text; resolves when the bot has sent so many messages more. */
	say(people: readonly number[], text: string): Promise<void>
	sentCount(): Promise<number>
	/** Resolves when so many messages were sent since the beginning. */
	waitSent(count: number): Promise<void>
	stop(): Promise<void>
}

const LONGEST_MS = 120_000

export async function startEmulator(): Promise<BenchEmulator> {
	const args = ['--port', '0', '--no-lint']
	const child = await startChild<{ root: string; token: string }>('test/support/telegram/serve.ts', { args })
	const remote = connectEmulator(child.said.root)
	const sentCount = async () => (await remote.state()).sent
	const waitSent = async (count: number) => {
		const until = performance.now() + LONGEST_MS
		while ((await sentCount()) < count) {
			if (performance.now() > until) throw new Error(`the bot did not send ${count} messages`)
			await new Promise((resolve) => setTimeout(resolve, 5))
		}
	}
	return {
		...remote,
		token: child.said.token,
		sentCount,
		waitSent,
		async say(people, text) {
			const before = await sentCount()
			await remote.acts(people.map((id) => ({ id, act: 'says', with: [text] })))
			await waitSent(before + people.length)
		},
		async stop() {
			await remote.close()
			await child.stop()
		},
	}
}
