import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{src,test,web}/**/*.test.{ts,tsx}'],
    globalSetup: 'test/support/global-setup.ts',
    pool: 'forks',
    // The machines that we aim at have two cores, and the database wants its share.
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 120_000,
    teardownTimeout: 30_000,
    // A test that is alone with `only` would pass a whole run without its neighbours.
    allowOnly: process.env.CI !== 'true',
    env: { TZ: 'UTC', LOG_LEVEL: 'silent' },
  },
})
