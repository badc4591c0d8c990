import { availableParallelism } from 'node:os'
import { defineConfig } from '@playwright/test'
import { LIMIT_MS } from '../src-core/testing/temp-library.ts'
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

/** The features that Playwright 1.65 disables. Chromium uses only the last such list, so this one repeats them. */
const PLAYWRIGHT_DISABLES = [
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'LensOverlay',
  'MediaRouter',
  'PaintHolding',
  'ThirdPartyStoragePartitioning',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'TcpPortRandomizationWin',
  'OptimizationHints',
  'NetworkTimeServiceQuerying',
  'AimEnabled',
  'PreconnectToSearch',
  'msForceBrowserSignIn',
  'msEdgeUpdateLaunchServicesPreferredVersion',
]
/** Pages of Chromium's own address bar. Each window would load them, which takes a quarter of the time of a test. */
const ADDRESS_BAR = ['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup', 'WebUIOmniboxFullPopup']

/** True: the desktop app runs every spec of the window, not only those of what differs between the hosts. */
const isFull = process.env.PLUMBLINE_FULL === '1'

/**
 * The window's specs on the headless host, those tagged `@host` in the desktop app too, and those of the desktop app itself.
 * Every wait is for a condition. The limits only end a test that hangs, and are far beyond what a busy machine takes.
 */
export default defineConfig<object, { hostKind: HostKind }>({
  outputDir: '../test-results',
  globalSetup: './testing/global-setup.mjs',
  workers: Math.max(2, availableParallelism()),
  fullyParallel: true,
  timeout: 5 * LIMIT_MS,
  // A busy machine gets a second try; those that needed it are listed as flaky.
  retries: process.env.CI ? 1 : 0,
  expect: { timeout: LIMIT_MS },
  forbidOnly: process.env.CI !== undefined,
  reporter: [
    ['list'],
    ['json', { outputFile: process.env.PLUMBLINE_SPEC_REPORT ?? '../test-results/specs.json' }],
  ],
  use: {
    viewport: { width: 1280, height: 800 },
    locale: 'en-GB',
    // Transitions take time of the processor and change nothing that a spec is about.
    contextOptions: { reducedMotion: 'reduce' },
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
        `--disable-features=${[...PLAYWRIGHT_DISABLES, ...ADDRESS_BAR].join()}`,
      ],
    },
  },
  projects: [
    ...(browser === null ? [] : [{ name: 'headless', testDir: 'window' }]),
    ...(hasDesktop
      ? [
          {
            name: 'electron',
            testDir: 'window',
            ...(!isFull && { grep: /@host/ }),
            use: { hostKind: 'electron' as const },
          },
          // `window.open` waits for the main process, which a busy machine may hold up for longer than the runtime waits.
          { name: 'desktop', testDir: 'electron', retries: 1 },
        ]
      : []),
  ],
})
