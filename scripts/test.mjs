// `npm test`: builds what is stale, runs every test, the window's in a real browser too, and ends with
// `N passed, N failed` alone on a line. With arguments only the tests that they name, without the window's.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureBuilt } from './ensure-built.mjs'
import { runWindowSpecs } from './window-specs.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const folder = mkdtempSync(join(tmpdir(), 'plumbline-test-'))
const report = join(folder, 'vitest.json')

ensureBuilt()
const vitest = spawnSync(
  process.execPath,
  [
    join(root, 'node_modules/vitest/vitest.mjs'),
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...process.argv.slice(2),
  ],
  { cwd: root, stdio: 'inherit' },
)

const unit = counts()
const specs = process.argv.length > 2 ? { passed: 0, failed: 0 } : runWindowSpecs([])
const failed = unit.failed + specs.failed
// The specs' output is long, and who reads only its end wants to know all of it.
if (unit.failures.length > 0) console.log(`\nTests that failed, at least once:\n${unit.failures.join('\n')}`)
console.log(`\n${unit.passed + specs.passed} passed, ${failed} failed`)
process.exitCode = failed === 0 && vitest.status === 0 ? 0 : 1

/** A run that broke off, or a file that could not be loaded, counts as a failure though no test of it ran. */
function counts() {
  try {
    const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(report, 'utf8'))
    const broken = testResults.filter(
      (file) => file.status === 'failed' && file.assertionResults.length === 0,
    ).length
    const failed = numFailedTests + broken
    return {
      passed: numPassedTests,
      failed: failed === 0 && vitest.status !== 0 ? 1 : failed,
      failures: testResults.flatMap(failuresOf),
    }
  } catch {
    return { passed: 0, failed: 1, failures: [] }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function failuresOf({ name, status, message, assertionResults }) {
  const file = relative(root, name)
  if (status === 'failed' && assertionResults.length === 0) return [`  ${file}: ${message}`]
  return assertionResults
    .filter((test) => test.failureMessages.length > 0)
    .map(({ fullName, status, failureMessages }) => {
      const what = status === 'passed' ? ' (passed at the second try)' : ''
      return `  ${file}: ${fullName}${what}\n${failureMessages.map(withOurLines).join('\n')}`
    })
}

function withOurLines(message) {
  const lines = message.split('\n').filter((line) => !/^ +at .*(node_modules|node:|Promise)/.test(line))
  return lines.map((line) => `    ${line.trim()}`).join('\n')
}
