import { parseDocument } from 'yaml'
import { domainOf, type FacetLookup, languageOf } from './facet-lookup.ts'
import { EVERY_DOMAIN, EVERY_LANGUAGE } from './facet-tables.ts'
import { readFacetWord } from './facet-word.ts'
import { listOfKey, type ReportProblem } from './front-matter/key-values.ts'
import { entriesOf } from './front-matter/yaml-problems.ts'
import { lineAt } from './lines.ts'
import type { Problem } from './standard.ts'

/** The file that gives defaults to every standard in its folder and below. */
export const DEFAULTS_FILE = '_standards.yml'

/** The keys of a `_standards.yml`, in the order in which they are written. */
export const DEFAULTS_KEYS = ['language', 'domain', 'tags', 'globs'] as const

/** Longer files, in UTF-16 code units, are not read: YAML takes longer than its length says. */
const MAX_LENGTH = 32 * 1024

/** What a `_standards.yml` gives. `null`: the key is not there, and an outer folder may give it. */
export interface FolderDefaults {
  /** Not canonical; words such as `all` mean every language. */
  readonly language: string | null
  readonly domain: string | null
  readonly tags: readonly string[] | null
  readonly globs: readonly string[] | null
}

/** The defaults of a folder without any. */
export const NO_DEFAULTS: FolderDefaults = { language: null, domain: null, tags: null, globs: null }

/**
 * Reads the text of a `_standards.yml`. Never throws: what cannot be used is left out, and the problems name the lines.
 */
export function readFolderDefaults(text: string): {
  readonly defaults: FolderDefaults
  readonly problems: readonly Omit<Problem, 'path'>[]
} {
  const problems: Omit<Problem, 'path'>[] = []
  if (text.length > MAX_LENGTH) return { defaults: NO_DEFAULTS, problems: [tooLong()] }
  const data = readKeys(text, problems)
  const lines = new Map(entriesOf(plainLines(text), 0).entries.map(({ key, line }) => [key, line]))
  const report: ReportProblem = (key, code, message, remedy) => {
    problems.push({ line: lines.get(key) ?? null, severity: 'warning', code, message, remedy })
  }
  for (const key of Object.keys(data)) if (!isKnown(key)) report(key, ...unknownKey(key))
  const has = (key: string) => Object.hasOwn(data, key) && data[key] !== null
  const listOf = (key: string) => (has(key) ? listOfKey(data, key, report) : null)
  const defaults = {
    language: wordOf(listOf('language'), 'language', languageOf, EVERY_LANGUAGE, report),
    domain: wordOf(listOf('domain'), 'domain', domainOf, EVERY_DOMAIN, report),
    tags: listOf('tags')?.filter((tag) => isWord(tag, 'tags', report)) ?? null,
    globs: listOf('globs'),
  }
  return { defaults, problems: problems.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0)) }
}

/** Returns the defaults of a folder inside another one: its own keys win. */
export function mergeDefaults(outer: FolderDefaults, inner: FolderDefaults): FolderDefaults {
  return {
    language: inner.language ?? outer.language,
    domain: inner.domain ?? outer.domain,
    tags: inner.tags ?? outer.tags,
    globs: inner.globs ?? outer.globs,
  }
}

/** Parses the YAML; where it is broken, entry by entry, so that the other keys still count. */
function readKeys(text: string, problems: Omit<Problem, 'path'>[]): Record<string, unknown> {
  const whole = readYaml(text)
  if (!('error' in whole)) {
    if (!whole.isMap) problems.push(notKeys())
    return whole.data
  }
  problems.push(broken(whole.error.message, lineAt(text, whole.error.at)))
  const data: Record<string, unknown> = Object.create(null)
  for (const { key, source } of entriesOf(plainLines(text), 0).entries) {
    const entry = readYaml(source)
    if (!('error' in entry) && Object.hasOwn(entry.data, key) && !Object.hasOwn(data, key))
      data[key] = entry.data[key]
  }
  return data
}

type ReadYaml =
  | { readonly data: Record<string, unknown>; readonly isMap: boolean }
  | { readonly error: { readonly message: string; readonly at: number } }

function readYaml(text: string): ReadYaml {
  const data: Record<string, unknown> = Object.create(null)
  try {
    const document = parseDocument(text, { logLevel: 'silent', schema: 'core', prettyErrors: false })
    const [error] = document.errors
    if (error) return { error: { message: error.message, at: error.pos[0] } }
    const value: unknown = document.toJS({ maxAliasCount: 100 })
    const isMap = typeof value === 'object' && value !== null && !Array.isArray(value)
    if (isMap) for (const [key, item] of Object.entries(value)) data[key] = item
    return { data, isMap: isMap || value === null }
  } catch (error) {
    // The package throws for unknown aliases, too many aliases and nesting that exceeds the stack.
    return { error: { message: error instanceof Error ? error.message : String(error), at: 0 } }
  }
}

function plainLines(text: string): string {
  return text.replace(/\r\n?/g, '\n')
}

function isKnown(key: string): boolean {
  return DEFAULTS_KEYS.some((known) => known === key)
}

function wordOf(
  words: readonly string[] | null,
  key: 'language' | 'domain',
  lookup: FacetLookup,
  every: ReadonlySet<string>,
  report: ReportProblem,
): string | null {
  const [word, ...others] = words ?? []
  if (word === undefined) return null
  if (others.length > 0)
    report(
      key,
      `${key}-several`,
      `"${key}" names more than one; only "${word}" counts.`,
      `Name one, or write ${key}: all.`,
    )
  return lookup(word) !== null || every.has(word) || isWord(word, key, report) ? word : null
}

function isWord(text: string, key: string, report: ReportProblem): boolean {
  if (readFacetWord(text) !== null) return true
  report(
    key,
    `${key}-word`,
    `"${key}" has a value that is not a word, so that value is left out.`,
    'Write it with letters, digits, + # . _ and -, in at most 40 characters.',
  )
  return false
}

function unknownKey(key: string): [code: string, message: string, remedy: string] {
  const shown = key.length > 40 ? `${key.slice(0, 39)}…` : key
  return [
    'defaults-unknown-key',
    `${DEFAULTS_FILE} has no key ${JSON.stringify(shown)}, so it is left out.`,
    `The keys are ${DEFAULTS_KEYS.join(', ')}.`,
  ]
}

function broken(reason: string, line: number): Omit<Problem, 'path'> {
  const first = reason.split('\n')[0]?.replace(/\.$/, '') ?? ''
  return {
    line,
    severity: 'warning',
    code: 'defaults-broken',
    message: `This is not valid YAML (${first}). Only the keys that can be read on their own count.`,
    remedy: 'Write it as key: value lines, such as language: go or tags: [api, http].',
  }
}

function notKeys(): Omit<Problem, 'path'> {
  return {
    line: 1,
    severity: 'warning',
    code: 'defaults-not-keys',
    message: `This file has no keys, so it gives no defaults.`,
    remedy: 'Write it as key: value lines, such as language: go or tags: [api, http].',
  }
}

function tooLong(): Omit<Problem, 'path'> {
  return {
    line: null,
    severity: 'warning',
    code: 'defaults-too-long',
    message: `The file is longer than ${MAX_LENGTH / 1024} KB, so it is not read.`,
    remedy: `Keep only ${DEFAULTS_KEYS.join(', ')} in it.`,
  }
}
