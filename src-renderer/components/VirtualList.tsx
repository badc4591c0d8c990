import { useVirtualizer, type VirtualItem, type Virtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useEffect, useId, useImperativeHandle, useRef } from 'react'
import { useListSelection } from './use-list-selection.ts'
import './table.css'

/** Height of a table head, px. */
const HEAD = 26

/** Methods of a list for its parent. */
export interface ListHandle {
  focus(): void
  scrollToTop(): void
  /** Scrolls as far as the row at this index needs to be seen; does nothing for -1. */
  reveal(index: number): void
  /** Scrolls by `delta` px, the height of what was inserted above, so that the rows in view stay in place. */
  shiftBy(delta: number): void
  /** Moves the selection as the key does. */
  step(key: 'ArrowUp' | 'ArrowDown'): void
}

export interface VirtualListProps<Row> {
  /** The name of the list for screen readers. */
  readonly label: string
  readonly count: number
  /** `undefined`: not loaded yet; `drawMissing` is shown in its place. */
  readonly rowAt: (index: number) => Row | undefined
  readonly rowKey: (row: Row) => string | number
  /** Height of a row, px. */
  readonly rowHeight: number
  /** True: rows differ in height, and `rowHeight` is an estimate. */
  readonly dynamic?: boolean
  readonly drawRow: (row: Row, selected: boolean, index: number) => ReactNode
  readonly drawMissing?: (index: number) => ReactNode
  /** The key of the selected row. */
  readonly selected: string | number | null
  /** Index of the selected row, when the parent knows it. Otherwise the loaded rows are searched. */
  readonly selectedIndex?: number
  /** Called for an arrow key or a click. */
  readonly onSelect: (row: Row, index: number) => void
  /** Called for Enter or a double click. */
  readonly onOpen?: (row: Row, index: number) => void
  /** Called with the rows in view, `stop` exclusive. */
  readonly onRange?: (start: number, stop: number) => void
  /** Called with true once the first row is out of view. */
  readonly onAway?: (away: boolean) => void
  readonly handle?: React.Ref<ListHandle>
  /** `grid` when `drawRow` makes cells (role `gridcell`). */
  readonly role?: 'listbox' | 'grid'
  readonly head?: ReactNode
  readonly className?: string
  /** True for a row that is tinted for a moment. */
  readonly isNew?: (row: Row) => boolean
}

/**
 * A list that renders only the rows in view. Tab focuses the list; arrows, J, K, Home, End and the Page keys move the selection. The
 * selected row is named by aria-activedescendant, so the focus stays while rows come into view and go.
 */
export function VirtualList<Row>(props: VirtualListProps<Row>) {
  const { count, rowAt, rowKey, rowHeight, selected, role = 'listbox', handle } = props
  const headHeight = props.head ? HEAD : 0
  const base = useId()
  const scroller = useRef<HTMLDivElement>(null)
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
  const { index, select, move, reveal, onKeyDown } = useListSelection({
    scroller,
    count,
    rowAt,
    rowKey,
    rowHeight,
    selected,
    selectedIndex: props.selectedIndex,
    onSelect: props.onSelect,
    onOpen: props.onOpen,
    scrollTo: (target) => virtualizer.scrollToIndex(target, { align: 'auto' }),
  })
  useImperativeHandle(handle, () => ({
    focus: () => scroller.current?.focus(),
    scrollToTop: () => scroller.current?.scrollTo({ top: 0 }),
    reveal,
    shiftBy(delta) {
      if (scroller.current) scroller.current.scrollTop += delta
    },
    step: (key) => void move(key),
  }))

  const items = virtualizer.getVirtualItems()
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
            return (
              <VirtualRow
                key={row === undefined ? `missing-${item.index}` : rowKey(row)}
                id={`${base}-${item.index}`}
                item={item}
                row={row}
                top={item.start - headHeight}
                measure={props.dynamic ? virtualizer.measureElement : undefined}
                list={props}
                onSelect={() => select(item.index)}
              />
            )
          })}
        </div>
      </div>
    </div>
  )
}

/** A row at its position, or the place of one that is not loaded. */
function VirtualRow<Row>({
  id,
  item,
  row,
  top,
  measure,
  list,
  onSelect,
}: {
  readonly id: string
  readonly item: VirtualItem
  readonly row: Row | undefined
  /** Distance from the top of the rows, px. */
  readonly top: number
  /** Measures a row of unknown height. */
  readonly measure: ((element: HTMLElement | null) => void) | undefined
  readonly list: VirtualListProps<Row>
  readonly onSelect: () => void
}) {
  const { count, rowKey, rowHeight, selected, head, drawRow, drawMissing, isNew, onOpen } = list
  const isSelected = row !== undefined && rowKey(row) === selected
  const isInGrid = list.role === 'grid'
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list handles the keys of all rows.
    // biome-ignore lint/a11y/noStaticElementInteractions: its role follows from that of the list.
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: both roles can be selected.
    <div
      id={id}
      ref={measure}
      data-index={item.index}
      className="virtual-row"
      role={isInGrid ? 'row' : 'option'}
      aria-selected={isSelected}
      {...(isInGrid
        ? { 'aria-rowindex': item.index + (head ? 2 : 1) }
        : { 'aria-posinset': item.index + 1, 'aria-setsize': count })}
      data-new={(row !== undefined && isNew?.(row)) || undefined}
      style={{ transform: `translateY(${top}px)`, ...(list.dynamic ? {} : { height: rowHeight }) }}
      onClick={() => {
        if (row !== undefined) onSelect()
      }}
      onDoubleClick={() => {
        if (row !== undefined) onOpen?.(row, item.index)
      }}
    >
      {row === undefined ? drawMissing?.(item.index) : drawRow(row, isSelected, item.index)}
    </div>
  )
}

/** Tells the parent which rows are in view, and whether the first one is. */
function useRangeReports<Row>(
  virtualizer: Virtualizer<HTMLDivElement, Element>,
  { onRange, onAway, count, rowHeight }: VirtualListProps<Row>,
): void {
  const { range } = virtualizer
  const start = range?.startIndex ?? 0
  const stop = Math.min(count, (range?.endIndex ?? 0) + 1)
  useEffect(() => onRange?.(start, stop), [onRange, start, stop])
  const away = (virtualizer.scrollOffset ?? 0) > rowHeight / 2
  useEffect(() => onAway?.(away), [onAway, away])
}
