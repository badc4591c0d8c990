import { Button, Tooltip, UnstyledButton } from '@mantine/core'
import { IconCheck, IconX } from '@tabler/icons-react'
import { Link } from 'wouter'
import type { NearGap } from '../../../src-shared/contract/contract.ts'
import { formatNumber } from '../../../src-shared/format.ts'
import { clientName } from '../../client-name.ts'
import type { Column } from '../../components/DataTable.tsx'
import { KeyHint } from '../../components/KeyHint.tsx'
import { TimeAgo } from '../../components/TimeAgo.tsx'
import { standardPath } from '../../state/paths.ts'

/** Grid tracks, for the skeleton too. */
export const GAP_TRACKS = [
  'minmax(120px, 1.3fr)',
  '126px',
  '50px',
  'minmax(80px, 1fr)',
  '46px',
  'minmax(90px, 1fr)',
  '182px',
] as const

/**
 * The columns of the gaps; the selected row has its buttons in full. What is in a row is for the pointer: by keyboard W
 * writes, A dismisses and O opens the nearest standard.
 */
export function gapColumns({
  selected,
  narrow,
  online,
  write,
  dismiss,
}: {
  readonly selected: string | null
  readonly narrow: boolean
  readonly online: boolean
  readonly write: (gap: NearGap) => void
  readonly dismiss: (gap: NearGap) => void
}): readonly Column<NearGap>[] {
  const [asked, tool, times, clients, last, nearest, actions] = GAP_TRACKS
  return [
    {
      id: 'asked',
      head: 'Asked for',
      width: asked,
      sortable: true,
      cell: (gap) => (
        <span className="gap-asked" title={gap.asked}>
          {gap.asked}
        </span>
      ),
    },
    {
      id: 'tool',
      head: 'Tool',
      width: tool,
      sortable: true,
      cell: (gap) => <span className="mono secondary">{gap.tool}</span>,
    },
    {
      id: 'times',
      head: 'Times',
      width: times,
      align: 'right',
      sortable: true,
      cell: (gap) => formatNumber(gap.times),
    },
    ...(narrow
      ? []
      : [
          {
            id: 'clients',
            head: <span className="gap-apart">Clients</span>,
            width: clients,
            cell: (gap: NearGap) => {
              const names = gap.clients.length === 0 ? clientName('') : gap.clients.map(clientName).join(', ')
              return (
                <span className="secondary gap-apart" title={names}>
                  {names}
                </span>
              )
            },
          },
        ]),
    {
      id: 'last',
      head: 'Last',
      width: last,
      sortable: true,
      cell: (gap) => (
        <span className="secondary">
          <TimeAgo at={gap.lastAt} />
        </span>
      ),
    },
    {
      id: 'nearest',
      head: 'Nearest standard',
      width: nearest,
      cell: ({ nearest: id }) =>
        id === null ? (
          <span className="mono tertiary">none</span>
        ) : (
          <Link href={standardPath(id)} className="gap-nearest mono" tabIndex={-1} title={id}>
            {id}
          </Link>
        ),
    },
    {
      id: 'actions',
      head: '',
      width: narrow ? '150px' : actions,
      align: 'right',
      cell: (gap) => {
        const isSelected = gap.id === selected
        return (
          <span className="gap-actions">
            <DismissButton gap={gap} online={online} onClick={() => dismiss(gap)} />
            {gap.answered ? (
              <span className="gap-answered">
                <IconCheck size={14} stroke={1.5} aria-hidden="true" /> Answered
              </span>
            ) : isSelected ? (
              <Button
                size="xs"
                variant="filled"
                tabIndex={-1}
                disabled={!online}
                rightSection={<KeyHint id="gap.write" />}
                onClick={() => write(gap)}
              >
                {narrow ? 'Write this' : 'Write this standard'}
              </Button>
            ) : (
              <UnstyledButton
                className="gap-write"
                tabIndex={-1}
                disabled={!online}
                aria-label={`Write a standard for ${gap.asked}`}
                onClick={() => write(gap)}
              >
                Write
              </UnstyledButton>
            )}
          </span>
        )
      },
    },
  ]
}

function DismissButton({
  gap,
  online,
  onClick,
}: {
  readonly gap: NearGap
  readonly online: boolean
  readonly onClick: () => void
}) {
  if (gap.dismissed)
    return (
      <UnstyledButton className="gap-write" tabIndex={-1} disabled={!online} onClick={onClick}>
        Bring back
      </UnstyledButton>
    )
  return (
    <Tooltip label="Dismiss (A)">
      <UnstyledButton
        className="gap-dismiss"
        tabIndex={-1}
        disabled={!online}
        aria-label={`Dismiss ${gap.asked}`}
        onClick={onClick}
      >
        <IconX size={14} stroke={1.5} />
      </UnstyledButton>
    </Tooltip>
  )
}
