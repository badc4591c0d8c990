import type { Dialect } from '../dialects.ts'
import { GLOB_KEYS } from '../file-globs.ts'
import { splitAtCommas } from './key-values.ts'
import { entriesOf, type YamlEntry } from './yaml-problems.ts'

// Hosts write globs and descriptions without quotes, also where YAML would need them: `globs: **/*.ts,**/*.tsx`. These lines
// are taken out before the YAML is parsed, and put back afterwards.

const IS_GLOB_KEY: ReadonlySet<string> = new Set(GLOB_KEYS)

/** Front matter whose bare lines were replaced by comments. */
interface WithoutBare {
  readonly source: string
  /** The text of each bare key. */
  readonly values: ReadonlyMap<string, string>
}

/**
 * Takes the bare values out of front matter.
 * @param isYaml returns true for an entry that is valid YAML on its own
 * @param fill returns the line in the place of a bare one
 */
export function takeBare(
  source: string,
  dialect: Dialect,
  isYaml: (entry: string) => boolean,
  fill: (entry: YamlEntry, line: string) => string = () => '#',
): WithoutBare {
  const values = new Map<string, string>()
  const { entries } = entriesOf(source, 0)
  const keys = entries.map(({ key }) => key)
  const lines = source.split('\n')
  for (const entry of entries) {
    if (!dialect.bareKeys.includes(entry.key) || keys.filter((key) => key === entry.key).length > 1) continue
    const value = bareValue(entry, dialect.onlyBare, isYaml)
    if (value === null) continue
    values.set(entry.key, value)
    lines[entry.line - 1] = fill(entry, lines[entry.line - 1] ?? '')
  }
  return { source: lines.join('\n'), values }
}

/** Returns the value of an entry of one line without quotes and brackets, or `null` for any other entry. */
function bareValue(entry: YamlEntry, onlyBare: boolean, isYaml: (entry: string) => boolean): string | null {
  const { key, rest, source } = entry
  if (rest === '' || /^["'|>#]/.test(rest) || /^\[.*\](?:[ \t]+#.*)?$/.test(rest)) return null
  if (hasLinesBelow(source)) return null
  const value = IS_GLOB_KEY.has(key) ? rest.replace(/[ \t]+#.*$/, '') : rest
  if (onlyBare && IS_GLOB_KEY.has(key) && !/^\[[^\]]*$/.test(rest)) return value
  return isYaml(source) ? null : value
}

function hasLinesBelow(source: string): boolean {
  return source
    .split('\n')
    .slice(1)
    .some((line) => line.trim() !== '' && !line.startsWith('#'))
}

/** Returns the globs of a value that is neither bare nor YAML, such as `"**\/*.ts", "**\/*.tsx"`, or `null` without any. */
export function looseGlobs({ rest, source }: YamlEntry): string[] | null {
  const items = [...source.matchAll(/^[ \t]*-[ \t]+(.+)$/gm)].map((match) => match[1] ?? '')
  const texts = rest === '' ? items : splitAtCommas(rest.replace(/^\[|\]$/g, ''))
  const globs = texts.map((text) => text.trim().replace(/^["']+|["']+$/g, '')).filter((text) => text !== '')
  return globs.length === 0 ? null : globs
}

/**
 * Writes the value of a key without quotes, on one line. Blanks around it and a comment behind it stay.
 * @param value on one line; `''` leaves the key without a value, `null` removes it
 * @returns `null` when the key is there twice
 */
export function putBare(source: string, key: string, value: string | null): string | null {
  const { entries } = entriesOf(source, 0)
  const own = entries.filter((entry) => entry.key === key)
  const [entry] = own
  if (own.length > 1) return null
  const lines = source.split('\n')
  if (entry === undefined) {
    if (value === null || value === '') return source
    lines.splice(placeOf(key, entries, lines), 0, `${key}: ${value}`)
    return lines.join('\n')
  }
  const at = entry.line - 1
  const [first = '', ...below] = entry.source.split('\n')
  const remaining = below.filter((line) => line.trim() === '' || line.startsWith('#'))
  const by = value === null ? remaining : [withValue(first, value), ...remaining]
  lines.splice(at, below.length + 1, ...by)
  return lines.join('\n')
}

function withValue(line: string, value: string): string {
  const [, name = '', gap = '', old = ''] = /^([^:]*:)([ \t]*)(.*)$/.exec(line) ?? []
  const behind = /(?:[ \t]+#.*|[ \t]*)$/.exec(old)?.[0] ?? ''
  return `${name}${value === '' || gap !== '' ? gap : ' '}${value}${value === '' ? behind.trimEnd() : behind}`
}

/** A description is above the globs, and both are above other keys of the host, as hosts write them. */
function placeOf(key: string, entries: readonly YamlEntry[], lines: readonly string[]): number {
  const above = IS_GLOB_KEY.has(key) ? entries.find((entry) => entry.key === 'description') : undefined
  if (above) return above.line - 1 + above.source.replace(/\n+$/, '').split('\n').length
  const below = entries.find(
    (entry) => BELOW.has(entry.key) || (key === 'description' && IS_GLOB_KEY.has(entry.key)),
  )
  if (below) return below.line - 1
  return lines.at(-1) === '' ? lines.length - 1 : lines.length
}

const BELOW: ReadonlySet<string> = new Set(['alwaysApply'])
