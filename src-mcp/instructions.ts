import type { Topic } from '../src-shared/contract/library.ts'

/** Every conversation reads the list of topics. Bytes. */
const MAX_TOPICS = 420
const MAX_DOMAINS = 12

/**
 * Tells a model at which events to call which tool. Every conversation reads it. Some clients show the first line only, so that says
 * when to call, and what the library has.
 * @param topics the commonest first
 */
export function writeInstructions(topics: readonly Topic[]): string {
  const byLanguage = groupByLanguage(topics)
  const languages = fitting(
    [...byLanguage.keys()].filter((language) => language !== EVERY),
    ', ',
    120,
  )
  const pairs = fitting(joinEqual(byLanguage), '; ', MAX_TOPICS)
  return `${headFor(languages)}\n${EVENTS}${pairs === '' ? '' : `Topics, commonest first: ${pairs}.\n`}`
}

const EVERY = 'every language'

function headFor(languages: string): string {
  const which = languages === '' ? '' : ` (${languages})`
  return `Before the first edit of a file, call standards_for with its path: it returns this team's coding standards for it${which}.`
}

const EVENTS = `Follow them in preference to your own habits. Do not call it again for the same file.
- A question on how the team does something: search_standards, then get_standard for a hit.
- Language and domain are known, but no file: get_stdlib.
- The work is finished, or a change is to be reviewed: get_checklist.
When nothing is found, say so and go on; do not invent a standard. Name the standards that you followed.
`

function groupByLanguage(topics: readonly Topic[]): Map<string, string[]> {
  const groups = new Map<string, string[]>()
  for (const { language, domain } of topics) {
    const name = language ?? EVERY
    const domains = groups.get(name) ?? []
    groups.set(name, domains)
    if (domain !== null) domains.push(domain)
  }
  return groups
}

/** `go, python: testing, security` for languages with the same domains. */
function joinEqual(byLanguage: ReadonlyMap<string, readonly string[]>): string[] {
  const languagesOf = new Map<string, string[]>()
  for (const [language, domains] of byLanguage) {
    const names = domains.slice(0, MAX_DOMAINS).join(', ')
    languagesOf.set(names, [...(languagesOf.get(names) ?? []), language])
  }
  return [...languagesOf].map(([names, languages]) => {
    return names === '' ? languages.join(', ') : `${languages.join(', ')}: ${names}`
  })
}

/** The first parts that fit; `...` for the rest. */
function fitting(parts: readonly string[], separator: string, bytes: number): string {
  let text = ''
  for (const part of parts) {
    const next = text === '' ? part : `${text}${separator}${part}`
    if (Buffer.byteLength(next) > bytes) return text === '' ? '' : `${text}${separator}...`
    text = next
  }
  return text
}
