import { Button } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import { useState } from 'react'
import type { ClientStatus } from '../../../src-shared/contract/clients.ts'
import { formatCount } from '../../../src-shared/format.ts'
import { CallError } from '../../bridge/bridge.ts'
import { toast, toastFailure } from '../../components/toasts.tsx'
import { useActions } from '../../state/actions.ts'
import { useBridgeClient, useOnline } from '../../state/bridge-context.tsx'

/** Reads every client's file again, and tests the command of every entry. */
export function CheckAll({
  cards,
  onDone,
}: {
  readonly cards: readonly ClientStatus[]
  readonly onDone: () => Promise<unknown>
}) {
  const bridge = useBridgeClient()
  const online = useOnline()
  const [busy, setBusy] = useState(false)

  async function check(): Promise<void> {
    setBusy(true)
    try {
      const withEntry = cards.filter(({ state, can }) => can.disconnect && state !== 'lost')
      const tests = await Promise.all(
        withEntry.map(({ client }) => bridge.call('connect.verify', { client })),
      )
      await onDone()
      const good = tests.filter(({ ok }) => ok).length
      toast(
        tests.length === 0
          ? `Checked ${formatCount(cards.length, 'client')}; none has an entry to test`
          : good === tests.length
            ? `Tested ${formatCount(good, 'entry', 'entries')}, all answered`
            : `Tested ${formatCount(tests.length, 'entry', 'entries')}, ${tests.length - good} failed`,
      )
    } catch (error) {
      if (error instanceof CallError) toastFailure(error)
      else throw error
    } finally {
      setBusy(false)
    }
  }

  const icon = <IconRefresh size={14} stroke={1.5} />
  useActions([
    {
      id: 'connections.check',
      label: 'Check all connections',
      also: 'test verify clients',
      icon: IconRefresh,
      run: () => void check(),
    },
  ])
  return (
    <Button leftSection={icon} loading={busy} disabled={!online} onClick={() => void check()}>
      Check all
    </Button>
  )
}
