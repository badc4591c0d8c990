/**
 * The words everyone uses: what a standard is made of and what a question about the library looks like.
 * Plain data, no behaviour. Offsets count UTF-16 code units in `text`; lines count from 1 in the file.
 */

/** How a standard came by its language or domain, strongest rule first. */
export type FacetRule = 'front matter' | 'path' | 'tags' | 'title'

/** A language or a domain and the rule that found it. */
export interface Facet {
  readonly value: string
  readonly rule: FacetRule
}

/**
 * A heading and the text below it, up to the next heading of any level. Text before the first heading is a
 * section of level 0 with an empty heading.
 */
export interface Section {
  readonly level: number
  readonly heading: string
  readonly line: number
  /** Offset of the first character of the heading line. */
  readonly start: number
  /** Offset behind the section's last character. */
  readonly stop: number
}

/** A task-list item (`- [ ]`) and the index of its section. */
export interface ChecklistItem {
  readonly text: string
  readonly checked: boolean
  readonly line: number
  readonly section: number
}

/** A fenced code block and the index of its section; `start` and `stop` bound the code without its fences. */
export interface Example {
  readonly language: string
  readonly line: number
  readonly start: number
  readonly stop: number
  readonly section: number
}

/** What is wrong with a file, where, and how to mend it. An error keeps (part of) the file from being served. */
export interface Problem {
  /** Path relative to the library, `/`-separated; empty for the library folder itself. */
  readonly path: string
  readonly line: number | null
  readonly severity: 'error' | 'warning'
  readonly code: string
  readonly message: string
  readonly remedy: string
}

/** Everything that `parse` reads out of one markdown file. */
export interface ParsedStandard {
  readonly title: string
  readonly description: string
  readonly tags: readonly string[]
  /** `null`: it applies to every language. */
  readonly language: Facet | null
  readonly domain: Facet | null
  readonly globs: readonly string[]
  /** ISO 8601, or `null` when the front matter has none that can be read. */
  readonly createdAt: string | null
  readonly updatedAt: string | null
  /** Front matter keys that Plumbline does not know, as they were read. */
  readonly extra: Readonly<Record<string, unknown>>
  /** Offset in `text` where the markdown begins, behind the front matter. */
  readonly bodyStart: number
  readonly sections: readonly Section[]
  readonly checklist: readonly ChecklistItem[]
  readonly examples: readonly Example[]
  readonly problems: readonly Omit<Problem, 'path'>[]
}
