import { PlumblineError } from '../../contract/errors.ts'
import type { Dialect } from '../dialects.ts'
import type { FrontMatterChanges, FrontMatterFields } from '../standard.ts'
import { putBare, takeBare } from './bare-values.ts'
import { fencesOf, readFrontMatter } from './front-matter.ts'
import { dialectOfText, FORM_KEYS, fieldsOf, isBroken, titleKeyOf } from './front-matter-fields.ts'
import { globChanges, isBareText } from './glob-spelling.ts'
import { changeKeys, type KeyChange, type KeyValue } from './yaml-keys.ts'
import { isYaml } from './yaml-source.ts'

/** What is to be written, by the way of writing. */
interface Changes {
  readonly yaml: readonly KeyChange[]
  /** Values without quotes; `''` leaves the key without one. */
  readonly bare: readonly { readonly key: string; readonly value: string | null }[]
}

/**
 * Changes values in the front matter of a text, and creates front matter when there is none. All other bytes stay as they
 * are; when no value differs, the text is returned unchanged.
 * @param text with `\n` line ends
 * @param path of the file in the library: rule files are written as their host writes them
 * @throws PlumblineError `file-unusable` when the front matter is broken, or cannot be changed without changing other keys
 */
export function setFrontMatter(text: string, changes: FrontMatterChanges, path = ''): string {
  const { data, bodyStart, problems } = readFrontMatter(text, path)
  if (isBroken(problems)) throw broken()
  const dialect = dialectOfText(text, path)
  const before = fieldsOf(data, dialect)
  const wanted = clean({ ...before, ...withoutAbsent(changes) })
  const fences = fencesOf(text)
  const source = fences && bodyStart > 0 ? text.slice(fences.start, fences.stop) : ''
  const candidates = changesBetween(data, before, wanted, dialect, source)
  const keys =
    candidates[0]?.yaml.map(({ key }) => key).concat(candidates[0].bare.map(({ key }) => key)) ?? []
  if (keys.length === 0) return text
  const untouched = { ...data }
  for (const key of keys) delete untouched[key]
  const isWanted = (changed: string) => hasWantedValues(changed, path, dialect, wanted, untouched)
  if (bodyStart === 0) {
    const gap = text === '' ? '' : '\n'
    return firstFit(candidates, (todo) => {
      const made = changeSource('', dialect, todo, () => true)
      const changed = `---\n${made ?? ''}---\n${gap}${text}`
      return made !== null && isWanted(changed) ? changed : null
    })
  }
  if (!fences) throw notYaml()
  const head = text.slice(0, fences.start)
  const tail = text.slice(fences.stop)
  const made = firstFit(candidates, (todo) =>
    changeSource(source, dialect, todo, (changed) => isWanted(`${head}${changed}${tail}`)),
  )
  if (made.trim() !== '') return head + made + tail
  // Removes the fences of empty front matter, unless the text after them would then be read as front matter.
  const above = text.slice(0, fences.open)
  const rest = above + text.slice(fences.after).replace(/^\n(?=[\s\S])/, '')
  const found = readFrontMatter(rest, path)
  return found.bodyStart > 0 || fencesOf(rest) || found.problems.length > 0 ? head + made + tail : rest
}

function firstFit(candidates: readonly Changes[], change: (todo: Changes) => string | null): string {
  for (const todo of candidates) {
    const changed = change(todo)
    if (changed !== null) return changed
  }
  throw tangled()
}

/** Returns the YAML with the changes, or `null` when it does not fit. */
function changeSource(
  source: string,
  dialect: Dialect | null,
  { yaml, bare }: Changes,
  fits: (source: string) => boolean,
): string | null {
  if (dialect === null) return changeKeys(source, yaml, fits)
  // The YAML package must not see lines that are no YAML.
  const lines: string[] = []
  const masked = takeBare(source, dialect, isYaml, ({ key }, line) => {
    lines.push(line)
    return `${key}: ${MASK}${lines.length - 1}${MASK}`
  }).source
  const finish = (changed: string) =>
    bare.reduce<string | null>(
      (text, { key, value }) => (text === null ? null : putBare(text, key, value)),
      changed.replace(MASKED, (_line, at: string) => lines[Number(at)] ?? ''),
    )
  const changed = changeKeys(masked, yaml, (made) => {
    const finished = finish(made)
    return finished !== null && fits(finished)
  })
  return changed === null ? null : finish(changed)
}

