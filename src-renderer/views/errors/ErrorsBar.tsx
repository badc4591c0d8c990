import { ActionIcon, Button, Menu, SegmentedControl, Switch } from '@mantine/core'
import { IconCheck, IconDots, IconTrash } from '@tabler/icons-react'
import { ERROR_SOURCES, type ErrorGroup, type ErrorSource } from '../../../src-shared/contract/activity.ts'
import { formatCount, formatNumber } from '../../../src-shared/format.ts'
import { ViewBar } from '../../components/ViewBar.tsx'
import { useAsOf } from '../../state/use-as-of.ts'
import { useNarrow } from '../../state/use-narrow.ts'
import { SOURCE_NAMES } from './error-labels.ts'
import { countBySource } from './group-list.ts'
import type { ErrorActions } from './use-error-actions.ts'
import type { ErrorsQuery } from './use-errors-query.ts'

/** The head of the view: the filters, and the actions on all groups. */
export function ErrorsBar({
  all,
  source,
  acknowledged,
  onSet,
  actions,
}: {
  /** The groups of all sources. */
  readonly all: readonly ErrorGroup[]
  readonly source: ErrorSource | null
  readonly acknowledged: boolean
  readonly onSet: ErrorsQuery['set']
  readonly actions: ErrorActions
}) {
  const narrow = useNarrow()
  const asOf = useAsOf()
  const counts = countBySource(all)
  const choices = [
    { value: '', label: <SourceLabel name="All" count={all.length} /> },
    ...ERROR_SOURCES.map((value) => ({
      value,
      label: <SourceLabel name={SOURCE_NAMES[value]} count={counts[value]} />,
    })),
  ]
  const areAllAcknowledged = all.every(({ acknowledgedAt }) => acknowledgedAt !== null)
  return (
    <ViewBar title="Errors" note={asOf ?? (narrow ? undefined : formatCount(all.length, 'group'))}>
      <SegmentedControl
        aria-label="Source"
        data={choices}
        value={source ?? ''}
        onChange={(value) => onSet({ source: ERROR_SOURCES.find((name) => name === value) ?? null })}
      />
      <Switch
        label="Acknowledged"
        checked={acknowledged}
        onChange={(event) => onSet({ acknowledged: event.currentTarget.checked })}
      />
      <Button
        leftSection={<IconCheck size={14} stroke={1.5} />}
        disabled={actions.blocked || areAllAcknowledged}
        onClick={actions.acknowledgeAll}
      >
        Acknowledge all
      </Button>
      <Menu>
        <Menu.Target>
          <ActionIcon aria-label="More" disabled={all.length === 0}>
            <IconDots size={16} stroke={1.5} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<IconTrash size={14} stroke={1.5} />}
            disabled={actions.blocked}
            onClick={actions.clearAll}
          >
            Clear all errors…
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </ViewBar>
  )
}

function SourceLabel({ name, count }: { readonly name: string; readonly count: number }) {
  return count === 0 ? (
    <span className="tertiary">{name}</span>
  ) : (
    <span>
      {name} <span className="figures">{formatNumber(count)}</span>
    </span>
  )
}
