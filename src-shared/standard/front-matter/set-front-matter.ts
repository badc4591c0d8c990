import type { FrontMatterFields } from '../../contract/editing.ts'
import { PlumblineError } from '../../contract/errors.ts'
import { fencesOf, readFrontMatter } from './front-matter.ts'
import { fieldsOf, isBroken } from './front-matter-fields.ts'
import { changeKeys, type KeyChange, type KeyValue } from './yaml-keys.ts'

/** What the form changes; what is absent stays. Empty and `null` take the key out. */
export type FrontMatterChanges = {
  readonly [Name in keyof FrontMatterFields]?: FrontMatterFields[Name] | undefined
}

/**
 * Puts values into the front matter of a text (with `\n` at its line ends), or makes one. Every byte that has nothing to
 * do with them stays; where nothing changes, the very same text comes back.
 * @throws PlumblineError `file-unusable` while the front matter is broken
 */
export function setFrontMatter(text: string, changes: FrontMatterChanges): string {
  const { data, bodyStart, problems } = readFrontMatter(text)
  if (isBroken(problems)) throw broken()
  const wanted = clean({ ...fieldsOf(data), ...withoutAbsent(changes) })
  const todo = changesBetween(data, fieldsOf(data), wanted)
  if (todo.length === 0) return text
  if (bodyStart === 0) return withNew(text, todo)
  const fences = fencesOf(text)
  if (!fences) return text
  const head = text.slice(0, fences.start)
  const tail = text.slice(fences.stop)
  const untouched = { ...data }
  for (const { key } of todo) delete untouched[key]
  const fits = (source: string) => isAsWanted(`${head}${source}${tail}`, wanted, untouched)
  const source = changeKeys(text.slice(fences.start, fences.stop), todo, fits)
  if (source === null) throw tangled()
  if (source.trim() !== '') return head + source + tail
  // Nothing is left in it: the fences go too, unless what follows would then be taken for front matter.
  const body = text.slice(fences.after)
  return fencesOf(body) || readFrontMatter(body).problems.length > 0 ? head + source + tail : body
}

function withNew(text: string, todo: readonly KeyChange[]): string {
  const source = changeKeys('', todo, () => true) ?? ''
  const gap = text === '' || text.startsWith('\n') ? '' : '\n'
  return `---\n${source}---\n${gap}${text}`
}

function withoutAbsent(changes: FrontMatterChanges): Partial<FrontMatterFields> {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined))
}

/** As the values are when they are read again. */
function clean(fields: FrontMatterFields): FrontMatterFields {
  const words = (all: readonly string[]) => [
    ...new Set(all.map((one) => one.trim()).filter((one) => one !== '')),
  ]
  const word = (one: string | null) => words((one ?? '').split(',')).join(', ') || null
  return {
    title: fields.title.trim(),
    description: fields.description.trim(),
    tags: words(fields.tags),
    language: word(fields.language),
    domain: word(fields.domain),
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
  if (!same(wanted.tags, before.tags)) put('tags', orNull(wanted.tags))
  if (wanted.language !== before.language) put('language', wanted.language)
  if (wanted.domain !== before.domain) put('domain', wanted.domain)
  if (!same(wanted.globs, before.globs)) {
    // Two tools, two keys: the one that is there is used, and the other one keeps nothing that is not wanted.
    const hasGlobs = Object.hasOwn(data, 'globs')
    const hasApplyTo = Object.hasOwn(data, 'applyTo')
    put(hasApplyTo && !hasGlobs ? 'applyTo' : 'globs', orNull(wanted.globs))
    if (hasApplyTo && hasGlobs) put('applyTo', null)
  }
  return todo.filter(({ key, value }) => value !== null || Object.hasOwn(data, key))
}

function isAsWanted(text: string, wanted: FrontMatterFields, untouched: Record<string, unknown>): boolean {
  const { data, problems } = readFrontMatter(text)
  if (problems.length > 0 && isBroken(problems)) return false
  const found = fieldsOf(data)
  const rest = Object.keys(untouched)
  return (
    JSON.stringify(found) === JSON.stringify(wanted) &&
    rest.every((key) => JSON.stringify(data[key]) === JSON.stringify(untouched[key])) &&
    Object.keys(data).every((key) => OURS.has(key) || Object.hasOwn(untouched, key))
  )
}

const OURS = new Set(['title', 'description', 'tags', 'language', 'domain', 'globs', 'applyTo'])

function same(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((one, at) => one === b[at])
}

function orNull(list: readonly string[]): readonly string[] | null {
  return list.length === 0 ? null : list
}

function broken(): PlumblineError {
  return new PlumblineError(
    'file-unusable',
    'The front matter of this text is broken, so nothing can be put into it.',
    'Mend what is marked in it first.',
  )
}

function tangled(): PlumblineError {
  return new PlumblineError(
    'file-unusable',
    'The front matter uses YAML in a way that this form cannot change without changing other keys too.',
    'Change it in the text.',
  )
}
