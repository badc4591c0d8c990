import type { Dialect } from '../dialects.ts'
import type { Problem } from '../standard.ts'
import { looseGlobs, takeBare } from './bare-values.ts'
import { entriesOf } from './yaml-problems.ts'
import { isYaml, NOT_KEYS, readYamlSource, type Source } from './yaml-source.ts'

const ONLY_COMMENTS = /^(?:[ \t]*(?:#.*)?\n?)*$/

/**
 * Reads the front matter of a host's rule file, whose globs and description may be without quotes.
 * @param fenceLine the line of the opening `---`
 */
export function readDialect(source: string, fenceLine: number, dialect: Dialect): Source {
  const { source: rest, values } = takeBare(source, dialect, isYaml)
  const read = ONLY_COMMENTS.test(rest) ? NOTHING : readYamlSource(rest, fenceLine)
  if (read.problems[0]?.code === NOT_KEYS) return readYamlSource(source, fenceLine)
  const { entries } = entriesOf(source, fenceLine)
  const loose = new Map<string, string>()
  const problems = read.problems.map((problem) => {
    const entry = entries.findLast(({ line }) => line <= (problem.line ?? 0))
    if (!dialect.onlyBare || entry?.key !== dialect.globKey || !NOT_BARE.has(problem.code)) return problem
    const globs = looseGlobs(entry)?.join(',')
    if (globs === undefined) return problem
    loose.set(entry.key, globs)
    return notBare(problem, entry.key, globs, dialect.host)
  })
  // In the order of the file, so that two readings can be compared.
  const data: Record<string, unknown> = Object.create(null)
  for (const key of [...entries.map((entry) => entry.key), ...Object.keys(read.data)]) {
    const value = values.get(key) ?? loose.get(key) ?? read.data[key]
    if (value !== undefined) data[key] = value
  }
  return { data, problems }
}

const NOTHING: Source = { data: Object.create(null), problems: [] }

/** The codes of problems of a value with quotes or brackets that are no YAML. */
export const NOT_BARE: ReadonlySet<string> = new Set([
  'front-matter-list',
  'front-matter-quote',
  'front-matter-open-quote',
  'front-matter-open-bracket',
])

function notBare(
  problem: Omit<Problem, 'path'>,
  key: string,
  globs: string,
  host: string,
): Omit<Problem, 'path'> {
  return {
    ...problem,
    message: `The value of "${key}" is not valid YAML, and ${host} reads it without quotes and brackets only.`,
    remedy: `Write the globs bare: ${key}: ${globs.length > 60 ? `${globs.slice(0, 59)}…` : globs}`,
  }
}
