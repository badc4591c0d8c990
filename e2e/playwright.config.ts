import { defineConfig } from '@playwright/test'
import { findBrowser } from './testing/find-browser.ts'
import { findDesktop } from './testing/find-desktop.ts'
import type { HostKind } from './testing/window-host.ts'

const browser = findBrowser()
const hasDesktop = findDesktop() !== null
const isMainProcess = process.env.TEST_WORKER_INDEX === undefined
if (!hasDesktop && isMainProcess)
  console.log(
    'The desktop app is not tested: there is no Electron. Fetch it with `npx install-electron`, or name one in ELECTRON_EXECUTABLE.',
  )

/** The window's specs, run against each host that this machine can run, and those of the desktop app. */
export default defineConfig<object, { hostKind: HostKind }>({
  outputDir: '../test-results',
  // Each test has a host, a library and a browser page of its own; two at once is what small machines can carry.
  workers: 2,
  fullyParallel: true,
  timeout: 45_000,
  // A busy machine gets a second try; those that needed it are listed as flaky.
  retries: process.env.CI ? 1 : 0,
  expect: { timeout: 10_000 },
  forbidOnly: process.env.CI !== undefined,
  reporter: [
    ['list'],
    ['json', { outputFile: process.env.PLUMBLINE_SPEC_REPORT ?? '../test-results/specs.json' }],
  ],
  use: {
    viewport: { width: 1280, height: 800 },
    locale: 'en-GB',
    // A trace of every action takes a quarter of the time: `npm run e2e -- --trace retain-on-failure`.
    trace: 'off',
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
  projects: [
    ...(browser === null ? [] : [{ name: 'headless', testDir: 'window' }]),
    ...(hasDesktop
      ? [
          { name: 'electron', testDir: 'window', use: { hostKind: 'electron' as const } },
          // `window.open` waits for the main process, which a busy machine may hold up for longer than the runtime waits.
          { name: 'desktop', testDir: 'electron', retries: 1 },
        ]
      : []),
  ],
})
