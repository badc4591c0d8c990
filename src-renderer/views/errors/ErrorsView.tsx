import { EmptyState } from '../../components/EmptyState.tsx'
import { Failed } from '../../components/Failed.tsx'
import { SkeletonRows } from '../../components/SkeletonRows.tsx'
import { go, usePath } from '../../state/location.ts'
import { splitPath } from '../../state/paths.ts'
import { useBridge } from '../../state/use-bridge.ts'
import { useKey } from '../../state/use-keys.ts'
import { useSelectedRow } from '../../state/use-selected-row.ts'
import { ErrorDetail } from './ErrorDetail.tsx'
import { ErrorList } from './ErrorList.tsx'
import { ErrorsBar } from './ErrorsBar.tsx'
import './errors.css'
import { SOURCE_NAMES } from './error-labels.ts'
import { mergeGroups } from './group-list.ts'
import { useErrorActions } from './use-error-actions.ts'
import { useErrorsQuery } from './use-errors-query.ts'

/** The failures in groups. `/errors/<group>` selects one; `?source=` and `?acknowledged=1` are the filters. */
export function ErrorsView() {
  const { source, acknowledged, set, pathOf } = useErrorsQuery()
  const { rest } = splitPath(usePath())
  const open = useBridge('errors.list', { acknowledged: false }, { area: 'errors' })
  const acknowledgedList = useBridge(
    'errors.list',
    { acknowledged: true },
    { area: 'errors', enabled: acknowledged },
  )
  const all = mergeGroups(open.data ?? [], acknowledged ? (acknowledgedList.data ?? []) : [])
  const listed = source === null ? all : all.filter((group) => group.source === source)
  const group = useSelectedRow(listed, rest)
  const actions = useErrorActions(open.data ?? [], group)
  useKey('item.done', () => group && actions.toggle(group), group !== null)

  const isLoading = open.data === undefined || (acknowledged && acknowledgedList.data === undefined)
  return (
    <>
      <ErrorsBar all={all} source={source} acknowledged={acknowledged} onSet={set} actions={actions} />
      {open.error && open.data === undefined ? (
        <Failed
          title="The errors could not be read"
          error={open.error}
          still="Everything else still works."
          onRetry={() => void open.refetch()}
        />
      ) : isLoading && all.length === 0 ? (
        <div className="errors-waiting">
          <SkeletonRows columns={['14px', '1fr', '64px']} rowHeight={48} rows={8} />
        </div>
      ) : group === null ? (
        source === null ? (
          <EmptyState
            title="No errors"
            text="Failures of tools, the protocol and the index are listed here with their remedies."
          />
        ) : (
          <EmptyState
            title={`No errors of source ${SOURCE_NAMES[source]}`}
            text={all.length === 0 ? 'Other sources have none either.' : 'Other sources have errors.'}
          />
        )
      ) : (
        <div className="errors-panes">
          <ErrorList
            groups={listed}
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
