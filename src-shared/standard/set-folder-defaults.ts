import { parseDocument } from 'yaml'
import { PlumblineError } from '../contract/errors.ts'
import { EVERY_DOMAIN, EVERY_LANGUAGE } from './facet-tables.ts'
import { readFacetWord, shownWord } from './facet-word.ts'
import { DEFAULTS_KEYS, type FolderDefaults, readFolderDefaults } from './folder-defaults.ts'
import { changeKeys, type KeyChange } from './front-matter/yaml-keys.ts'

/**
 * Writes values into the text of a `_standards.yml`. All other bytes stay as they are; when no value differs, the text is returned
 * unchanged.
 * @param text with `\n` line ends
 * @param wanted `null` and empty lists remove the key
 * @throws PlumblineError `file-unusable` when the YAML is broken, or cannot be changed without changing other keys too
 */
export function setFolderDefaults(text: string, wanted: FolderDefaults): string {
  const { defaults, problems } = readFolderDefaults(text)
  if (problems.some(({ code }) => code === 'defaults-broken' || code === 'defaults-not-keys'))
    throw unusable()
  const target = cleaned(wanted)
  rejectNonWords(target)
  const changes: KeyChange[] = DEFAULTS_KEYS.filter((key) => !isSame(defaults[key], target[key])).map(
    (key) => ({
      key,
      value: target[key],
    }),
  )
  if (changes.length === 0) return text
  const before = otherKeysOf(text)
  const fits = (source: string) => {
    const found = readFolderDefaults(source).defaults
    return DEFAULTS_KEYS.every((key) => isSame(found[key], target[key])) && otherKeysOf(source) === before
  }
  const changed = changeKeys(text, changes, fits)
  if (changed === null) throw unusable()
  return changed
}

function rejectNonWords({ language, domain, tags }: FolderDefaults): void {
  const isEvery = (text: string) => EVERY_LANGUAGE.has(text) || EVERY_DOMAIN.has(text)
  const given = [language, domain].filter((text) => text !== null && !isEvery(text))
  for (const text of [...given, ...(tags ?? [])]) {
    if (text === null || readFacetWord(text) !== null) continue
    throw new PlumblineError(
      'file-unusable',
      `"${shownWord(text)}" is not a word.`,
      'Write it with letters, digits, + # . _ and -, in at most 40 characters.',
    )
  }
}

/** Returns the keys that Plumbline does not know, with their values, as JSON. */
function otherKeysOf(text: string): string {
  const value: unknown = parseDocument(text, { logLevel: 'silent', schema: 'core' }).toJS()
  const known: readonly string[] = DEFAULTS_KEYS
  return JSON.stringify(Object.entries(value ?? {}).filter(([key]) => !known.includes(key)))
}

function cleaned({ language, domain, tags, globs }: FolderDefaults): FolderDefaults {
  const word = (text: string | null) => text?.trim() || null
  const words = (list: readonly string[] | null) => {
    const unique = [...new Set((list ?? []).map((text) => text.trim()).filter((text) => text !== ''))]
    return unique.length === 0 ? null : unique
  }
  return { language: word(language), domain: word(domain), tags: words(tags), globs: words(globs) }
}

function isSame(a: string | readonly string[] | null, b: string | readonly string[] | null): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

function unusable(): PlumblineError {
  return new PlumblineError(
    'file-unusable',
    'The YAML of this file is broken, or written in a way in which one key cannot be changed alone.',
    'Change it in an editor.',
  )
}
