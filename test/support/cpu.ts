/** CPU milliseconds this thread spends in `work`: unlike time at the wall, the same on a machine that does other things. */
export function cpuMsOf(work: () => void): number {
	const before = process.threadCpuUsage()
	work()
	const { user, system } = process.threadCpuUsage(before)
	return (user + system) / 1000
}
