import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{src-*,resources,scripts,bench,e2e,docs}/**/*.test.ts'],
    // Tests run real processes; two at a time leave each its share of a small machine.
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // A busy machine gets a second try; `npm test` names those that needed it.
    retry: process.env.CI ? 1 : 0,
    pool: 'forks',
  },
  define: { PLUMBLINE_VERSION: '"test"' },
})
