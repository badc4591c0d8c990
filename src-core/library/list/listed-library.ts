import type { ListHit } from '../../../src-shared/contract/contract.ts'
import type { StandardView } from '../../../src-shared/contract/editing.ts'
import type { StandardSummary } from '../../../src-shared/contract/library.ts'
import type { FoundStandards } from '../index/list-reader.ts'
import type { Library } from '../library.ts'

/** A standard of the list, with the number by which searches name it. */
export interface Listed {
  readonly doc: number
  readonly summary: StandardSummary
}

/** The library of a process that serves a window. */
export type ListedLibrary = Library & LibraryListing

/** What the window asks of the library beside what everyone asks. */
interface LibraryListing {
  generation(): number
  /** Standards from behind `after`, in no order that a person would know. Fewer than `limit`: that was all. */
  listed(after: number, limit: number): readonly Listed[]
  /** Those of the ids that there are. */
  listedByIds(ids: readonly string[]): readonly Listed[]
  /** The codes of each file's problems, by path in NFC. */
  problemCodes(): ReadonlyMap<string, readonly string[]>
  /** Every standard that a search finds; a word that may be half typed counts as a beginning. */
  find(query: string): FoundStandards
  /**
   * Describes sections that were found.
   * @param ordinals absent: the first that match
   */
  hits(
    found: FoundStandards,
    doc: number,
    ordinals: readonly number[] | null,
    limit: number,
  ): readonly ListHit[]
  /** By exact id, after NFC. */
  view(id: string): StandardView | null
  /** The path of a standard in the library as the file system spells it; `null` when it is not in the index. */
  pathOf(id: string): string | null
}
