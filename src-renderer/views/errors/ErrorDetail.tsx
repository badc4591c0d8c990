import { ActionIcon, Button, Tooltip } from '@mantine/core'
import { IconCheck, IconEdit, IconTrash } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import type { ErrorGroup } from '../../../src-shared/contract/activity.ts'
import { formatNumber } from '../../../src-shared/format.ts'
import { clientName } from '../../client-name.ts'
import { KeyHint } from '../../components/KeyHint.tsx'
import { TimeAgo } from '../../components/TimeAgo.tsx'
import { requestPath } from '../../state/paths.ts'
import { ErrorLines } from './ErrorLines.tsx'
import { ErrorStack } from './ErrorStack.tsx'
import { causeOf, effectOf, remedyLocation, SOURCE_NAMES } from './error-labels.ts'
import type { ErrorActions } from './use-error-actions.ts'

/** The selected group: its cause, remedy and effect, and for a file the lines around the problem. */
export function ErrorDetail({
  group,
  actions,
}: {
  readonly group: ErrorGroup
  readonly actions: ErrorActions
}) {
  const { source, title, line, client, stack, request } = group
  const cause = causeOf(group)
  const effect = effectOf(group)
  return (
    <section className="error-detail" aria-label={title} data-area="detail" tabIndex={-1}>
      <header className="error-head">
        <div className="error-name">
          <h2>{title}</h2>
          <p>
            {SOURCE_NAMES[source]}, <span className="mono">{group.where || 'library folder'}</span>
            {line === null ? null : `, line ${line}`}
            {client === null ? null : `, ${clientName(client)}`}
          </p>
        </div>
        <ErrorButtons group={group} actions={actions} />
      </header>
      <dl className="error-facts">
        {cause === null ? null : <Fact name="Cause">{cause}</Fact>}
        <Fact name="Remedy">{group.remedy}</Fact>
        {effect === null ? null : <Fact name="Effect">{effect}</Fact>}
        <Fact name="Seen">
          <Occurrences group={group} />
          {request === null ? null : (
            <>
              {' '}
              <Link href={requestPath(request)}>
                {group.count === 1 ? 'Show the request' : 'Show the newest request'}
              </Link>
            </>
          )}
        </Fact>
      </dl>
      {source === 'index' && group.where !== '' ? <ErrorLines group={group} /> : null}
      {stack === null ? null : <ErrorStack stack={stack} />}
    </section>
  )
}

function ErrorButtons({ group, actions }: { readonly group: ErrorGroup; readonly actions: ErrorActions }) {
  const { source, where, line, request, acknowledgedAt } = group
  const isFile = source === 'index' && where !== ''
  const location = remedyLocation(group)
  const openLabel = isFile
    ? line === null
      ? 'Open the file'
      : `Open at line ${line}`
    : (location?.label ?? (request === null ? null : 'Show the request'))
  return (
    <div className="error-buttons">
      {openLabel === null ? null : (
        <Button
          variant="filled"
          leftSection={isFile ? <IconEdit size={14} stroke={1.5} /> : undefined}
          onClick={() => actions.open(group)}
        >
          {openLabel}
        </Button>
      )}
      <Button
        disabled={actions.blocked}
        leftSection={acknowledgedAt === null ? undefined : <IconCheck size={14} stroke={1.5} />}
        rightSection={<KeyHint id="item.done" />}
        aria-pressed={acknowledgedAt !== null}
        onClick={() => actions.toggle(group)}
      >
        {acknowledgedAt === null ? 'Acknowledge' : 'Acknowledged'}
      </Button>
      <Tooltip label="Clear this error">
        <ActionIcon
          aria-label="Clear this error"
          disabled={actions.blocked}
          onClick={() => actions.clear(group)}
        >
          <IconTrash size={14} stroke={1.5} />
        </ActionIcon>
      </Tooltip>
    </div>
  )
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  )
}

/** How often and when the failure occurred, and when it was acknowledged. */
function Occurrences({
  group: { source, count, firstAt, lastAt, acknowledgedAt },
}: {
  readonly group: ErrorGroup
}) {
  return (
    <>
      {source === 'index' ? (
        <>
          {count === 1 ? 'Once' : `In ${formatNumber(count)} places of the file`}, found{' '}
          <TimeAgo at={firstAt} ago />
        </>
      ) : count === 1 ? (
        <>
          Once, <TimeAgo at={lastAt} ago />
        </>
      ) : (
        <>
          {formatNumber(count)} times, first <TimeAgo at={firstAt} ago />, last <TimeAgo at={lastAt} ago />
        </>
      )}
      {acknowledgedAt === null ? null : (
        <>
          ; acknowledged <TimeAgo at={acknowledgedAt} ago />
        </>
      )}
      .
    </>
  )
}
