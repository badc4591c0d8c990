import { ActionIcon, Tooltip } from '@mantine/core'
import { IconChevronDown, IconChevronUp, IconX } from '@tabler/icons-react'
import type { NamedFigures } from '../../../src-shared/contract/activity.ts'
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
  readonly actions: RequestActions | null
  /** The figures of each tool, to which the duration is compared. */
  readonly tools: ReadonlyMap<string, NamedFigures>
  /** The span of these figures: `this hour`. */
  readonly spanPhrase: string
  /** True: the drawer covers the table, and the request body is folded at first. */
  readonly floating: boolean
  readonly onStep: (key: 'ArrowUp' | 'ArrowDown') => void
  readonly onClose: () => void
  readonly onSession: (session: string) => void
}

/** The selected request: its facts, its actions, and the bodies of request and response. */
export function RequestDrawer(props: RequestDrawerProps) {
  const { request, onStep, onClose } = props
  const { detail } = request
  return (
    <aside
      className="request-drawer"
      data-floating={props.floating || undefined}
      aria-label="Request"
      data-area="drawer"
      tabIndex={-1}
    >
      <header className="request-head">
        {detail ? (
          <>
            <code className="request-name ellipsis">{detail.tool ?? detail.method}</code>
            <span className="request-status" style={{ color: statusColor(detail.status) }}>
              <StatusIcon status={detail.status} />
              {statusWord(detail.status)}
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
        {detail ? (
          <>
            <RequestFacts
              detail={detail}
              tool={props.tools.get(detail.tool ?? '')}
              spanPhrase={props.spanPhrase}
              onSession={props.onSession}
            />
            <RequestActionBar detail={detail} actions={props.actions} />
          </>
        ) : null}
        {request.error ? (
          <Failed title="The request could not be read" error={request.error} onRetry={request.retry} />
        ) : detail === null ? (
          <EmptyState
            title="This request is gone"
            text="It was cleared, or is older than the time for which requests are stored."
          />
        ) : detail ? (
          <RequestBodies detail={detail} folded={props.floating} />
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
