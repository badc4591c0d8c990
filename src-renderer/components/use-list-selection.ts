import { type KeyboardEvent, type RefObject, useEffect, useRef } from 'react'
import { useKey } from '../state/use-keys.ts'
import { indexAfterKey } from './list-keys.ts'

/** Rows that are searched for the selected one, in each direction from where it was. */
const SEARCHED = 1_000

export interface ListSelection {
  /** Index of the selected row; -1: none, or not loaded. */
  readonly index: number
  /** Selects a row. One that is not loaded yet is selected once it is. */
  readonly select: (index: number) => void
  /** Moves the selection. Returns false for a key that does not. */
  readonly move: (key: string) => boolean
  readonly reveal: (index: number) => void
  readonly onKeyDown: (event: KeyboardEvent) => void
}

interface SelectionOptions<Row> {
  readonly scroller: RefObject<HTMLElement | null>
  readonly count: number
  readonly rowAt: (index: number) => Row | undefined
  readonly rowKey: (row: Row) => string | number
  readonly rowHeight: number
  readonly selected: string | number | null
  readonly selectedIndex?: number | undefined
  readonly onSelect: (row: Row, index: number) => void
  readonly onOpen?: ((row: Row, index: number) => void) | undefined
  /** Scrolls as far as the row needs to be seen. */
  readonly scrollTo: (index: number) => void
}

/** The selection of a list of which only a part is loaded, and the keys that move it. */
export function useListSelection<Row>({
  scroller,
  count,
  rowAt,
  rowKey,
  rowHeight,
  selected,
  selectedIndex,
  onSelect,
  onOpen,
  scrollTo,
}: SelectionOptions<Row>): ListSelection {
  /** The row that a key selected before it was loaded. */
  const pending = useRef<number | null>(null)
  const lastIndex = useRef(0)
  const index = indexOfSelected()

  useEffect(() => {
    if (pending.current === null) return
    const row = rowAt(pending.current)
    if (row === undefined) return
    const loaded = pending.current
    pending.current = null
    onSelect(row, loaded)
  })

  function indexOfSelected(): number {
    if (selected === null) return -1
    if (selectedIndex !== undefined) return selectedIndex
    const isSelected = (candidate: number): boolean => {
      const row = candidate >= 0 && candidate < count ? rowAt(candidate) : undefined
      return row !== undefined && rowKey(row) === selected
    }
    // It mostly is where it was, or was pushed down by a few new rows.
    for (let distance = 0; distance <= Math.min(count, SEARCHED); distance += 1) {
      for (const candidate of [lastIndex.current + distance, lastIndex.current - distance]) {
        if (!isSelected(candidate)) continue
        lastIndex.current = candidate
        return candidate
      }
    }
    return -1
  }

  function reveal(target: number): void {
    if (target < 0) return
    lastIndex.current = target
    scrollTo(target)
  }

  function select(target: number): void {
    if (count === 0) return
    reveal(target)
    const row = rowAt(target)
    if (row === undefined) pending.current = target
    else onSelect(row, target)
  }

  function move(key: string): boolean {
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 1)
    const target = indexAfterKey(key, pending.current ?? index, count, page)
    if (target === null) return false
    select(target)
    return true
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return
    if (event.target !== scroller.current) return
    if (event.key === 'Enter' && onOpen) {
      const row = index < 0 ? undefined : rowAt(index)
      if (row === undefined) return
      event.preventDefault()
      onOpen(row, index)
    } else if (move(event.key)) event.preventDefault()
  }

  useKey('list.down', () => hasListKeys(scroller.current) && move('ArrowDown'))
  useKey('list.up', () => hasListKeys(scroller.current) && move('ArrowUp'))
  return { index, select, move, reveal, onKeyDown }
}

/** True for the list that J and K move in: the one with the focus, else the first of the page. */
function hasListKeys(scroller: HTMLElement | null): boolean {
  const lists = [...document.querySelectorAll('.virtual-scroller')]
  return scroller === (lists.find((list) => list.contains(document.activeElement)) ?? lists[0])
}
