import { Button } from '@mantine/core'
import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react'
import { useLayoutEffect, useRef } from 'react'
import type { ClientId, ClientLogLine } from '../../../src-shared/contract/clients.ts'
import { formatTimeMs } from '../../../src-shared/format.ts'
import { CopyButton } from '../../components/CopyButton.tsx'
import { TimeAgo } from '../../components/TimeAgo.tsx'
import { useAppState } from '../../state/app-state.tsx'
import { useBridge, useBridgeMutation } from '../../state/use-bridge.ts'

/** Refetch interval. Nothing reports when a client writes to its log. */
const REFETCH_MS = 2_000

/** The lines about Plumbline's server in a client's own log, with an explanation of the last error. */
export function ClientLogCard({ client, name }: { readonly client: ClientId; readonly name: string }) {
  const log = useBridge('connect.log', { client }, { area: 'connections', every: REFETCH_MS })
  const opensFiles = useAppState((state) => state.host.can.openFile)
  const open = useBridgeMutation('connect.openLog')
  const found = log.data
  const title = `Log of ${name}`
  return (
    <section className="panel" aria-label={title} data-area="log" tabIndex={-1}>
      <header className="panel-head">
        <h2>{title}</h2>
        {found ? (
          <span className="secondary ellipsis" title={found.file}>
            {found.file.split(/[/\\]/).at(-1)}
          </span>
        ) : null}
        <span className="panel-actions">
          {!found?.exists ? null : opensFiles ? (
            <Button
              size="xs"
              variant="transparent"
              className="text-button"
              disabled={open.blocked}
              onClick={() => open.mutate({ client })}
            >
              Open
            </Button>
          ) : (
            <CopyButton text={found.file} label="Copy the path of the log" />
          )}
        </span>
      </header>
      {log.error && !found ? (
        <p role="alert" className="panel-empty">
          {log.error.message} {log.error.remedy}
        </p>
      ) : found && !found.exists ? (
        <p className="panel-empty">{name} writes one once it has started Plumbline.</p>
      ) : found ? (
        <div className="client-log">
          {found.problem ? (
            <p className="client-log-problem" data-serious={found.problem.serious}>
              {found.problem.serious ? (
                <IconAlertTriangle size={14} stroke={1.5} aria-hidden="true" />
              ) : (
                <IconInfoCircle size={14} stroke={1.5} aria-hidden="true" />
              )}
              <span>
                Last error
                {found.problem.at === null ? null : (
                  <>
                    , <TimeAgo at={found.problem.at} ago />
                  </>
                )}
                : {found.problem.message} {found.problem.remedy}
              </span>
            </p>
          ) : null}
          <Lines lines={found.lines} label={`Lines of the log of ${name}`} />
        </div>
      ) : null}
    </section>
  )
}

/** Shows the lines and scrolls to the end when lines are added, unless the user has scrolled up. */
function Lines({ lines, label }: { readonly lines: readonly ClientLogLine[]; readonly label: string }) {
  const box = useRef<HTMLDivElement>(null)
  const atEnd = useRef(true)
  // biome-ignore lint/correctness/useExhaustiveDependencies: new lines are what moves the end.
  useLayoutEffect(() => {
    if (box.current && atEnd.current) box.current.scrollTop = box.current.scrollHeight
  }, [lines])
  if (lines.length === 0) return <p className="tertiary client-log-empty">Nothing in it yet.</p>
  return (
    // biome-ignore lint/a11y/useSemanticElements: it has no heading of its own.
    <div
      ref={box}
      className="client-log-lines mono"
      role="region"
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, also for those without a mouse.
      tabIndex={0}
      onScroll={({ currentTarget: { scrollTop, clientHeight, scrollHeight } }) => {
        atEnd.current = scrollTop + clientHeight >= scrollHeight - 4
      }}
    >
      {lines.map(({ at, level, text }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line has nothing else to know it by.
        <div key={index} data-level={level}>
          {at === null ? '' : `${formatTimeMs(at)} `}
          {text}
        </div>
      ))}
    </div>
  )
}
