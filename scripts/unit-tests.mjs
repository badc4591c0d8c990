import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))

/**
 * Runs vitest.
 * @param {readonly string[]} args for vitest: parts of paths, `-t` and so on
 * @returns {import('./test-summary.mjs').RunResult} a run that ended early counts as a failure, and so does a file that could not be
 *   loaded
 */
export function runUnitTests(args) {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-test-'))
  const report = join(folder, 'vitest.json')
  const { status } = spawnSync(
    process.execPath,
    [
      join(root, 'node_modules/vitest/vitest.mjs'),
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
      ...args,
    ],
    { cwd: root, stdio: 'inherit' },
  )
  try {
    const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(report, 'utf8'))
    const broken = testResults.filter(isBroken)
    const tried = testResults.flatMap(testsOf)
    const failed = numFailedTests + broken.length
    return {
      passed: numPassedTests,
      failed: failed === 0 && status !== 0 ? 1 : failed,
      retried: tried.filter(({ status }) => status === 'passed').map(({ text }) => text),
      failures: [
        ...broken.map(({ name, message }) => `  ${relative(root, name)}: ${message}`),
        ...tried.filter(({ status }) => status !== 'passed').map(({ text }) => text),
        ...(failed === 0 && status !== 0 ? ['  vitest failed outside of a test; its output says why.'] : []),
      ],
    }
  } catch {
    return { passed: 0, failed: 1, retried: [], failures: ['  The run of the tests broke off.'] }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function isBroken({ status, assertionResults }) {
  return status === 'failed' && assertionResults.length === 0
}

/** The tests of a file that failed at least once, each with its error. */
function testsOf({ name, assertionResults }) {
  return assertionResults
    .filter(({ failureMessages }) => failureMessages.length > 0)
    .map(({ fullName, status, failureMessages }) => ({
      status,
      text: [`  ${relative(root, name)}: ${fullName}`, ...failureMessages.map(withOurLines)].join('\n'),
    }))
}

function withOurLines(message) {
  const lines = message.split('\n').filter((line) => !/^ +at .*(node_modules|node:|Promise)/.test(line))
  return lines.map((line) => `    ${line.trim()}`).join('\n')
}
