import { defineConfig } from 'vitest/config'
import { LIMIT_MS } from './src-core/testing/temp-library.ts'

export default defineConfig({
  test: {
    // Tests run real processes; two at a time leave each its share of a small machine.
    maxWorkers: 2,
    // These end a test that hangs. Waits are for conditions, each with a limit of `LIMIT_MS`.
    testTimeout: 5 * LIMIT_MS,
    hookTimeout: 5 * LIMIT_MS,
    expect: { poll: { timeout: LIMIT_MS } },
    // A busy machine gets a second try; `npm test` names those that needed it.
    retry: process.env.CI ? 1 : 0,
    pool: 'forks',
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          include: ['{src-*,resources,scripts,bench,e2e,docs}/**/*.test.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'window',
          include: ['src-renderer/**/*.test.tsx'],
          environment: 'jsdom',
          environmentOptions: { jsdom: { url: 'http://127.0.0.1:9001/' } },
          setupFiles: ['src-renderer/testing/setup.ts'],
          // React, Mantine and the engine take seconds to load; a worker loads them once.
          isolate: false,
        },
      },
    ],
  },
  define: { PLUMBLINE_VERSION: '"test"' },
})
