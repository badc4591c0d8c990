import { defineConfig } from '@playwright/test'
import { findBrowser } from './testing/find-browser.ts'

const browser = findBrowser()

/** The window's specs, run against each host that this machine can run. */
export default defineConfig({
  testDir: 'window',
  outputDir: '../test-results',
  // Each test has a host, a library and a browser page of its own; two at once is what small machines can carry.
  workers: 2,
  fullyParallel: true,
  timeout: 45_000,
  expect: { timeout: 10_000 },
  forbidOnly: process.env.CI !== undefined,
  reporter: [
    ['list'],
    ['json', { outputFile: process.env.PLUMBLINE_SPEC_REPORT ?? '../test-results/specs.json' }],
  ],
  use: {
    viewport: { width: 1280, height: 800 },
    locale: 'en-GB',
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(browser !== null && { executablePath: browser }),
      args: [
        // A container's root has no user namespaces to make a sandbox of.
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
        '--disable-gpu',
        '--disable-quic',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  projects: [{ name: 'headless' }],
})
