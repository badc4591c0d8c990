import type {
  LibraryFacets,
  LibraryStatus,
  SearchAnswer,
  Standard,
  StandardFilter,
  StandardSummary,
} from '../../src-shared/contract/library.ts'
import type { ChecklistItem, Problem } from '../../src-shared/standard/standard.ts'

/** A page of a sorted list; `next` is the key to go on behind, `null` on the last page. */
interface Page<T> {
  readonly items: readonly T[]
  readonly total: number
  readonly next: string | null
}

/** A checklist item with the standard and section it belongs to. */
export interface ChecklistEntry extends ChecklistItem {
  readonly id: string
  readonly heading: string
  /** `standard:///<id>#<section-slug>` */
  readonly uri: string
}

/** What the library holds on one language and domain: the best standard first, then the others. */
interface TopicAnswer {
  readonly found: Standard | null
  /** The names that the arguments stand for (`py` is `python`). */
  readonly language: string
  readonly domain: string
  readonly also: readonly StandardSummary[]
  /** When nothing was found: what comes closest. */
  readonly nearest: readonly StandardSummary[]
}

/** What changed between two generations of the index. */
interface LibraryChange {
  /** The generation to ask from the next time. */
  readonly generation: number
  /** True when standards came or went, or got another title or description. */
  readonly listed: boolean
  /** Standards whose content changed, came or went. */
  readonly ids: readonly string[]
}

/** Questions about the indexed library. Every answer comes from the index, never from the disk. */
export interface Library {
  status(): LibraryStatus
  problems(): readonly Problem[]
  facets(): LibraryFacets
  /** `null` when neither the alias tables nor the library know the word. */
  resolveLanguage(word: string): string | null
  resolveDomain(word: string): string | null
  findByTopic(language: string, domain: string): TopicAnswer
  search(query: string, filter: StandardFilter, limit: number): SearchAnswer
  /** By exact id, after NFC; `null` when there is none. */
  get(id: string): Standard | null
  /** Ids closest to a mistyped one, best first. */
  nearestIds(id: string, limit: number): readonly StandardSummary[]
  /** Sorted by id; `after` is the last id of the page before, so that inserts never repeat or skip a row. */
  list(filter: StandardFilter, after: string | null, limit: number): Page<StandardSummary>
  checklist(filter: StandardFilter & { readonly id?: string | undefined }): readonly ChecklistEntry[]
  /** Ids that contain `text`, those that begin with it first, and how many there are in all. Case does not matter. */
  completeId(text: string, limit: number): { readonly ids: readonly string[]; readonly total: number }
  /** What changed after `generation`; everything, when the index was made anew meanwhile. */
  changesSince(generation: number): LibraryChange
}
