/**
 * The result of a test runner.
 * @typedef {{ passed: number, failed: number, retried: readonly string[], failures: readonly string[] }} RunResult
 */

/**
 * Prints the failed tests, those that passed on a second try, and `N passed, N failed` as the last line.
 * @param {readonly RunResult[]} results
 * @returns {0 | 1} the exit code
 */
export function printSummary(results) {
  const sum = (count) => results.reduce((total, result) => total + count(result), 0)
  const all = (lines) => results.flatMap(lines).join('\n')
  const failed = sum((result) => result.failed)
  const retried = all((result) => result.retried)
  const failures = all((result) => result.failures)
  // The output of the runners is long, so its end repeats everything that matters.
  if (retried) console.log(`\nPassed at the second try:\n${retried}`)
  if (failures) console.log(`\nFailed:\n${failures}`)
  console.log(`\n${sum((result) => result.passed)} passed, ${failed} failed`)
  return failed === 0 ? 0 : 1
}