// A character for private use, which no front matter has.
const MASK = '\uE000'
const MASKED = /^.*\uE000(\d+)\uE000.*$/gm

function withoutAbsent(changes: FrontMatterChanges): Partial<FrontMatterFields> {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined))
}

/** Returns the values in the form in which they are read back. */
function clean(fields: FrontMatterFields): FrontMatterFields {
  const words = (list: readonly string[]) => [
    ...new Set(list.map((word) => word.trim()).filter((word) => word !== '')),
  ]
  const wordsIn = (text: string | null) => words((text ?? '').split(',')).join(', ') || null
  return {
    title: fields.title.trim(),
    description: fields.description.trim(),
    tags: words(fields.tags),
    language: wordsIn(fields.language),
    domain: wordsIn(fields.domain),
    globs: words(fields.globs),
  }
}

/** Returns the changes as the host would write them, and those with more quotes in case the first do not fit. */
function changesBetween(
  data: Record<string, unknown>,
  before: FrontMatterFields,
  wanted: FrontMatterFields,
  dialect: Dialect | null,
  source: string,
): Changes[] {
  const yaml: KeyChange[] = []
  const bare: { key: string; value: string | null }[] = []
  const put = (key: string, value: KeyValue) => void yaml.push({ key, value })
  const empty = dialect?.keepsEmptyKeys && Object.hasOwn(data, 'alwaysApply') ? '' : null
  let description: KeyChange | null = null
  if (wanted.title !== before.title) put(titleKeyOf(data, dialect), wanted.title || null)
  if (wanted.description !== before.description) {
    const value = wanted.description || null
    if (value === null && empty === '') bare.push({ key: 'description', value: '' })
    else if (value !== null && dialect && isBareText(source, 'description', value, dialect))
      description = { key: 'description', value }
    else put('description', value)
  }
  if (!same(wanted.tags, before.tags)) put('tags', nullIfEmpty(wanted.tags))
  if (wanted.language !== before.language) put('language', wanted.language)
  if (wanted.domain !== before.domain) put('domain', wanted.domain)
  if (!same(wanted.globs, before.globs)) {
    const changes = globChanges(data, wanted.globs, dialect, source)
    yaml.push(...changes.yaml)
    bare.push(...changes.bare.map(({ key, value }) => ({ key, value: value ?? empty })))
  }
  const isChange = ({ key, value }: { readonly key: string; readonly value: KeyValue }) =>
    (value !== null && value !== '') || Object.hasOwn(data, key)
  const todo: Changes = { yaml: yaml.filter(isChange), bare: bare.filter(isChange) }
  if (description === null) return [todo]
  return [
    { yaml: todo.yaml, bare: [{ key: description.key, value: String(description.value) }, ...todo.bare] },
    { yaml: [description, ...todo.yaml], bare: todo.bare },
  ]
}

function hasWantedValues(
  text: string,
  path: string,
  dialect: Dialect | null,
  wanted: FrontMatterFields,
  untouched: Record<string, unknown>,
): boolean {
  const { data, problems } = readFrontMatter(text, path)
  if (problems.length > 0 && isBroken(problems)) return false
  const found = fieldsOf(data, dialect)
  const rest = Object.keys(untouched)
  const isKnown = (key: string) =>
    FORM_KEYS.has(key) || key === dialect?.titleKey || key === dialect?.scopedBy?.key
  return (
    JSON.stringify(found) === JSON.stringify(wanted) &&
    rest.every((key) => JSON.stringify(data[key]) === JSON.stringify(untouched[key])) &&
    Object.keys(data).every((key) => isKnown(key) || Object.hasOwn(untouched, key))
  )
}

function same(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((word, at) => word === b[at])
}

function nullIfEmpty(list: readonly string[]): readonly string[] | null {
  return list.length === 0 ? null : list
}

function broken(): PlumblineError {
  return new PlumblineError(
    'file-unusable',
    'The front matter of this text is broken, so its values cannot be changed.',
    'Fix the problems that are marked in it first.',
  )
}

function notYaml(): PlumblineError {
  return new PlumblineError(
    'file-unusable',
    'The front matter is TOML or JSON, and this form changes YAML only.',
    'Change it in the text.',
  )
}

function tangled(): PlumblineError {
  return new PlumblineError(
    'file-unusable',
    'The front matter uses YAML in a way that this form cannot change without changing other keys too.',
    'Change it in the text.',
  )
}
