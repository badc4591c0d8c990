import {
  type Icon,
  IconCheck,
  IconFileText,
  IconPlugConnectedX,
  IconServer2,
  IconTool,
} from '@tabler/icons-react'
import { useCallback } from 'react'
import type { ErrorGroup, ErrorSource } from '../../../src-shared/contract/activity.ts'
import { TimeAgo } from '../../components/TimeAgo.tsx'
import { VirtualList } from '../../components/VirtualList.tsx'
import { locationOf, SOURCE_NAMES, timesOf } from './error-labels.ts'

const ICONS: Readonly<Record<ErrorSource, Icon>> = {
  index: IconFileText,
  tool: IconTool,
  protocol: IconPlugConnectedX,
  system: IconServer2,
}

/** The list of the groups, newest first. Each row has two lines. */
export function ErrorList({
  groups,
  selected,
  onSelect,
  onOpen,
}: {
  readonly groups: readonly ErrorGroup[]
  readonly selected: string
  readonly onSelect: (group: ErrorGroup) => void
  readonly onOpen: (group: ErrorGroup) => void
}) {
  const drawRow = useCallback((group: ErrorGroup) => <Row group={group} />, [])
  return (
    <div className="errors-list" data-area="list" tabIndex={-1}>
      <VirtualList
        label="Errors"
        count={groups.length}
        rowAt={(index) => groups[index]}
        rowKey={({ id }) => id}
        rowHeight={48}
        drawRow={drawRow}
        selected={selected}
        onSelect={onSelect}
        onOpen={onOpen}
      />
    </div>
  )
}

function Row({ group }: { readonly group: ErrorGroup }) {
  const { source, title, lastAt, acknowledgedAt } = group
  const SourceIcon = acknowledgedAt === null ? ICONS[source] : IconCheck
  return (
    <div className="errors-row" data-source={source} data-done={acknowledgedAt !== null || undefined}>
      <SourceIcon size={14} stroke={1.5} role="img" aria-label={SOURCE_NAMES[source]} className="errors-icon">
        <title>
          {acknowledgedAt === null ? SOURCE_NAMES[source] : `${SOURCE_NAMES[source]}, acknowledged`}
        </title>
      </SourceIcon>
      <span className="errors-title ellipsis">{title}</span>
      <span className="errors-times figures">{timesOf(group)}</span>
      <span className="errors-place mono ellipsis">{locationOf(group)}</span>
      <span className="errors-last">
        <TimeAgo at={lastAt} />
      </span>
    </div>
  )
}
