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
import { type ActivityList, ActivityStore } from './activity-store.ts'
import { useBridgeClient } from './bridge-context.tsx'
import { rowAt } from './row-window.ts'

export interface LoadedActivity extends ActivityList {
  /** Requests that match the filter, including the waiting ones. */
  readonly total: number
  /** Properties of the `DataTable` that shows the requests. */
  readonly table: {
    readonly count: number
    readonly rowAt: (index: number) => RequestRow | undefined
    readonly rowKey: (row: RequestRow) => number
    readonly onRange: (start: number, stop: number) => void
    readonly onAway: (away: boolean) => void
  }
  /** Scrolls to the top and adds the waiting rows. */
  readonly showNewest: () => void
}

/** Browsers position rows with 24 bits: at more than some million pixels they are blurred, on dense screens sooner. */
const MAX_HEIGHT_PX = 8_000_000

/**
 * The requests that match a filter, for a table of any length. While `paused`, or while the table is scrolled away from its top, new
 * rows wait, so that the rows in view do not move. A newly `selected` row is scrolled into view wherever it is in the log.
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
  const filterJson = JSON.stringify(filter)
  const store = useMemo(
    () =>
      new ActivityStore(bridge, JSON.parse(filterJson) as RequestFilter, {
        maxRows: Math.floor(MAX_HEIGHT_PX / rowHeight),
        onShift: (rows) => list.current?.shiftBy(rows * rowHeight),
      }),
    [bridge, filterJson, list, rowHeight],
  )
  const activity = useSyncExternalStore(store.subscribe, store.get)
  const [isAway, setAway] = useState(false)
  useEffect(() => store.hold(paused || isAway), [store, paused, isAway])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the list of another filter, in another store, begins at its top.
  useEffect(() => {
    list.current?.scrollToTop()
  }, [store, list])
  const { window } = activity
  const isLoaded = window !== null
  const revealed = useRef<number | null>(null)
  useEffect(() => {
    // A row is revealed once: when only the filter changes, the list stays at its top.
    if (!isLoaded || selected === revealed.current) return
    revealed.current = selected
    if (selected !== null) void store.find(selected).then((index) => list.current?.reveal(index))
  }, [store, list, isLoaded, selected])
  const loadedRowAt = useCallback((index: number) => (window ? rowAt(window, index) : undefined), [window])
  const showNewest = useCallback(() => {
    list.current?.scrollToTop()
    void store.showNewest()
  }, [store, list])
  return {
    ...activity,
    total: activity.count + activity.waiting,
    table: {
      count: window?.total ?? 0,
      rowAt: loadedRowAt,
      rowKey: seqOf,
      onRange: store.showRange,
      onAway: setAway,
    },
    showNewest,
  }
}

const seqOf = (row: RequestRow): number => row.seq
