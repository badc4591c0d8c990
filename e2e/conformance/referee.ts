import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'yaml'
import * as z from 'zod'

const PACKAGE = join(import.meta.dirname, '../../node_modules/@modelcontextprotocol/conformance')

/** The revisions that the suite has requirements for. */
export const REVISIONS = ['2026-07-28', '2025-11-25'] as const

export type Revision = (typeof REVISIONS)[number]

const Requirements = z.object({ server: z.array(z.string()) })
const Checks = z.array(
  z.looseObject({ name: z.string(), status: z.string(), errorMessage: z.string().optional() }),
)

export interface Scenario {
  readonly name: string
  /** False: the suite runs it for information. */
  readonly scored: boolean
  /** What was found wrong, warnings too; none when the scenario passes, and when it has not run it says so. */
  readonly faults: readonly string[]
}

/**
 * Runs the official conformance suite.
 * @returns every scenario that the revision requires, then those that do not count
 */
export async function runReferee(url: string, revision: Revision): Promise<Scenario[]> {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-conformance-'))
  try {
    const args = [join(PACKAGE, 'dist/index.js'), 'server', '--url', url]
    const child = spawn(process.execPath, [...args, '--requirements', revision, '-o', folder], {
      stdio: 'ignore',
    })
    await once(child, 'exit')
    const found = readResults(folder)
    const required = readRequired(revision)
    return [
      ...required.map((name) => ({ name, scored: true, faults: found.get(name) ?? ['It was not run.'] })),
      ...[...found]
        .filter(([name]) => !required.includes(name))
        .map(([name, faults]) => ({ name, scored: false, faults })),
    ]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The scenarios that a server must pass, as the suite's own list has them. */
function readRequired(revision: Revision): string[] {
  return Requirements.parse(parse(readFileSync(join(PACKAGE, `requirements/${revision}.yaml`), 'utf8')))
    .server
}

/** The faults by scenario. Each has a folder `server-<scenario>-<time>`. */
function readResults(folder: string): Map<string, string[]> {
  const found = new Map<string, string[]>()
  for (const name of readdirSync(folder)) {
    const scenario = /^server-(.+)-\d{4}-\d\d-\d\dT/.exec(name)?.[1]
    if (scenario === undefined) continue
    const checks = Checks.parse(JSON.parse(readFileSync(join(folder, name, 'checks.json'), 'utf8')))
    const wrong = checks.filter(({ status }) => status === 'FAILURE' || status === 'WARNING')
    const faults = wrong.map((check) => `${check.name}: ${check.errorMessage ?? check.status}`)
    found.set(scenario, checks.length === 0 ? ['It checked nothing.'] : faults)
  }
  return found
}
