import { useSyncExternalStore } from 'react'
import type { LIST_ORDERS, MethodInput } from '../../../src-shared/contract/contract.ts'

type ListInput = MethodInput<'standards.list'>

export type ListOrder = (typeof LIST_ORDERS)[number]

const FACETS = ['languages', 'domains', 'tags', 'problems'] as const

export type FacetName = (typeof FACETS)[number]

/** How the list is filtered and sorted. */
export interface ListFilter {
  readonly text: string
  /** The order without a search. */
  readonly order: Exclude<ListOrder, 'match'>
  /** The order of search results. */
  readonly searchOrder: ListOrder
  readonly filter: Readonly<Record<FacetName, readonly string[]>>
}

const NO_FILTER: ListFilter['filter'] = { languages: [], domains: [], tags: [], problems: [] }

let listFilter: ListFilter = { text: '', order: 'requests', searchOrder: 'match', filter: NO_FILTER }
const listeners = new Set<() => void>()

export function changeListFilter(change: Partial<ListFilter>): void {
  listFilter = { ...listFilter, ...change }
  for (const listener of listeners) listener()
}

export function clearListFilter(): void {
  changeListFilter({ filter: NO_FILTER })
}

/** Adds a value to a facet, or removes it. */
export function toggleFacet(facet: FacetName, value: string): void {
  const { filter } = listFilter
  const values = filter[facet]
  const next = values.includes(value) ? values.filter((other) => other !== value) : [...values, value]
  changeListFilter({ filter: { ...filter, [facet]: next } })
}

/** The filter. It outlives the view, so that the user finds the list as it was left. */
export function useListFilter(): ListFilter {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => listFilter,
  )
}

/** Number of facet values that are chosen. */
export function countChosen({ filter }: ListFilter): number {
  return FACETS.reduce((sum, name) => sum + filter[name].length, 0)
}

/** The filter as the input of `standards.list`. */
export function listInput(
  { text, order, searchOrder, filter }: ListFilter,
  page: { readonly offset: number; readonly limit: number },
): ListInput {
  const words = text.trim()
  return {
    filter: Object.fromEntries(
      FACETS.filter((name) => filter[name].length > 0).map((name) => [name, [...filter[name]]]),
    ),
    ...(words === '' ? { order } : { text: words, order: searchOrder }),
    ...page,
  }
}
