import { ActionIcon, Button, Menu, SegmentedControl, Tooltip, UnstyledButton } from '@mantine/core'
import { IconArrowUp, IconDots, IconDownload, IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react'
import { formatNumber } from '../../../src-shared/format.ts'
import { KeyHint } from '../../components/KeyHint.tsx'
import { ViewBar } from '../../components/ViewBar.tsx'
import { useOnline } from '../../state/bridge-context.tsx'
import { useAsOf } from '../../state/use-as-of.ts'
import type { ActivityQuery } from './activity-query.ts'
import { FIGURE_SPANS, isSpanName } from './figure-spans.ts'
import type { ActivityActions } from './use-activity-actions.tsx'

/** The head of the view: its state (live, paused, offline), the span of the figures, and the actions on the log. */
export function ActivityBar({
  query,
  show,
  paused,
  onPause,
  waiting,
  onNewest,
  actions,
  onBetween,
}: {
  readonly query: ActivityQuery
  readonly show: (change: Partial<ActivityQuery>) => void
  readonly paused: boolean
  readonly onPause: () => void
  /** Number of new requests that are not in the table yet. */
  readonly waiting: number
  readonly onNewest: () => void
  readonly actions: ActivityActions
  readonly onBetween: () => void
}) {
  const online = useOnline()
  return (
    <ViewBar title="Activity" note={<Liveness paused={paused} waiting={waiting} onNewest={onNewest} />}>
      <SegmentedControl
        aria-label="Span of the figures"
        data={FIGURE_SPANS.map(({ name, label }) => ({ value: name, label }))}
        value={query.between ? '' : query.span}
        onChange={(name) => {
          if (isSpanName(name)) show({ span: name, between: null })
        }}
      />
      <Button
        className="activity-pause"
        disabled={!online}
        leftSection={
          paused ? <IconPlayerPlay size={14} stroke={1.5} /> : <IconPlayerPause size={14} stroke={1.5} />
        }
        rightSection={<KeyHint id="activity.pause" />}
        onClick={onPause}
      >
        {paused ? 'Resume' : 'Pause'}
      </Button>
      <Menu>
        <Menu.Target>
          <Tooltip label="Export the listed requests">
            <ActionIcon aria-label="Export" disabled={!online}>
              <IconDownload size={16} stroke={1.5} />
            </ActionIcon>
          </Tooltip>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>Export the listed requests</Menu.Label>
          <Menu.Item onClick={() => actions.exportAs('json')}>As JSON, with bodies</Menu.Item>
          <Menu.Item onClick={() => actions.exportAs('csv')}>As CSV</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Menu>
        <Menu.Target>
          <Tooltip label="More">
            <ActionIcon aria-label="More">
              <IconDots size={16} stroke={1.5} />
            </ActionIcon>
          </Tooltip>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={onBetween}>Between two times…</Menu.Item>
          <Menu.Divider />
          <Menu.Item color="var(--err)" disabled={!online} onClick={actions.clear}>
            Clear the log…
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </ViewBar>
  )
}

/** `Live`, `Paused, 2 new` or `As of 14:32:07`. */
function Liveness({
  paused,
  waiting,
  onNewest,
}: {
  readonly paused: boolean
  readonly waiting: number
  readonly onNewest: () => void
}) {
  const asOf = useAsOf()
  const online = useOnline()
  const newCount = waiting > 0 ? `${formatNumber(waiting)} new` : ''
  if (asOf !== null)
    return (
      <>
        <span className="dot" data-hollow />
        <span className="figures">{asOf}</span>
      </>
    )
  if (!online) return null
  if (paused)
    return (
      <span className="activity-paused figures" role="status">
        <IconPlayerPause size={14} stroke={1.5} aria-hidden="true" />
        Paused{newCount === '' ? '' : `, ${newCount}`}
      </span>
    )
  return (
    <>
      <span className="dot activity-live" />
      <span>Live</span>
      {newCount === '' ? null : (
        <UnstyledButton className="activity-new figures" onClick={onNewest}>
          <IconArrowUp size={12} stroke={1.5} aria-hidden="true" />
          {newCount}
        </UnstyledButton>
      )}
    </>
  )
}
