import { useVirtualizer, type Virtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, type ReactNode, useEffect, useId, useImperativeHandle, useRef } from 'react'
import { useKey } from '../state/use-keys.ts'
import { indexAfterKey } from './list-keys.ts'
import './table.css'

/** Pixels of a table's head. */
const HEAD = 26

/** What a parent can ask of a list. */
export interface ListHandle {
  focus(): void
  scrollToTop(): void
  /** Scrolls as far as the row at this index needs to be seen; -1: nowhere. */
  reveal(index: number): void
  /** Moves the text under the eye: `delta` px were put in above it. */
  shiftBy(delta: number): void
  /** Moves the selection as the key does. */
  step(key: 'ArrowUp' | 'ArrowDown'): void
}

export interface VirtualListProps<Row> {
  /** The name of the list for screen readers. */
  readonly label: string
  readonly count: number
  /** `undefined`: not loaded yet; a grey row stands for it. */
  readonly rowAt: (index: number) => Row | undefined
  readonly rowKey: (row: Row) => string | number
  readonly rowHeight: number
  /** True: rows have heights of their own, `rowHeight` is the usual one. */
  readonly dynamic?: boolean
  readonly drawRow: (row: Row, selected: boolean, index: number) => ReactNode
  readonly drawMissing?: (index: number) => ReactNode
  /** The key of the selected row. */
  readonly selected: string | number | null
  /** Where the selected row is, when the parent knows better than a look through what is loaded. */
  readonly selectedIndex?: number
  /** An arrow or a click. */
  readonly onSelect: (row: Row, index: number) => void
  /** Enter or a double click. */
  readonly onOpen?: (row: Row, index: number) => void
  /** The rows in view, `stop` exclusive. */
  readonly onRange?: (start: number, stop: number) => void
  /** True once the first row is out of view. */
  readonly onAway?: (away: boolean) => void
  readonly handle?: React.Ref<ListHandle>
  /** `grid` when `drawRow` makes cells (role `gridcell`). */
  readonly role?: 'listbox' | 'grid'
  readonly head?: ReactNode
  readonly className?: string
  /** Rows that appear at the top are tinted for a moment when this is true for them. */
  readonly isNew?: (row: Row) => boolean
}

/**
 * Rows of which only those in view exist. Tab enters once; arrows, J, K, Home, End and Page keys move the selection; the row
 * in question is named by aria-activedescendant, so the focus survives rows coming and going.
 */
