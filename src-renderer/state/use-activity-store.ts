import {
  type RefObject,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react'
import type { RequestFilter, RequestRow } from '../../src-shared/contract/activity.ts'
import type { ListHandle } from '../components/VirtualList.tsx'
import { type ActivityState, openActivityStore } from './activity-store.ts'
import { useBridgeClient } from './bridge-context.tsx'
import { rowAt } from './row-window.ts'

export interface LoadedActivity extends ActivityState {
  /** Rows that fit the filter, those that wait included. */
  readonly total: number
  /** These five go straight into a `DataTable`. */
  readonly table: {
    readonly count: number
    readonly rowAt: (index: number) => RequestRow | undefined
    readonly rowKey: (row: RequestRow) => number
    readonly onRange: (start: number, stop: number) => void
    readonly onAway: (away: boolean) => void
  }
  /** Shows what waits, at the top. */
  readonly showNewest: () => void
}

/**
 * The log under a filter, for a table of any length. While `paused`, or while the user has scrolled away from the top, new rows
 * wait and are counted; nothing in view moves. A row that becomes `selected` is brought into view, wherever in the log it is.
 */
export function useActivityStore(
  filter: RequestFilter,
  {
    paused,
    list,
    selected,
    rowHeight = 28,
  }: {
    readonly paused: boolean
    readonly list: RefObject<ListHandle | null>
    readonly selected: number | null
    readonly rowHeight?: number
  },
): LoadedActivity {
  const bridge = useBridgeClient()
  const signature = JSON.stringify(filter)
  const store = useMemo(
    () =>
      openActivityStore(bridge, JSON.parse(signature) as RequestFilter, {
        most: Math.floor(MOST_PIXELS / rowHeight),
        onShift: (rows) => list.current?.shiftBy(rows * rowHeight),
      }),
    [bridge, signature, list, rowHeight],
  )
  const view = useSyncExternalStore(store.subscribe, store.get)
  const [away, setAway] = useState(false)
  useEffect(() => store.hold(paused || away), [store, paused, away])
  // Another filter is another list, which begins at its top.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another store is what it waits for.
  useEffect(() => {
    list.current?.scrollToTop()
  }, [store, list])
  const { window } = view
  const isRead = window !== null
  const shown = useRef<number | null>(null)
  useEffect(() => {
    // Other rows under another filter are no reason to leave the top.
    if (!isRead || selected === shown.current) return
    shown.current = selected
    if (selected !== null) void store.find(selected).then((index) => list.current?.reveal(index))
  }, [store, list, isRead, selected])
  const at = useCallback((index: number) => (window ? rowAt(window, index) : undefined), [window])
  const showNewest = useCallback(() => {
    list.current?.scrollToTop()
    void store.showNewest()
  }, [store, list])
  return {
    ...view,
    total: view.count + view.waiting,
    table: {
      count: window?.total ?? 0,
      rowAt: at,
      rowKey: seqOf,
      onRange: store.look,
      onAway: setAway,
    },
    showNewest,
  }
}

/** Browsers place rows with 24 bits: beyond some million pixels, and on fine screens sooner, they come out blurred. */
const MOST_PIXELS = 8_000_000

const seqOf = (row: RequestRow): number => row.seq
