/**
 * The words everyone uses: what a standard is made of and what a question about the library looks like.
 * Plain data, no behaviour. Offsets count UTF-16 code units in `text`; lines count from 1 in the file.
 */

/** How a standard came by its language or domain, strongest rule first. */
type FacetRule = 'front matter' | 'path' | 'tags' | 'title'

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

/** A standard without its text, as lists show it. */
export interface StandardSummary {
  readonly id: string
  readonly uri: string
  readonly title: string
  readonly description: string
  readonly tags: readonly string[]
  readonly language: string | null
  readonly domain: string | null
  /** ISO 8601: front matter's `updatedAt`, else the file's modification time. */
  readonly updated: string
  /** Bytes of the file on disk. */
  readonly size: number
}

/** A standard with its text. */
export interface Standard extends StandardSummary {
  /** The whole file as text, front matter included. */
  readonly text: string
  readonly bodyStart: number
  readonly sections: readonly Section[]
}

/** Narrows any question to a part of the library; each value may be an alias (`py`, `tests`). */
export interface StandardFilter {
  readonly language?: string | undefined
  readonly domain?: string | undefined
  readonly tag?: string | undefined
}

/** One section that a search found. `snippet` marks hits with `**`. */
export interface SearchHit {
  readonly id: string
  readonly title: string
  readonly heading: string
  /** The headings above, outermost first, joined by ` > `. */
  readonly path: string
  readonly snippet: string
  /** `standard:///<id>#<section-slug>` */
  readonly uri: string
  /** Higher is better; comparable within one answer only. */
  readonly score: number
}

/** What a search found. */
export interface SearchAnswer {
  readonly hits: readonly SearchHit[]
  /** Number of sections that match, exact up to `totalCapped`. */
  readonly total: number
  /** True when there are more than `total`. */
  readonly totalCapped: boolean
}

/** The facets that the library has, each sorted by name. */
export interface LibraryFacets {
  readonly languages: readonly string[]
  readonly domains: readonly string[]
  readonly tags: readonly string[]
  /** The generation of the index that these belong to. */
  readonly generation: number
}

/** Where indexing stands. `total` is 0 until the walk has counted the files. */
export interface IndexProgress {
  readonly state: 'starting' | 'indexing' | 'watching' | 'missing' | 'failed'
  readonly done: number
  readonly total: number
  /** Milliseconds since the epoch: when the library was last compared with the index. */
  readonly checkedAt: number | null
  /** Milliseconds since the epoch: when the indexing process last said that it lives. */
  readonly aliveAt: number | null
  /** The process that indexes. */
  readonly pid: number | null
  /** Set while `state` is `missing` or `failed`: what happened and what to do. */
  readonly message: string | null
}

/** The library as a whole. */
export interface LibraryStatus {
  readonly library: string
  readonly generation: number
  readonly standards: number
  readonly problems: number
  readonly progress: IndexProgress
}
