// `npm test`: builds stale parts, runs all tests, with the window's specs in a real browser, and prints `N passed, N failed` as its
// last line. With paths, only the named tests run. `--full`: the desktop app runs every spec of the window. `--check`: `npm run check`
// counts as one more test.
import { spawnSync } from 'node:child_process'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureBuilt } from './ensure-built.mjs'
import { sortArguments } from './test-arguments.mjs'
import { printSummary } from './test-summary.mjs'
import { runUnitTests } from './unit-tests.mjs'
import { runWindowSpecs } from './window-specs.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const { full, check, vitest, specs } = sortArguments(process.argv.slice(2), root)

const results = []
if (check) results.push(runCheck())
ensureBuilt()
if (vitest) results.push(runUnitTests(vitest))
if (specs) results.push(runWindowSpecs(specs, { full }))
process.exitCode = printSummary(results)

function runCheck() {
  const { status } = spawnSync('npm', ['run', '-s', 'check'], {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
  return status === 0
    ? { passed: 1, failed: 0, retried: [], failures: [] }
    : { passed: 0, failed: 1, retried: [], failures: ['  npm run check; its output is above the tests.'] }
}
