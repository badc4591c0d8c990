import { defineConfig } from 'vitest/config'
import { LIMIT_MS } from './src-core/testing/temp-library.ts'

export default defineConfig({
  test: {
    include: ['{src-*,resources,scripts,bench,e2e,docs}/**/*.test.ts'],
    // Tests run real processes; two at a time leave each its share of a small machine.
    maxWorkers: 2,
    // These end a test that hangs. Waits are for conditions, each with a limit of `LIMIT_MS`.
    testTimeout: 5 * LIMIT_MS,
    hookTimeout: 5 * LIMIT_MS,
    expect: { poll: { timeout: LIMIT_MS } },
    // A busy machine gets a second try; `npm test` names those that needed it.
    retry: process.env.CI ? 1 : 0,
    pool: 'forks',
  },
  define: { PLUMBLINE_VERSION: '"test"' },
})
