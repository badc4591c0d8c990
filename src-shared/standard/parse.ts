import { classify, stemOf } from './classify.ts'
import { isoDate } from './dates.ts'
import { lineOfKey, readFrontMatter } from './front-matter/front-matter.ts'
import { lineAt } from './lines.ts'
import { scanBlocks } from './markdown/scan-blocks.ts'
import type { ParsedStandard, Problem, Section } from './standard.ts'

const KNOWN = new Set([
  'title',
  'description',
  'tags',
  'language',
  'domain',
  'globs',
  'applyTo',
  'createdAt',
  'updatedAt',
])

/** Tells of a front matter key that cannot be used. */
export type Report = (key: string, code: string, message: string, remedy: string) => void

/**
 * Reads a standard out of a file's text (as `decode` gives it) and its path in the library. Pure, and never throws:
 * what cannot be read is left out and told as a problem.
 */
export function parse(text: string, path: string): ParsedStandard {
  const { data, bodyStart, problems: found } = readFrontMatter(text)
  const problems: Omit<Problem, 'path'>[] = found
  const report: Report = (key, code, message, remedy) => {
    problems.push({ line: lineOfKey(text, bodyStart, key), severity: 'warning', code, message, remedy })
  }
  const { sections, checklist, examples } = scanBlocks(
    text,
    bodyStart,
    bodyStart === 0 ? 1 : lineAt(text, bodyStart),
  )
  const title = readText(data, 'title', report) || titleOf(sections) || wordsOf(stemOf(path))
  const tags = readList(data, 'tags', report)
  const facets = classify({ data, path, tags, title })
  for (const { key, code, message, remedy } of facets.problems) report(key, code, message, remedy)
  const parsed = {
    title,
    description: readText(data, 'description', report),
    tags,
    language: facets.language,
    domain: facets.domain,
    globs: [...new Set([...readList(data, 'globs', report), ...readList(data, 'applyTo', report)])],
    createdAt: readDate(data, 'createdAt', report),
    updatedAt: readDate(data, 'updatedAt', report),
    extra: unknownKeys(data),
  }
  if (bodyStart > 0 && sections.length === 0) {
    problems.push({
      line: lineAt(text, bodyStart),
      severity: 'warning',
      code: 'no-text',
      message: 'There is front matter but no text below it.',
      remedy: 'Write the standard below the closing ---.',
    })
  }
  return { ...parsed, bodyStart, sections, checklist, examples, problems }
}

function readKey(data: Record<string, unknown>, key: string): unknown {
  return Object.hasOwn(data, key) ? data[key] : null
}

/** A key's text; `''` without one. */
export function readText(data: Record<string, unknown>, key: string, report: Report): string {
  const value = readKey(data, key)
  if (value === null) return ''
  if (isScalar(value)) return String(value).trim()
  report(
    key,
    `${key}-type`,
    `"${key}" is ${nameOf(value)}, not text, so it is left out.`,
    `Write ${key}: and the text on one line.`,
  )
  return ''
}

/** A key's words, written as a list or with commas between them. */
export function readList(data: Record<string, unknown>, key: string, report: Report): string[] {
  const value = readKey(data, key)
  if (value === null) return []
  if (!Array.isArray(value) && !isScalar(value)) {
    report(
      key,
      `${key}-type`,
      `"${key}" is ${nameOf(value)}, not a list, so it is left out.`,
      `Write ${key}: [first, second], or one "- item" line for each.`,
    )
    return []
  }
  const items: unknown[] = Array.isArray(value) ? value : splitAtCommas(String(value))
  const texts = items.filter((item) => isScalar(item)).map((item) => String(item).trim())
  if (texts.length < items.filter((item) => item !== null).length) {
    report(
      key,
      `${key}-item-type`,
      `An item of "${key}" is not text, so it is left out.`,
      `Write each item of ${key} as a word, in quotes if it has : or brackets in it.`,
    )
  }
  return [...new Set(texts.filter((item) => item !== ''))]
}

/** Commas within braces belong to a glob: `*.{ts,tsx}`. */
function splitAtCommas(text: string): string[] {
  const items: string[] = []
  let depth = 0
  let start = 0
  for (let at = 0; at < text.length; at++) {
    const c = text.charCodeAt(at)
    if (c === 123) depth++
    else if (c === 125) depth = Math.max(0, depth - 1)
    else if (c === 44 && depth === 0) {
      items.push(text.slice(start, at))
      start = at + 1
    }
  }
  items.push(text.slice(start))
  return items
}

function readDate(data: Record<string, unknown>, key: string, report: Report): string | null {
  const value = readKey(data, key)
  if (value === null || value === '') return null
  const date = isScalar(value) ? isoDate(String(value)) : null
  if (date === null) {
    const what = isScalar(value) ? `"${String(value).slice(0, 40)}"` : nameOf(value)
    report(
      key,
      `${key}-date`,
      `"${key}" is ${what}, which cannot be read as a date.`,
      `Write it as ${key}: 2026-01-31 or 2026-01-31T09:30:00Z.`,
    )
  }
  return date
}

function unknownKeys(data: Record<string, unknown>): Record<string, unknown> {
  const extra: Record<string, unknown> = Object.create(null)
  for (const key of Object.keys(data)) if (!KNOWN.has(key)) extra[key] = data[key]
  return extra
}

function titleOf(sections: readonly Section[]): string {
  const named = sections.filter(({ heading }) => heading !== '')
  return (named.find(({ level }) => level === 1) ?? named[0])?.heading ?? ''
}

/** `mcp-protocol` as `Mcp protocol`. */
function wordsOf(stem: string): string {
  const words = stem.replace(/[-_\s]+/g, ' ').trim() || stem
  return words.charAt(0).toUpperCase() + words.slice(1)
}

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}

function nameOf(value: unknown): string {
  return Array.isArray(value) ? 'a list' : 'a group of keys'
}
