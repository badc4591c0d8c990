import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import { memo, type ReactNode, useCallback } from 'react'
import { SkeletonBar } from './SkeletonRows.tsx'
import { VirtualList, type VirtualListProps } from './VirtualList.tsx'

export interface Column<Row> {
  readonly id: string
  readonly head: ReactNode
  /** A grid track: `46px`, `1fr`, `minmax(120px, 1fr)`. */
  readonly width: string
  readonly align?: 'right'
  readonly cell: (row: Row) => ReactNode
  /** The head sorts by this column. */
  readonly sortable?: boolean
}

export interface Sorting {
  readonly column: string
  readonly descending: boolean
}

export interface DataTableProps<Row>
  extends Omit<VirtualListProps<Row>, 'drawRow' | 'drawMissing' | 'role' | 'head' | 'dynamic' | 'rowHeight'> {
  /** A constant, or memoised: another array renders all rows again. */
  readonly columns: readonly Column<Row>[]
  readonly rowHeight?: number
  readonly sorting?: Sorting
  readonly onSort?: (sorting: Sorting) => void
}

/** A table of any length, with a head of 26 px and rows of 28 px. A line marks the selected row. */
export function DataTable<Row>({ columns, rowHeight = 28, sorting, onSort, ...list }: DataTableProps<Row>) {
  const tracks = columns.map(({ width }) => width).join(' ')
  const drawRow = useCallback(
    (row: Row) => <Cells row={row} columns={columns} tracks={tracks} />,
    [columns, tracks],
  )
  const head = (
    // biome-ignore lint/a11y/useSemanticElements: see VirtualList.
    // biome-ignore lint/a11y/useFocusableInteractive: only the buttons in it can be pressed.
    <div role="row" aria-rowindex={1} className="table-head" style={{ gridTemplateColumns: tracks }}>
      {columns.map((column) => (
        <Head key={column.id} column={column} sorting={sorting} onSort={onSort} />
      ))}
    </div>
  )
  return (
    <VirtualList
      {...list}
      role="grid"
      className="data-table"
      rowHeight={rowHeight}
      head={head}
      drawRow={drawRow}
      drawMissing={(index) => (
        <div className="table-row" style={{ gridTemplateColumns: tracks }}>
          {columns.map(({ id }, column) => (
            <SkeletonBar key={id} row={index} column={column} />
          ))}
        </div>
      )}
    />
  )
}

interface CellsProps<Row> {
  readonly row: Row
  readonly columns: readonly Column<Row>[]
  readonly tracks: string
}

/** The cells of a row. Memoised, so that scrolling renders only rows that come into view. */
const Cells = memo(function Cells<Row>({ row, columns, tracks }: CellsProps<Row>) {
  return (
    <div className="table-row" style={{ gridTemplateColumns: tracks }}>
      {columns.map((column) => (
        // biome-ignore lint/a11y/useSemanticElements: the row is no table row either.
        // biome-ignore lint/a11y/useFocusableInteractive: the focus stays on the table.
        <div key={column.id} role="gridcell" className="table-cell" data-align={column.align}>
          {column.cell(row)}
        </div>
      ))}
    </div>
  )
}) as <Row>(props: CellsProps<Row>) => ReactNode

function Head<Row>({
  column,
  sorting,
  onSort,
}: {
  readonly column: Column<Row>
  readonly sorting: Sorting | undefined
  readonly onSort: ((sorting: Sorting) => void) | undefined
}) {
  const active = sorting?.column === column.id
  const Arrow = sorting?.descending ? IconArrowDown : IconArrowUp
  return (
    // biome-ignore lint/a11y/useSemanticElements: the row is no table row either.
    // biome-ignore lint/a11y/useFocusableInteractive: the button in it is.
    <div
      role="columnheader"
      className="table-cell"
      data-align={column.align}
      aria-sort={active ? (sorting.descending ? 'descending' : 'ascending') : undefined}
    >
      {column.sortable && onSort ? (
        <button
          type="button"
          className="table-sort"
          onClick={() => onSort({ column: column.id, descending: active ? !sorting.descending : true })}
        >
          {active ? <Arrow size={12} stroke={1.5} aria-hidden="true" /> : null}
          {column.head}
        </button>
      ) : (
        column.head
      )}
    </div>
  )
}
