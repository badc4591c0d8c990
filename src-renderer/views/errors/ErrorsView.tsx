import { useEffect, useRef } from 'react'
import { EmptyState } from '../../components/EmptyState.tsx'
import { Failed } from '../../components/Failed.tsx'
import { SkeletonRows } from '../../components/SkeletonRows.tsx'
import { go, usePath } from '../../state/location.ts'
import { splitPath } from '../../state/paths.ts'
import { useBridge } from '../../state/use-bridge.ts'
import { useKey } from '../../state/use-keys.ts'
import { ErrorDetail } from './ErrorDetail.tsx'
import { ErrorList } from './ErrorList.tsx'
import { ErrorsBar } from './ErrorsBar.tsx'
import './errors.css'
import { SOURCE_NAMES } from './error-labels.ts'
import { mergeGroups, pickGroup } from './pick-group.ts'
import { useErrorActions } from './use-error-actions.ts'
import { useErrorsQuery } from './use-errors-query.ts'

/** Failures in groups: `/errors/<group>` selects one, `?source=` and `?acknowledged=1` choose which are listed. */
export function ErrorsView() {
  const { source, acknowledged, set, pathOf } = useErrorsQuery()
  const { rest } = splitPath(usePath())
  const open = useBridge('errors.list', { acknowledged: false }, { area: 'errors' })
  const old = useBridge('errors.list', { acknowledged: true }, { area: 'errors', enabled: acknowledged })
  const all = mergeGroups(open.data ?? [], acknowledged ? (old.data ?? []) : [])
  const shown = source === null ? all : all.filter((group) => group.source === source)
  const place = useRef({ id: '', at: 0 })
  const group = pickGroup(shown, rest, place.current)
  useEffect(() => {
    if (group) place.current = { id: group.id, at: shown.indexOf(group) }
  })
  const actions = useErrorActions(open.data ?? [], group)
  useKey('item.done', () => group && actions.toggle(group), group !== null)

  const waiting = open.data === undefined || (acknowledged && old.data === undefined)
  return (
    <>
      <ErrorsBar all={all} source={source} acknowledged={acknowledged} onSet={set} actions={actions} />
      {open.error && open.data === undefined ? (
        <Failed
          title="The errors could not be read"
          error={open.error}
          still="Everything else goes on."
          onRetry={() => void open.refetch()}
        />
      ) : waiting && all.length === 0 ? (
        <div className="errors-waiting">
          <SkeletonRows columns={['14px', '1fr', '64px']} rowHeight={48} rows={8} />
        </div>
      ) : group === null ? (
        source === null ? (
          <EmptyState
            title="No errors"
            text="Failures of tools, protocol and index are listed here with what to do."
          />
        ) : (
          <EmptyState
            title={`No errors of ${SOURCE_NAMES[source].toLowerCase()}`}
            text="Other sources have some."
          />
        )
      ) : (
        <div className="errors-panes">
          <ErrorList
            groups={shown}
            selected={group.id}
            onSelect={({ id }) => go(pathOf(id), { replace: true })}
            onOpen={actions.open}
          />
          <ErrorDetail key={group.id} group={group} actions={actions} />
        </div>
      )}
    </>
  )
}
