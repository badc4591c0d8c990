// Runs the window's specs in a real browser and in the desktop app, as far as these are installed.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findBrowser } from '../e2e/testing/find-browser.ts'
import { findDesktop } from '../e2e/testing/find-desktop.ts'

const root = dirname(dirname(fileURLToPath(import.meta.url)))

/**
 * @param {readonly string[]} args for Playwright: file names, `--project`, `--grep` and so on
 * @param {{ full: boolean }} options `full`: the desktop app runs every spec, not only those that differ between the hosts
 * @returns {{ passed: number, failed: number, retried: string[], failures: string[] }} a run that ended early counts as one
 *   failure; `retried`: the tests that passed on their second try
 */
export function runWindowSpecs(args, { full }) {
  if (findBrowser() === null && findDesktop() === null) {
    console.log(
      '\nThe window was not tested: there is no browser. Install Chromium or Chrome, or name one in PLUMBLINE_BROWSER.',
    )
    return { passed: 0, failed: 0, retried: [], failures: [] }
  }
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-specs-'))
  const report = join(folder, 'specs.json')
  const env = { ...process.env, PLUMBLINE_SPEC_REPORT: report, ...(full && { PLUMBLINE_FULL: '1' }) }
  const { status } = spawnSync(
    process.execPath,
    [
      join(root, 'node_modules/@playwright/test/cli.js'),
      'test',
      '--config',
      join(root, 'e2e/playwright.config.ts'),
      ...args,
    ],
    { cwd: root, stdio: 'inherit', env },
  )
  try {
    const { stats, suites, errors } = JSON.parse(readFileSync(report, 'utf8'))
    const tests = suites.flatMap((suite) => testsOf(suite, []))
    const named = (wanted) => tests.filter(({ status }) => status === wanted).map(({ name }) => `  ${name}`)
    const failures = [...named('unexpected'), ...errors.map(({ message }) => `  ${message}`)]
    return {
      passed: stats.expected + stats.flaky,
      failed: failures.length === 0 && status !== 0 ? 1 : failures.length,
      retried: named('flaky'),
      failures,
    }
  } catch {
    return { passed: 0, failed: 1, retried: [], failures: ['  The run of the window specs broke off.'] }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The tests of a suite in Playwright's report, each with the titles of its enclosing suites. */
function testsOf({ title, specs = [], suites = [] }, outer) {
  const path = [...outer, title]
  const own = specs.flatMap((spec) =>
    spec.tests.map(({ projectName, status }) => ({
      status,
      name: `${[`[${projectName}]`, ...path, spec.title].join(' › ')}`,
    })),
  )
  return [...own, ...suites.flatMap((suite) => testsOf(suite, path))]
}
