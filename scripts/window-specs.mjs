// Runs the window's specs in a real browser and in the desktop app, where there are such.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findBrowser } from '../e2e/testing/find-browser.ts'
import { findDesktop } from '../e2e/testing/find-desktop.ts'

const root = dirname(dirname(fileURLToPath(import.meta.url)))

/**
 * @param {string[]} args for Playwright: file names, `--project`, `--grep` and so on
 * @returns {{ passed: number, failed: number }} a run that broke off counts as one failure
 */
export function runWindowSpecs(args) {
  if (findBrowser() === null && findDesktop() === null) {
    console.log(
      '\nThe window was not tested: there is no browser. Install Chromium or Chrome, or name one in PLUMBLINE_BROWSER.',
    )
    return { passed: 0, failed: 0 }
  }
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-specs-'))
  const report = join(folder, 'specs.json')
  const { status } = spawnSync(
    process.execPath,
    [
      join(root, 'node_modules/@playwright/test/cli.js'),
      'test',
      '--config',
      join(root, 'e2e/playwright.config.ts'),
      ...args,
    ],
    { cwd: root, stdio: 'inherit', env: { ...process.env, PLUMBLINE_SPEC_REPORT: report } },
  )
  try {
    const { expected, flaky, unexpected } = JSON.parse(readFileSync(report, 'utf8')).stats
    return { passed: expected + flaky, failed: unexpected === 0 && status !== 0 ? 1 : unexpected }
  } catch {
    return { passed: 0, failed: 1 }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
