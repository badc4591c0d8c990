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
import { RequestDrawer } from './RequestDrawer.tsx'
import { spanOf } from './spans.ts'
import { useActivityActions } from './use-activity-actions.tsx'
import { useActivityQuery } from './use-activity-query.ts'
import { useFigures, useSpan, useToolTimes } from './use-figures.ts'
import { useRequest } from './use-request.ts'
import { useRequestActions } from './use-request-actions.tsx'
import './activity.css'

/** Everything that was asked and answered, as it happens. */
export function ActivityView() {
  const { query, seq, show, select } = useActivityQuery()
  const [paused, setPaused] = useState(false)
  const [between, setBetween] = useState(false)
  const list = useRef<ListHandle>(null)
  const narrow = useNarrow()
  const filter = useMemo(() => rowFilterOf(query), [query])
  const log = useActivityStore(filter, { paused, list, selected: seq })
  const span = useSpan(query, paused)
  const figures = useFigures(query, span, paused)
  const times = useToolTimes(span, paused)
  const request = useRequest(seq)
  const requestActions = useRequestActions(request.detail)
  const logActions = useActivityActions(filter, () => select(null))
  // Drawn when there is time for it: a drawer that comes moves everything, and a key that is held may not wait for that.
  const drawer = useDeferredValue(seq !== null && !query.closed)
  const tight = useMediaQuery('(max-width: 1159px)', false, { getInitialValueInEffect: false })
  // The table makes room in a second step, so that neither holds up the window.
  const beside = useDeferredValue(drawer)
  const room = narrow ? 'narrow' : !beside ? 'wide' : tight ? 'tight' : 'drawer'

  const onSpan = useCallback((between: ActivityQuery['between']) => show({ between }), [show])
  const close = (): void => {
    show({ closed: true })
    list.current?.focus()
  }
  const pause = (): void => setPaused(!paused)
  useKey('activity.pause', pause)
  useKey('back', () => (drawer ? close() : false))

  return (
    <div className="activity">
      <div className="activity-main" data-room={room}>
        <ActivityBar
          query={query}
          show={show}
          paused={paused}
          onPause={pause}
          waiting={log.waiting}
          onNewest={log.showNewest}
          actions={logActions}
          onBetween={() => setBetween(true)}
        />
        <ActivityFiguresRow figures={figures} compact={room !== 'wide'} onSpan={onSpan} />
        <ActivityFilters
          query={query}
          show={show}
          total={log.window === null ? null : log.total}
          drawer={room === 'drawer' || room === 'tight'}
          onDown={() => list.current?.focus()}
        />
        <ActivityTable
          log={log}
          list={list}
          query={query}
          show={show}
          seq={seq}
          select={select}
          room={room}
          times={times}
        />
      </div>
      {drawer ? (
        <RequestDrawer
          request={request}
          row={undefined}
          actions={requestActions}
          times={times}
          spanWords={query.between ? 'in this span' : spanOf(query.span).words}
          floating={narrow}
          onStep={(key) => list.current?.step(key)}
          onClose={close}
          onSession={(session) => show({ session })}
        />
      ) : null}
      <BetweenDialog opened={between} start={span} onClose={() => setBetween(false)} onChoose={onSpan} />
    </div>
  )
}
