import { parse, TomlDate, TomlError } from 'smol-toml'
import { asWritten } from './as-written.ts'
import type { SourceError } from './json-front-matter.ts'

/** Reads front matter in TOML. Dates are text, as in YAML. */
export function readToml(source: string): { data: object } | SourceError {
  try {
    const data: Record<string, unknown> = {}
    const table = parse(source)
    for (const [key, value] of Object.entries(table)) data[key] = withSpelling(value, sourceOf(source, key))
    return { data }
  } catch (error) {
    if (!(error instanceof TomlError)) throw error
    const [first = ''] = error.message.split('\n')
    return { line: error.line, message: first.replace(/^Invalid TOML document: /, '') }
  }
}

function withSpelling(value: unknown, spelling: string | undefined): unknown {
  if (value instanceof TomlDate) return value.toISOString()
  if (Array.isArray(value)) {
    const items = spelling?.startsWith('[') ? itemsOf(spelling) : []
    return value.map((item, at) => withSpelling(item, items.length === value.length ? items[at] : undefined))
  }
  if (typeof value !== 'object' || value === null) return asWritten(value, spelling)
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withSpelling(item, undefined)]))
}

/** Returns the source of the value of a key above the first table, without a comment. */
function sourceOf(source: string, key: string): string | undefined {
  const quoted = key.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  const [top = ''] = source.split(/^[ \t]*\[/m, 1)
  const value = new RegExp(`^[ \\t]*(["']?)${quoted}\\1[ \\t]*=[ \\t]*(\\[[^\\]]*\\]|[^\\n#]*)`, 'm').exec(
    top,
  )?.[2]
  return value?.trim()
}

/** Splits the source of an array. The commas of strings need not count: items with another number are not used. */
function itemsOf(array: string): string[] {
  const items = array
    .slice(1, -1)
    .replace(/#[^\n]*/g, '')
    .split(',')
    .map((item) => item.trim())
  return items.at(-1) === '' ? items.slice(0, -1) : items
}
