import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ConformanceHost, startConformanceHost } from './conformance/host.ts'
import { REVISIONS, type Revision, runReferee, type Scenario } from './conformance/referee.ts'

/** The number of scored scenarios of each revision. The suite is pinned, so another number means that the suite changed. */
const REQUIRED: Readonly<Record<Revision, number>> = { '2026-07-28': 37, '2025-11-25': 30 }

/** The scenarios that need no tools, prompts or resources of the suite. */
const WITHOUT_FIXTURES: Readonly<Record<Revision, readonly string[]>> = {
  '2026-07-28': [
    'tools-list',
    'server-sse-multiple-streams',
    'resources-list',
    'sep-2164-resource-not-found',
    'prompts-list',
    'dns-rebinding-protection',
    'caching',
    'input-required-result-unsupported-methods',
    'http-header-validation',
  ],
  '2025-11-25': [
    'server-initialize',
    'logging-set-level',
    'ping',
    'tools-list',
    'server-sse-multiple-streams',
    'resources-list',
    'prompts-list',
    'dns-rebinding-protection',
    'server-session-lifecycle',
  ],
}

const faultsOf = (scenarios: readonly Scenario[]) =>
  scenarios.flatMap(({ name, faults }) => faults.map((fault) => `${name}: ${fault}`))

describe.each(REVISIONS)('the conformance suite, %s', (revision) => {
  describe('with the fixtures of the suite', () => {
    let host: ConformanceHost
    let scenarios: readonly Scenario[]
    beforeAll(async () => {
      host = await startConformanceHost(true)
      scenarios = await runReferee(host.url, revision)
    })
    afterAll(() => host.close())

    it('finds no fault in any scored scenario', () => {
      const scored = scenarios.filter((scenario) => scenario.scored)
      expect(scored).toHaveLength(REQUIRED[revision])
      expect(faultsOf(scored)).toEqual([])
    })

    it('finds no fault in the unscored scenarios, except those for tasks and for headers of tools, which Plumbline does not offer', () => {
      const others = scenarios.filter(({ name, scored }) => !scored && !name.startsWith('tasks-'))
      expect(others.length).toBeGreaterThan(1)
      const offered = others.filter(({ name }) => name !== 'http-custom-header-server-validation')
      expect(faultsOf(offered)).toEqual([])
    })
  })

  describe('without fixtures', () => {
    let host: ConformanceHost
    let scenarios: readonly Scenario[]
    beforeAll(async () => {
      host = await startConformanceHost(false)
      scenarios = await runReferee(host.url, revision)
    })
    afterAll(() => host.close())

    it.each(WITHOUT_FIXTURES[revision])('finds no fault in %s', (name) => {
      const scenario = scenarios.find((candidate) => candidate.name === name)
      expect(scenario?.faults).toEqual([])
    })
  })
})
