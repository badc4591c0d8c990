import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { ListPage, ListRow } from '../../../src-shared/contract/contract.ts'
import { type Pages, usePages } from '../../state/use-pages.ts'
import { type ListFilter, listInput } from './list-filter.ts'

/** Milliseconds between updates of the request counts. Rows that are sorted by them would move too often otherwise. */
const RECOUNT = 30_000

export interface StandardsPages extends Pages<ListPage, ListRow> {
  readonly total: number
  /** The standard after this one, else the one before; `null` when the list has no other. */
  readonly neighbourOf: (id: string | null) => string | null
}

/** The pages of the list that are in view, and the facets with their counts. */
export function useStandardsList(filter: ListFilter): StandardsPages {
  const queries = useQueryClient()
  const pages = usePages(
    'standards.list',
    (page) => listInput(filter, page),
    (output) => output.rows,
    'library',
  )
  useEffect(() => {
    const recount = (): void => void queries.invalidateQueries({ queryKey: ['standards.list'] })
    recount()
    const timer = setInterval(recount, RECOUNT)
    return () => clearInterval(timer)
  }, [queries])
  const total = pages.first?.total ?? 0
  return {
    ...pages,
    total,
    neighbourOf(id) {
      const searched = Math.min(total, 1_000)
      for (let index = 0; index < searched; index += 1)
        if (pages.rowAt(index)?.id === id)
          return (pages.rowAt(index + 1) ?? pages.rowAt(index - 1))?.id ?? null
      return null
    },
  }
}
