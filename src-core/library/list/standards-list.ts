import type { ListPage, MethodParams } from '../../../src-shared/contract/contract.ts'
import type { StandardSummary } from '../../../src-shared/contract/library.ts'

/** What the list of standards is asked. */
export type ListQuery = MethodParams<'standards.list'>

/** The library as a list that can be narrowed, searched and ordered. */
export interface StandardsList {
  page(query: ListQuery): Promise<ListPage>
  /** Standards whose title or path has all words of `text`, beginnings first; without words the most asked-for ones. */
  complete(text: string, limit: number): Promise<readonly StandardSummary[]>
}
