import { defineConfig } from 'vitest/config'

// On real purchase data that is not part of the project: each test says so and is skipped where the data is absent.
export default defineConfig({
	test: {
		include: ['test/real-input/**/*.test.ts'],
		globalSetup: ['test/support/global.ts'],
		isolate: false,
		testTimeout: 600_000,
		hookTimeout: 600_000,
	},
})
