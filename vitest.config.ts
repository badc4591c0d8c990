import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { LIMIT_MS } from './src-core/testing/temp-library.ts'

export default defineConfig({
  test: {
    // Many tests wait for processes, so one file more than there are processors keeps them all busy.
    maxWorkers: Math.max(3, availableParallelism() + 1),
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
          // Starting a process for each file and loading the engine into it takes a second of the processor, 230 times. Files
          // share only modules: a test undoes what it does to the process.
          isolate: false,
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
