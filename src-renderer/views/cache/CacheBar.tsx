import { Button, Switch } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import type { CacheStatus } from '../../../src-shared/contract/activity.ts'
import { formatCount, formatNumber } from '../../../src-shared/format.ts'
import { confirm } from '../../components/confirm.tsx'
import { toast } from '../../components/toasts.tsx'
import { ViewBar } from '../../components/ViewBar.tsx'
import { useActions } from '../../state/actions.ts'
import { useAppState } from '../../state/app-state.tsx'
import { useAsOf } from '../../state/use-as-of.ts'
import { useBridgeMutation } from '../../state/use-bridge.ts'
import { TtlField } from './TtlField.tsx'

/** The head of the view: how long responses are cached, the switch of the cache, and the button that drops all entries. */
export function CacheBar({
  status,
  entries,
}: {
  readonly status: CacheStatus | undefined
  readonly entries: number
}) {
  const enabled = useAppState((state) => state.settings.cache.enabled)
  const change = useBridgeMutation('settings.change')
  const dropAll = useBridgeMutation('cache.dropAll', {
    onDone: (dropped) => toast(`Dropped ${formatCount(dropped.entries, 'entry', 'entries')}`),
  })
  const asOf = useAsOf()

  async function confirmAndDrop(): Promise<void> {
    const isConfirmed = await confirm({
      title: 'Drop all entries?',
      text: 'The next calls are answered from the index, which takes a little longer.',
      action: `Drop ${formatCount(entries, 'entry', 'entries')}`,
    })
    if (isConfirmed) dropAll.mutate({})
  }

  useActions([
    {
      id: 'cache.drop-all',
      label: 'Drop all cache entries',
      icon: IconTrash,
      also: 'clear empty',
      run: confirmAndDrop,
    },
  ])
  return (
    <ViewBar
      title="Cache"
      note={
        <>
          {status ? <span className="figures">{formatNumber(entries)}</span> : null}
          {asOf === null ? null : (
            <>
              <span className="dot" data-hollow />
              <span className="figures">{asOf}</span>
            </>
          )}
        </>
      }
    >
      <TtlField onChange={(ttl) => change.mutateAsync({ cache: { ttl } })} disabled={change.blocked} />
      <Switch
        className="cache-switch"
        label={enabled ? 'On' : 'Off'}
        aria-label="Cache responses"
        checked={enabled}
        disabled={change.blocked}
        onChange={(event) => change.mutate({ cache: { enabled: event.currentTarget.checked } })}
      />
      <Button
        leftSection={<IconTrash size={14} stroke={1.5} />}
        disabled={entries === 0 || dropAll.blocked}
        onClick={() => void confirmAndDrop()}
      >
        Drop all
      </Button>
    </ViewBar>
  )
}
