import type { Gap } from '../contract/activity.ts'
import { setFrontMatter } from './front-matter/set-front-matter.ts'

/** What a new standard is to be about. Names of language and domain as the library spells them. */
export interface TemplateWishes {
  readonly title?: string | undefined
  readonly language?: string | undefined
  readonly domain?: string | undefined
  readonly tag?: string | undefined
  /** Words that a search is to find it by. */
  readonly query?: string | undefined
  /** An id that it was asked for by. */
  readonly id?: string | undefined
  /** A heading that was asked for. */
  readonly section?: string | undefined
}

/** A prepared standard; its ids are the one wished for, if any, and then names to be numbered until one is free. */
export interface Template {
  readonly ids: readonly string[]
  readonly text: string
}

const MAX_TITLE = 100
const SCHEME = 'standard:///'

/** What somebody asked for and did not find. */
export function wishesOf({ args }: Gap): TemplateWishes {
  const word = (key: string) => {
    const value = Object.hasOwn(args, key) ? args[key] : undefined
    return typeof value === 'string' && value.trim() !== '' ? value.trim().replace(/\s+/g, ' ') : undefined
  }
  return {
    language: word('language'),
    domain: word('domain'),
    tag: word('tag'),
    query: word('query'),
    id: idIn(word('id')),
    section: word('section'),
  }
}

/** A new standard with what is known of it filled in, in the shape that the tools use: rules, an example, a checklist. */
export function prepareStandard(wishes: TemplateWishes): Template {
  const title = titleOf(wishes)
  const query = wishes.query ?? ''
  const head = {
    title,
    // Beside the title only where it does not hold all the words.
    description: title.toLowerCase().includes(query.toLowerCase()) ? '' : query,
    tags: wishes.tag === undefined ? [] : [wishes.tag],
    language: wishes.language ?? null,
    domain: wishes.domain ?? null,
  }
  return { ids: idsOf(wishes, title), text: setFrontMatter(bodyOf(title, wishes), head) }
}

/** A name for a file: letters and digits of any script with `-` between them. */
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

function titleOf({ title, query, id, language, domain, tag }: TemplateWishes): string {
  const stem = id
    ?.split('/')
    .at(-1)
    ?.replace(/(?:\.instructions)?\.\w+$/, '')
  const subject = [language, domain ?? tag].filter((word) => word !== undefined).join(' ')
  const words = title?.trim() || query || stem?.replace(/[-_]+/g, ' ') || subject || 'New standard'
  return capital(shortened(words))
}

function shortened(words: string): string {
  if (words.length <= MAX_TITLE) return words
  const cut = words.lastIndexOf(' ', MAX_TITLE)
  return words.slice(0, cut > 0 ? cut : MAX_TITLE).toWellFormed()
}

function capital(words: string): string {
  // An identifier such as `snake_case` is written as it is.
  return /^\p{Ll}+(?:\s|$)/u.test(words) ? words.charAt(0).toUpperCase() + words.slice(1) : words
}

function idsOf(wishes: TemplateWishes, title: string): string[] {
  const folder = wishes.language === undefined ? '' : fileSlug(wishes.language)
  const asked =
    wishes.title === undefined && wishes.query === undefined ? (wishes.domain ?? wishes.tag) : undefined
  const stem = fileSlug(asked ?? title) || 'standard'
  const path = (name: string) => `${folder === '' ? '' : `${folder}/`}${name}.md`
  // The second one is never a name that Windows keeps for itself, such as `con`.
  return [...(wishes.id === undefined ? [] : [wishes.id]), path(stem), path(`${stem}-standard`)]
}

function bodyOf(title: string, { language, section }: TemplateWishes): string {
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

function idIn(reference: string | undefined): string | undefined {
  if (!reference?.toLowerCase().startsWith(SCHEME)) return reference
  const path = reference.slice(SCHEME.length).replace(/#.*$/, '')
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}
