import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { ListPage, ListRow } from '../../../src-shared/contract/contract.ts'
import { type Pages, usePages } from '../../state/use-pages.ts'
import { type ListFilter, listInput } from './list-filter.ts'

/** Milliseconds after which counts of calls are asked for again: oftener, rows would move under the eye. */
const RECOUNT = 30_000

export interface ListPages extends Pages<ListPage, ListRow> {
  readonly total: number
  /** The standard to show when this one goes away. */
  readonly neighbourOf: (id: string | null) => string | null
}

/** The list of standards, its pages in view, and the facets with their counts. */
export function useStandardsList(choice: ListFilter): ListPages {
  const queries = useQueryClient()
  const pages = usePages(
    'standards.list',
    (page) => listInput(choice, page),
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
      const reach = Math.min(total, 1_000)
      for (let at = 0; at < reach; at += 1)
        if (pages.rowAt(at)?.id === id) return (pages.rowAt(at + 1) ?? pages.rowAt(at - 1))?.id ?? null
      return null
    },
  }
}
