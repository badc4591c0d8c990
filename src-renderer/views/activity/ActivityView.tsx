import { useMediaQuery } from '@mantine/hooks'
import { useCallback, useDeferredValue, useMemo, useRef, useState } from 'react'
import type { ListHandle } from '../../components/VirtualList.tsx'
import { useActivityStore } from '../../state/use-activity-store.ts'
import { useKey } from '../../state/use-keys.ts'
import { useNarrow } from '../../state/use-narrow.ts'
import { ActivityBar } from './ActivityBar.tsx'
import { ActivityFiguresRow } from './ActivityFiguresRow.tsx'
import { ActivityFilters } from './ActivityFilters.tsx'
import { ActivityTable } from './ActivityTable.tsx'
import { type ActivityQuery, rowFilterOf } from './activity-query.ts'
import { BetweenDialog } from './BetweenDialog.tsx'
import { spanNamed } from './figure-spans.ts'
import { RequestDrawer } from './RequestDrawer.tsx'
import { useActivityActions } from './use-activity-actions.tsx'
import { useActivityQuery } from './use-activity-query.ts'
import { useFigureSpan, useFigures, useToolFigures } from './use-figures.ts'
import { useRequest } from './use-request.ts'
import { useRequestActions } from './use-request-actions.tsx'
import './activity.css'

/** The requests of all clients, as they are answered. `/activity/<seq>` selects one; the query string holds the filters. */
export function ActivityView() {
  const { query, seq, show, select } = useActivityQuery()
  const [paused, setPaused] = useState(false)
  const [isDialogOpen, setDialogOpen] = useState(false)
  const list = useRef<ListHandle>(null)
  const narrow = useNarrow()
  const filter = useMemo(() => rowFilterOf(query), [query])
  const log = useActivityStore(filter, { paused, list, selected: seq })
  const span = useFigureSpan(query, paused)
  const figures = useFigures(query, span, paused)
  const tools = useToolFigures(span, paused)
  const request = useRequest(seq)
  const requestActions = useRequestActions(request.detail)
  const logActions = useActivityActions(filter, () => select(null))
  // Deferred, because opening the drawer lays out the whole view again, which would delay an arrow key that is held down.
  const isDrawerOpen = useDeferredValue(seq !== null && !query.closed)
  const isTight = useMediaQuery('(max-width: 1159px)', false, { getInitialValueInEffect: false })
  // The table becomes narrower in a second render, so that each of the two is short.
  const isBesideDrawer = useDeferredValue(isDrawerOpen)
  const layout = narrow ? 'narrow' : !isBesideDrawer ? 'wide' : isTight ? 'tight' : 'drawer'

  const onSpan = useCallback((between: ActivityQuery['between']) => show({ between }), [show])
  const close = (): void => {
    show({ closed: true })
    list.current?.focus()
  }
  const togglePaused = (): void => setPaused(!paused)
  useKey('activity.pause', togglePaused)
  useKey('back', () => (isDrawerOpen ? close() : false))

  return (
    <div className="activity">
      <div className="activity-main" data-layout={layout}>
        <ActivityBar
          query={query}
          show={show}
          paused={paused}
          onPause={togglePaused}
          waiting={log.waiting}
          onNewest={log.showNewest}
          actions={logActions}
          onBetween={() => setDialogOpen(true)}
        />
        <ActivityFiguresRow figures={figures} compact={layout !== 'wide'} onSpan={onSpan} />
        <ActivityFilters
          query={query}
          show={show}
          total={log.window === null ? null : log.total}
          compact={layout === 'drawer' || layout === 'tight'}
          onDown={() => list.current?.focus()}
        />
        <ActivityTable
          log={log}
          list={list}
          query={query}
          show={show}
          seq={seq}
          select={select}
          layout={layout}
          tools={tools}
        />
      </div>
      {isDrawerOpen ? (
        <RequestDrawer
          request={request}
          actions={requestActions}
          tools={tools}
          spanPhrase={query.between ? 'in this span' : spanNamed(query.span).phrase}
          floating={narrow}
          onStep={(key) => list.current?.step(key)}
          onClose={close}
          onSession={(session) => show({ session })}
        />
      ) : null}
      <BetweenDialog
        opened={isDialogOpen}
        initial={span}
        onClose={() => setDialogOpen(false)}
        onChoose={onSpan}
      />
    </div>
  )
}
