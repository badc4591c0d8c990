import { PlumblineError } from '../../contract/errors.ts'
import { GLOB_KEYS } from '../file-globs.ts'
import type { FrontMatterChanges, FrontMatterFields } from '../standard.ts'
import { fencesOf, readFrontMatter } from './front-matter.ts'
import { fieldsOf, isBroken } from './front-matter-fields.ts'
import { changeKeys, type KeyChange, type KeyValue } from './yaml-keys.ts'

/**
 * Changes values in the front matter of a text, and creates front matter when there is none. All other bytes stay as they
 * are; when no value differs, the text is returned unchanged.
 * @param text with `\n` line ends
 * @throws PlumblineError `file-unusable` when the front matter is broken, or cannot be changed without changing other keys
 */
export function setFrontMatter(text: string, changes: FrontMatterChanges): string {
  const { data, bodyStart, problems } = readFrontMatter(text)
  if (isBroken(problems)) throw broken()
  const wanted = clean({ ...fieldsOf(data), ...withoutAbsent(changes) })
  const todo = changesBetween(data, fieldsOf(data), wanted)
  if (todo.length === 0) return text
  if (bodyStart === 0) return withNew(text, todo)
  const fences = fencesOf(text)
  if (!fences) throw notYaml()
  const head = text.slice(0, fences.start)
  const tail = text.slice(fences.stop)
  const untouched = { ...data }
  for (const { key } of todo) delete untouched[key]
  const fits = (source: string) => hasWantedValues(`${head}${source}${tail}`, wanted, untouched)
  const source = changeKeys(text.slice(fences.start, fences.stop), todo, fits)
  if (source === null) throw tangled()
  if (source.trim() !== '') return head + source + tail
  // Removes the fences of empty front matter, unless the text after them would then be read as front matter.
  const rest = text.slice(0, fences.open) + text.slice(fences.after)
  const found = readFrontMatter(rest)
  return found.bodyStart > 0 || fencesOf(rest) || found.problems.length > 0 ? head + source + tail : rest
}

function withNew(text: string, todo: readonly KeyChange[]): string {
  const source = changeKeys('', todo, () => true) ?? ''
  const gap = text === '' || text.startsWith('\n') ? '' : '\n'
  return `---\n${source}---\n${gap}${text}`
}

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

function changesBetween(
  data: Record<string, unknown>,
  before: FrontMatterFields,
  wanted: FrontMatterFields,
): KeyChange[] {
  const todo: KeyChange[] = []
  const put = (key: string, value: KeyValue) => void todo.push({ key, value })
  if (wanted.title !== before.title) put('title', wanted.title || null)
  if (wanted.description !== before.description) put('description', wanted.description || null)
  if (!same(wanted.tags, before.tags)) put('tags', nullIfEmpty(wanted.tags))
  if (wanted.language !== before.language) put('language', wanted.language)
  if (wanted.domain !== before.domain) put('domain', wanted.domain)
  if (!same(wanted.globs, before.globs)) {
    // Each client has a key of its own: the values go into the first that is there, and the others are removed.
    const [key = 'globs', ...others] = GLOB_KEYS.filter((name) => Object.hasOwn(data, name))
    put(key, nullIfEmpty(wanted.globs))
    for (const other of others) put(other, null)
  }
  return todo.filter(({ key, value }) => value !== null || Object.hasOwn(data, key))
}

function hasWantedValues(
  text: string,
  wanted: FrontMatterFields,
  untouched: Record<string, unknown>,
): boolean {
  const { data, problems } = readFrontMatter(text)
  if (problems.length > 0 && isBroken(problems)) return false
  const found = fieldsOf(data)
  const rest = Object.keys(untouched)
  return (
    JSON.stringify(found) === JSON.stringify(wanted) &&
    rest.every((key) => JSON.stringify(data[key]) === JSON.stringify(untouched[key])) &&
    Object.keys(data).every((key) => FORM_KEYS.has(key) || Object.hasOwn(untouched, key))
  )
}

const FORM_KEYS: ReadonlySet<string> = new Set([
  'title',
  'description',
  'tags',
  'language',
  'domain',
  ...GLOB_KEYS,
])

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
