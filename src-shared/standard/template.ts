import { setFrontMatter } from './front-matter/set-front-matter.ts'
import { parseStandardRef } from './uri.ts'

/** The subject of a new standard. Language and domain are canonical names. */
export interface TemplateSubject {
  readonly title?: string | undefined
  readonly language?: string | undefined
  readonly domain?: string | undefined
  readonly tag?: string | undefined
  /** The words of a search that found nothing. */
  readonly query?: string | undefined
  /** A requested id that does not exist. */
  readonly id?: string | undefined
  /** A requested section heading. */
  readonly section?: string | undefined
}

/** The text of a new standard, and its possible ids, the preferred one first. Number them when none is free. */
export interface Template {
  readonly ids: readonly string[]
  readonly text: string
}

const MAX_TITLE = 100

/** Reads the subject from the arguments of a tool call that found nothing. */
export function subjectOfCall(args: Readonly<Record<string, unknown>>): TemplateSubject {
  const word = (key: string) => {
    const value = Object.hasOwn(args, key) ? args[key] : undefined
    return typeof value === 'string' && value.trim() !== '' ? value.trim().replace(/\s+/g, ' ') : undefined
  }
  return {
    language: word('language'),
    domain: word('domain'),
    tag: word('tag'),
    query: word('query'),
    id: idOf(word('id')),
    section: word('section'),
  }
}

/** Creates a new standard with the sections that the tools read: rules, an example and a checklist. */
export function createTemplate(subject: TemplateSubject): Template {
  const title = titleOf(subject)
  const query = subject.query ?? ''
  const head = {
    title,
    // Omitted when the title already contains the query.
    description: title.toLowerCase().includes(query.toLowerCase()) ? '' : query,
    tags: subject.tag === undefined ? [] : [subject.tag],
    language: subject.language ?? null,
    domain: subject.domain ?? null,
  }
  return { ids: idsOf(subject, title), text: setFrontMatter(bodyOf(title, subject), head) }
}

/** Returns a file name: letters and digits of any script, with `-` between words. */
function fileSlug(text: string): string {
  const words = text
    .toWellFormed()
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
  return [...words]
    .slice(0, 60)
    .join('')
    .replace(/^-+|-+$/g, '')
}

function titleOf({ title, query, id, language, domain, tag }: TemplateSubject): string {
  const stem = id
    ?.split('/')
    .at(-1)
    ?.replace(/(?:\.instructions)?\.\w+$/, '')
  const topic = [language, domain ?? tag].filter((word) => word !== undefined).join(' ')
  const words = title?.trim() || query || stem?.replace(/[-_]+/g, ' ') || topic || 'New standard'
  return capitalize(truncate(words))
}

function truncate(words: string): string {
  if (words.length <= MAX_TITLE) return words
  const cut = words.lastIndexOf(' ', MAX_TITLE)
  return words.slice(0, cut > 0 ? cut : MAX_TITLE).toWellFormed()
}

function capitalize(words: string): string {
  // Identifiers such as `snake_case` keep their case.
  return /^\p{Ll}+(?:\s|$)/u.test(words) ? words.charAt(0).toUpperCase() + words.slice(1) : words
}

function idsOf(subject: TemplateSubject, title: string): string[] {
  const folder = subject.language === undefined ? '' : fileSlug(subject.language)
  const topic =
    subject.title === undefined && subject.query === undefined ? (subject.domain ?? subject.tag) : undefined
  const stem = fileSlug(topic ?? title) || 'standard'
  const path = (name: string) => `${folder === '' ? '' : `${folder}/`}${name}.md`
  // The last name is never one that Windows reserves, such as `con`.
  return [...(subject.id === undefined ? [] : [subject.id]), path(stem), path(`${stem}-standard`)]
}

function bodyOf(title: string, { language, section }: TemplateSubject): string {
  const fence = /^[\w+#.-]+$/.test(language ?? '') ? language : ''
  return `# ${title}

Say in one or two sentences what this standard is for and where it applies.
${section === undefined ? '' : `\n## ${section}\n\nWrite what was asked for here.\n`}
## Rules

- Write each rule as one sentence that says what to do, and why where that is not plain.

## Example

\`\`\`${fence}
\`\`\`

## Checklist

- [ ] Something that a reviewer can look for
`
}

function idOf(reference: string | undefined): string | undefined {
  return reference === undefined ? undefined : parseStandardRef(reference).id
}
