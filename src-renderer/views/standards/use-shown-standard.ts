import { type RefObject, useEffect, useRef } from 'react'
import type { ListHandle } from '../../components/VirtualList.tsx'
import { useBridge } from '../../state/use-bridge.ts'
import { type ListFilter, listInput } from './list-filter.ts'
import type { StandardsPages } from './use-standards-list.ts'

/**
 * The standard to show: the one of the path, else the first of the list. The first one stays when calls or files put another one
 * before it, until the filter changes.
 */
export function useShownStandard(
  id: string | null,
  pages: StandardsPages,
  filter: ListFilter,
): string | null {
  const initial = useRef<{ readonly filter: ListFilter | null; readonly id: string | null }>({
    filter: null,
    id: null,
  })
  const { first, stale } = pages
  const { current } = initial
  const stays = current.filter === filter && first?.rows.some((row) => row.id === current.id)
  if (first && !stale && !stays) initial.current = { filter, id: first.rows[0]?.id ?? null }
  return id ?? initial.current.id
}

/**
 * Scrolls the list to a standard that was opened from elsewhere (palette, link, Back), once: afterwards only the user scrolls.
 * With another filter it scrolls to the top, where the best matches are.
 */
export function useListScrolling(
  list: RefObject<ListHandle | null>,
  id: string | null,
  filter: ListFilter,
): void {
  const position = useBridge(
    'standards.list',
    { ...listInput(filter, { offset: 0, limit: 1 }), ...(id === null ? {} : { find: id }) },
    { area: 'library', enabled: id !== null },
  )
  const index = position.data?.at ?? -1
  const scrolled = useRef({ id, filter, done: false })
  useEffect(() => {
    const { current } = scrolled
    if (current.id !== id) scrolled.current = { id, filter, done: false }
    else if (current.filter !== filter) scrolled.current = { id, filter, done: true }
    if (scrolled.current.done || index < 0 || !list.current) return
    scrolled.current.done = true
    list.current.reveal(index)
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when the filter changes.
  useEffect(() => {
    list.current?.scrollToTop()
  }, [filter])
}
