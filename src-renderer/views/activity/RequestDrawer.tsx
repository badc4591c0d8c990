import { ActionIcon, Tooltip } from '@mantine/core'
import { IconChevronDown, IconChevronUp, IconX } from '@tabler/icons-react'
import type { NamedFigures, RequestRow } from '../../../src-shared/contract/activity.ts'
import { EmptyState } from '../../components/EmptyState.tsx'
import { Failed } from '../../components/Failed.tsx'
import { StatusIcon, statusColor, statusWord } from '../../components/StatusIcon.tsx'
import { RequestActionBar } from './RequestActionBar.tsx'
import { RequestBodies } from './RequestBodies.tsx'
import { RequestFacts } from './RequestFacts.tsx'
import './request-drawer.css'
import type { SelectedRequest } from './use-request.ts'
import type { RequestActions } from './use-request-actions.tsx'

export interface RequestDrawerProps {
  readonly request: SelectedRequest
  /** The row as the table has it, until the rest came. */
  readonly row: RequestRow | undefined
  readonly actions: RequestActions | null
  readonly times: ReadonlyMap<string, NamedFigures>
  /** `this hour`. */
  readonly spanWords: string
  /** True: it floats over the table, and its request starts folded. */
  readonly floating: boolean
  readonly onStep: (key: 'ArrowUp' | 'ArrowDown') => void
  readonly onClose: () => void
  readonly onSession: (session: string) => void
}

/** One request: what it was, how long it took, what was asked and what came back. */
export function RequestDrawer(props: RequestDrawerProps) {
  const { request, onStep, onClose } = props
  const row = request.detail ?? props.row
  return (
    <aside
      className="request-drawer"
      data-floating={props.floating || undefined}
      aria-label="Request"
      data-area="drawer"
      tabIndex={-1}
    >
      <header className="request-head">
        {row ? (
          <>
            <code className="request-name ellipsis">{row.tool ?? row.method}</code>
            <span className="request-status" style={{ color: statusColor(row.status) }}>
              <StatusIcon status={row.status} />
              {statusWord(row.status)}
            </span>
          </>
        ) : null}
        <span className="request-buttons">
          <HeadButton label="Newer request" onClick={() => onStep('ArrowUp')} icon={IconChevronUp} />
          <HeadButton label="Older request" onClick={() => onStep('ArrowDown')} icon={IconChevronDown} />
          <HeadButton label="Close" onClick={onClose} icon={IconX} />
        </span>
      </header>
      <div className="request-scroll">
        {row ? (
          <>
            <RequestFacts
              row={row}
              detail={request.detail ?? null}
              tool={props.times.get(row.tool ?? '')}
              spanWords={props.spanWords}
              onSession={props.onSession}
            />
            <RequestActionBar detail={request.detail ?? null} actions={props.actions} />
          </>
        ) : null}
        {request.error ? (
          <Failed title="The request could not be read" error={request.error} onRetry={request.retry} />
        ) : request.detail === null ? (
          <EmptyState
            title="This request is gone"
            text="The log was cleared, or keeps rows for a shorter time than this one is old."
          />
        ) : request.detail ? (
          <RequestBodies detail={request.detail} folded={props.floating} />
        ) : null}
      </div>
    </aside>
  )
}

function HeadButton({
  label,
  icon: Icon,
  onClick,
}: {
  readonly label: string
  readonly icon: typeof IconX
  readonly onClick: () => void
}) {
  return (
    <Tooltip label={label}>
      <ActionIcon aria-label={label} onClick={onClick}>
        <Icon size={16} stroke={1.5} />
      </ActionIcon>
    </Tooltip>
  )
}
