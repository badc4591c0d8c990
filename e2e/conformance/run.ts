// `npm run conformance`: the official suite against a server with the suite's fixtures. The exit code is 1 when a scored
// scenario fails; none is expected to.
import { startConformanceHost } from './host.ts'
import { REVISIONS, runReferee } from './referee.ts'

const host = await startConformanceHost(true)
try {
  for (const revision of REVISIONS) {
    const scenarios = await runReferee(host.url, revision)
    const scored = scenarios.filter((scenario) => scenario.scored)
    const failing = scenarios.filter(({ faults }) => faults.length > 0)
    const lost = failing.filter((scenario) => scenario.scored)
    console.log(`${revision}: ${scored.length - lost.length} of ${scored.length} scored scenarios pass.`)
    for (const { name, faults } of lost) console.log(`  ${name} fails:\n    ${faults.join('\n    ')}`)
    const others = failing.filter((scenario) => !scenario.scored).map(({ name }) => name)
    if (others.length > 0) console.log(`  Failing without a score: ${others.join(', ')}`)
    if (lost.length > 0) process.exitCode = 1
  }
} finally {
  await host.close()
}
