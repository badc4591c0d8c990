import type { ChecklistItem, Section } from '../standard/standard.ts'

/** The types of the library as a whole: its standards in lists and searches, its facets, and how far indexing has got. */

/** A standard without its text, as lists show it. */
export interface StandardSummary {
  /** The path of the file in the library, `/`-separated, in Unicode NFC. */
  readonly id: string
  /** `standard:///<id>` */
  readonly uri: string
  readonly title: string
  readonly description: string
  readonly tags: readonly string[]
  /** `null`: the standard applies to every language. */
  readonly language: string | null
  readonly domain: string | null
  /** ISO 8601: `updatedAt` of the front matter, else the modification time of the file. */
  readonly updated: string
  /** Bytes of the file on disk. */
  readonly size: number
}

/** A standard with its text. */
export interface Standard extends StandardSummary {
  /** The whole file as text, front matter included. */
  readonly text: string
  /** Offset in `text` where the markdown begins, after the front matter. */
  readonly bodyStart: number
  readonly sections: readonly Section[]
}

/** Limits a request to a part of the library. Each value may be an alias (`py`, `tests`). */
export interface StandardFilter {
  readonly language?: string | undefined
  readonly domain?: string | undefined
  readonly tag?: string | undefined
}

/** A section that a search found. */
export interface SearchHit {
  /** The id of the standard. */
  readonly id: string
  /** The title of the standard. */
  readonly title: string
  /** The heading of the section; empty for text before the first heading. */
  readonly heading: string
  /** The enclosing headings, outermost first, joined by ` > `. */
  readonly path: string
  /** About 240 characters of the section, with `**` around each match. */
  readonly snippet: string
  /** `standard:///<id>#<section-slug>` */
  readonly uri: string
  /** Higher is better. Comparable within one answer only. */
  readonly score: number
}

/** The result of a search. */
export interface SearchAnswer {
  readonly hits: readonly SearchHit[]
  /** Number of sections with any telling word of the question, or one related to it; a lower bound when `totalCapped` is set. */
  readonly total: number
  /** True when more than `total` sections match. */
  readonly totalCapped: boolean
  /** True when no hit has half of the telling words of the question. */
  readonly isGap: boolean
  /** The question with its misspelled and foreign words replaced; `null` when none was. */
  readonly searchedFor: string | null
}

/** The languages, domains and tags that occur in the library, each sorted by name. */
export interface LibraryFacets {
  readonly languages: readonly string[]
  readonly domains: readonly string[]
  readonly tags: readonly string[]
  /** The generation of the index that the lists belong to. */
  readonly generation: number
}

/** A language and a domain that standards are about. */
export interface Topic {
  /** `null`: every language. */
  readonly language: string | null
  readonly domain: string | null
  /** Number of standards. */
  readonly standards: number
}

/** The progress of indexing. */
export interface IndexProgress {
  readonly state: 'starting' | 'indexing' | 'watching' | IndexTrouble['state']
  readonly done: number
  /** Files to read; 0 until the files have been counted. */
  readonly total: number
  /** Milliseconds since the epoch: the last comparison of the library with the index. */
  readonly checkedAt: number | null
  /** Milliseconds since the epoch: the last sign of life of the indexing process. */
  readonly aliveAt: number | null
  /** The id of the indexing process. */
  readonly pid: number | null
  /** What happened and what to do, while `state` is that of an {@link IndexTrouble}. */
  readonly message: string | null
}

/** Why the index is not kept in line with the library, so that answers may be out of date. */
export interface IndexTrouble {
  /**
   * `missing`: the library folder is not there. `failed`: the library cannot be read or the index cannot be written. `stalled`: the
   * indexing process is stopped or hangs.
   */
  readonly state: 'missing' | 'failed' | 'stalled'
  /** What happened and what to do. */
  readonly message: string
}

/** The state of the library as a whole. */
export interface LibraryStatus {
  /** The absolute path of the library folder. */
  readonly library: string
  /** A number that grows with every change of the index. */
  readonly generation: number
  /** Number of standards. */
  readonly standards: number
  /** Number of problems in the files of the library. */
  readonly problems: number
  readonly progress: IndexProgress
}

/** A checklist item with its standard and section. */
export interface ChecklistEntry extends ChecklistItem {
  /** The id of the standard. */
  readonly id: string
  /** The heading of the section. */
  readonly heading: string
  /** `standard:///<id>#<section-slug>` */
  readonly uri: string
}
