import type { Dialect } from '../dialects.ts'
import { GLOB_KEYS } from '../file-globs.ts'
import { splitAtCommas } from './key-values.ts'
import type { KeyChange, ValueStyle } from './yaml-keys.ts'
import { entriesOf } from './yaml-problems.ts'

/** Changes of the keys that name files. */
interface GlobChanges {
  readonly yaml: readonly KeyChange[]
  /** `null`: no globs. */
  readonly bare: readonly { readonly key: string; readonly value: string | null }[]
}

/**
 * Returns how globs are written: under the key that is there, in the spelling of the file, or else in that of its host.
 * @param globs the wanted ones
 * @param source the YAML that is there
 */
export function globChanges(
  data: Record<string, unknown>,
  globs: readonly string[],
  dialect: Dialect | null,
  source: string,
): GlobChanges {
  // Each host has a key of its own: the values go into the first that is there, and the others are removed.
  const there = GLOB_KEYS.filter((name) => Object.hasOwn(data, name))
  const own = there.find((name) => name === dialect?.globKey)
  const key = own ?? there[0] ?? dialect?.globKey ?? 'globs'
  const others = there.filter((name) => name !== key).map((name): KeyChange => ({ key: name, value: null }))
  if (dialect === null)
    return { yaml: [{ key, value: globs.length === 0 ? null : globs }, ...others], bare: [] }

  const scope = scopeChange(data, globs, dialect)
  const rest = entriesOf(source, 0).entries.find((entry) => entry.key === key)?.rest ?? ''
  const spelling = dialect.onlyBare ? 'bare' : spellingOf(data[key], rest, dialect)
  const hasComma = globs.some((glob) => splitAtCommas(glob).length > 1)
  if (
    (spelling === 'bare' && (dialect.onlyBare || !hasComma)) ||
    (globs.length === 0 && dialect.keepsEmptyKeys)
  ) {
    const value = globs.length === 0 ? null : globs.join(separatorIn(rest))
    return { yaml: [...scope, ...others], bare: [{ key, value }] }
  }
  const isList = hasComma || (dialect.listsSeveral && globs.length > 1)
  const isText = spelling === 'quoted' && !isList
  const value = isText ? globs.join(separatorIn(rest)) : globs
  const style: ValueStyle = isText ? 'quoted' : spelling === 'list below' ? spelling : 'list on one line'
  return { yaml: [...scope, { key, value: globs.length === 0 ? null : value, style }, ...others], bare: [] }
}

function spellingOf(value: unknown, rest: string, dialect: Dialect): Dialect['globStyle'] {
  if (Array.isArray(value)) {
    if (dialect.listsSeveral && dialect.globStyle === 'quoted' && value.length > 1) return 'quoted'
    return rest.startsWith('[') ? 'list on one line' : 'list below'
  }
  if (value === null || value === undefined || rest === '') return dialect.globStyle
  return /^["'|>]/.test(rest) ? 'quoted' : 'bare'
}

/** Returns the change of the key that decides whether the globs count. */
function scopeChange(
  data: Record<string, unknown>,
  globs: readonly string[],
  { scopedBy }: Dialect,
): KeyChange[] {
  if (scopedBy === null) return []
  const { key, value } = scopedBy
  const isThere = Object.hasOwn(data, key)
  if (globs.length > 0) return isThere ? [] : [{ key, value }]
  return data[key] === value ? [{ key, value: null }] : []
}

function separatorIn(rest: string): string {
  return /,[ \t]/.test(rest) ? ', ' : ','
}

/** Returns true when a host writes a text without quotes, and no quotes are there. */
export function isBareText(source: string, key: string, value: string, dialect: Dialect): boolean {
  if (!dialect.bareKeys.includes(key) || /[\n\r]|^[\s"'|>#[{&*!%@`]|\s#/.test(value)) return false
  const entry = entriesOf(source, 0).entries.find((each) => each.key === key)
  if (entry === undefined) return true
  return !/^["'|>]/.test(entry.rest) && entry.source.trimEnd().split('\n').length === 1
}
