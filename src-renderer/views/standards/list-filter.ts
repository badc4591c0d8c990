import { useSyncExternalStore } from 'react'
import type { LIST_ORDERS, MethodInput } from '../../../src-shared/contract/contract.ts'

type ShelfInput = MethodInput<'standards.list'>

export type ListOrder = (typeof LIST_ORDERS)[number]

const FACETS = ['languages', 'domains', 'tags', 'problems'] as const

export type FacetName = (typeof FACETS)[number]

/** How the list is narrowed and ordered. */
export interface ListFilter {
  readonly text: string
  /** Without words. */
  readonly order: Exclude<ListOrder, 'match'>
  /** With words. */
  readonly searchOrder: ListOrder
  readonly filter: Readonly<Record<FacetName, readonly string[]>>
}

const NO_FILTER: ListFilter['filter'] = { languages: [], domains: [], tags: [], problems: [] }

let choice: ListFilter = { text: '', order: 'asked', searchOrder: 'match', filter: NO_FILTER }
const listeners = new Set<() => void>()

export function changeListFilter(change: Partial<ListFilter>): void {
  choice = { ...choice, ...change }
  for (const listener of listeners) listener()
}

export function clearListFilter(): void {
  changeListFilter({ filter: NO_FILTER })
}

/** Adds a value to a facet, or takes it away. */
export function toggleFacet(facet: FacetName, value: string): void {
  const values = choice.filter[facet]
  const next = values.includes(value) ? values.filter((one) => one !== value) : [...values, value]
  changeListFilter({ filter: { ...choice.filter, [facet]: next } })
}

/** The choice; it outlives the view, so coming back finds the list as it was left. */
export function useListFilter(): ListFilter {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => choice,
  )
}

/** How many facet values are chosen. */
export function countChosen({ filter }: ListFilter): number {
  return FACETS.reduce((sum, name) => sum + filter[name].length, 0)
}

/** The choice as the host is asked. */
export function listInput(
  { text, order, searchOrder, filter }: ListFilter,
  page: { readonly offset: number; readonly limit: number },
): ShelfInput {
  const words = text.trim()
  return {
    filter: Object.fromEntries(
      FACETS.filter((name) => filter[name].length > 0).map((name) => [name, [...filter[name]]]),
    ),
    ...(words === '' ? { order } : { text: words, order: searchOrder }),
    ...page,
  }
}
