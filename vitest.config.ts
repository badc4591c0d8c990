import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    // Tests run real processes; two at a time leave each its share of a small machine.
    maxWorkers: 2,
    // A busy machine gets a second try; `npm test` names those that needed it.
    retry: process.env.CI ? 1 : 0,
    pool: 'forks',
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          include: ['{src-*,resources,scripts,bench,e2e,docs}/**/*.test.ts'],
          testTimeout: 30_000,
          hookTimeout: 30_000,
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
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
  define: { PLUMBLINE_VERSION: '"test"' },
})
