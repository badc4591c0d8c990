/**
 * The types of a standard's document. Offsets count UTF-16 code units in the file's text; lines count from 1 in the file,
 * front matter included.
 */

/** The rules that determine a language or domain, strongest first. */
export const FACET_RULES = [
  'front matter',
  '_standards.yml',
  'path',
  'globs',
  'tags',
  'title',
  'description',
  'code',
] as const

type FacetRule = (typeof FACET_RULES)[number]

/** A language or domain, and the rule that determined it. */
export interface Facet {
  readonly value: string
  readonly rule: FacetRule
}

/**
 * A heading and the text below it, up to the next heading of any level. Text before the first heading is a section of
 * level 0 with an empty heading.
 */
export interface Section {
  readonly level: number
  readonly heading: string
  readonly line: number
  /** Offset of the first character of the heading line. */
  readonly start: number
  /** Offset after the last character of the section. */
  readonly stop: number
}

/** A task-list item (`- [ ]`). */
export interface ChecklistItem {
  readonly text: string
  readonly checked: boolean
  readonly line: number
  /** Index of the section that holds the item. */
  readonly section: number
}

/** A fenced code block. `start` and `stop` enclose the code without its fences. */
export interface Example {
  /** The language of the fence's info string in lower case; empty when there is none. */
  readonly language: string
  readonly line: number
  readonly start: number
  readonly stop: number
  /** Index of the section that holds the block. */
  readonly section: number
}

/** A problem of a file. With severity `error`, the file or a part of it is not served. */
export interface Problem {
  /** Path relative to the library, `/`-separated; empty for the library folder itself. */
  readonly path: string
  readonly line: number | null
  readonly severity: 'error' | 'warning'
  readonly code: string
  readonly message: string
  /** What to do about it. */
  readonly remedy: string
}

/** Everything that `parse` reads from a markdown file. */
export interface ParsedStandard {
  readonly title: string
  readonly description: string
  readonly tags: readonly string[]
  /** `null`: the standard applies to every language. */
  readonly language: Facet | null
  readonly domain: Facet | null
  readonly globs: readonly string[]
  /** ISO 8601; `null` when the front matter has no readable date. */
  readonly createdAt: string | null
  /** ISO 8601; `null` when the front matter has no readable date. */
  readonly updatedAt: string | null
  /** Front matter keys that Plumbline does not know, with their values. */
  readonly extra: Readonly<Record<string, unknown>>
  /** Offset where the markdown begins, after the front matter. */
  readonly bodyStart: number
  readonly sections: readonly Section[]
  readonly checklist: readonly ChecklistItem[]
  readonly examples: readonly Example[]
  readonly problems: readonly Omit<Problem, 'path'>[]
}

/** The front matter that the editor's form shows. */
export interface FrontMatterFields {
  readonly title: string
  readonly description: string
  readonly tags: readonly string[]
  /** `null`: the key is absent, and the language follows from the path, the tags or the title. */
  readonly language: string | null
  /** `null`: the key is absent, and the domain follows from the path, the tags or the title. */
  readonly domain: string | null
  readonly globs: readonly string[]
}

/** New values for front matter fields. Absent fields stay; an empty value or `null` removes the key. */
export type FrontMatterChanges = {
  readonly [Field in keyof FrontMatterFields]?: FrontMatterFields[Field] | undefined
}

/** A problem of a text in the editor. */
export interface DraftProblem extends Omit<Problem, 'path'> {
  /** The label of the quick fix, in two or three words; `null` when there is none. */
  readonly fix: string | null
}

/** What the editor shows about a text. */
export interface TextInspection {
  /** `null` while the front matter cannot be read. */
  readonly fields: FrontMatterFields | null
  /** The language that applies, whether stated or derived. */
  readonly language: Facet | null
  /** The domain that applies, whether stated or derived. */
  readonly domain: Facet | null
  /** Lines that the front matter takes, fences included; 0 without front matter. */
  readonly frontMatterLines: number
  readonly problems: readonly DraftProblem[]
}