export function VirtualList<Row>(props: VirtualListProps<Row>) {
  const { count, rowAt, rowKey, rowHeight, selected, role = 'listbox', handle } = props
  const headHeight = props.head ? HEAD : 0
  const base = useId()
  const scroller = useRef<HTMLDivElement>(null)
  /** A row that was asked for by key before it was loaded. */
  const wanted = useRef<number | null>(null)
  const lastIndex = useRef(0)
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    scrollMargin: headHeight,
    scrollPaddingStart: headHeight,
    ...(props.dynamic
      ? {
          getItemKey: (index: number) => {
            const row = rowAt(index)
            return row === undefined ? index : rowKey(row)
          },
        }
      : {}),
  })
  useRangeReports(virtualizer, props)

  const index = indexOfSelected()
  useImperativeHandle(handle, () => ({
    focus: () => scroller.current?.focus(),
    scrollToTop: () => scroller.current?.scrollTo({ top: 0 }),
    reveal,
    shiftBy(delta) {
      if (scroller.current) scroller.current.scrollTop += delta
    },
    step: (key) => void move(key),
  }))
  useKey('list.down', () => isForemost(scroller.current) && move('ArrowDown'))
  useKey('list.up', () => isForemost(scroller.current) && move('ArrowUp'))

  // A row that came after its key was pressed.
  useEffect(() => {
    if (wanted.current === null) return
    const row = rowAt(wanted.current)
    if (row === undefined) return
    const at = wanted.current
    wanted.current = null
    props.onSelect(row, at)
  })

  function indexOfSelected(): number {
    if (selected === null) return -1
    if (props.selectedIndex !== undefined) return props.selectedIndex
    const isAt = (at: number): boolean => {
      const row = at >= 0 && at < count ? rowAt(at) : undefined
      return row !== undefined && rowKey(row) === selected
    }
    // Mostly it is where it was, or was pushed down by a few new rows.
    const reach = Math.min(count, 1_000)
    for (let step = 0; step <= reach; step += 1) {
      for (const at of [lastIndex.current + step, lastIndex.current - step]) {
        if (!isAt(at)) continue
        lastIndex.current = at
        return at
      }
    }
    return -1
  }

  function reveal(at: number): void {
    if (at < 0) return
    lastIndex.current = at
    virtualizer.scrollToIndex(at, { align: 'auto' })
  }

  function select(at: number): void {
    if (count === 0) return
    reveal(at)
    const row = rowAt(at)
    if (row === undefined) wanted.current = at
    else props.onSelect(row, at)
  }

  function move(key: string): boolean {
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 1)
    const from = wanted.current ?? index
    const next = indexAfterKey(key, from, count, page)
    if (next === null) return false
    select(next)
    return true
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return
    if (event.target !== scroller.current) return
    if (event.key === 'Enter' && props.onOpen) {
      const row = index < 0 ? undefined : rowAt(index)
      if (row === undefined) return
      event.preventDefault()
      props.onOpen(row, index)
    } else if (move(event.key)) event.preventDefault()
  }

  const items = virtualizer.getVirtualItems()
  const rowRole = role === 'grid' ? 'row' : 'option'
  return (
    <div className={`virtual-list ${props.className ?? ''}`}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: its role is chosen by the parent. */}
      {/* biome-ignore lint/a11y/useAriaPropsSupportedByRole: both roles take a name. */}
      <div
        ref={scroller}
        className="virtual-scroller"
        role={role}
        aria-label={props.label}
        {...(role === 'grid' ? { 'aria-rowcount': props.head ? count + 1 : count } : {})}
        aria-activedescendant={items.some((item) => item.index === index) ? `${base}-${index}` : undefined}
        tabIndex={0}
        onKeyDown={onKeyDown}
      >
        {props.head}
        <div className="virtual-rows" role="presentation" style={{ height: virtualizer.getTotalSize() }}>
          {items.map((item) => {
            const row = rowAt(item.index)
            const isSelected = row !== undefined && rowKey(row) === selected
            return (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the list above has the keys of all its rows.
              // biome-ignore lint/a11y/noStaticElementInteractions: its role follows from the list's.
              // biome-ignore lint/a11y/useAriaPropsSupportedByRole: both roles can be selected.
              <div
                key={row === undefined ? `missing-${item.index}` : rowKey(row)}
                id={`${base}-${item.index}`}
                ref={props.dynamic ? virtualizer.measureElement : undefined}
                data-index={item.index}
                className="virtual-row"
                role={rowRole}
                aria-selected={isSelected}
                {...(role === 'grid'
                  ? { 'aria-rowindex': item.index + (props.head ? 2 : 1) }
                  : { 'aria-posinset': item.index + 1, 'aria-setsize': count })}
                data-new={(row !== undefined && props.isNew?.(row)) || undefined}
                style={{
                  transform: `translateY(${item.start - headHeight}px)`,
                  ...(props.dynamic ? {} : { height: rowHeight }),
                }}
                onClick={() => {
                  if (row !== undefined) select(item.index)
                }}
                onDoubleClick={() => {
                  if (row !== undefined) props.onOpen?.(row, item.index)
                }}
              >
                {row === undefined
                  ? props.drawMissing?.(item.index)
                  : props.drawRow(row, isSelected, item.index)}
              </div>
            )
          })}
        </div>
      </div>
    </div>
  )
}

/** Tells the parent which rows are in view and whether the first one is. */
function useRangeReports<Row>(
  virtualizer: Virtualizer<HTMLDivElement, Element>,
  { onRange, onAway, count, rowHeight }: VirtualListProps<Row>,
): void {
  const range = virtualizer.range
  const start = range?.startIndex ?? 0
  const stop = Math.min(count, (range?.endIndex ?? 0) + 1)
  useEffect(() => onRange?.(start, stop), [onRange, start, stop])
  const away = (virtualizer.scrollOffset ?? 0) > rowHeight / 2
  useEffect(() => onAway?.(away), [onAway, away])
}

/** True for the list that J and K mean: the one with the focus, else the first of the page. */
function isForemost(scroller: HTMLElement | null): boolean {
  const lists = [...document.querySelectorAll('.virtual-scroller')]
  return scroller === (lists.find((list) => list.contains(document.activeElement)) ?? lists[0])
}
