import { Button } from '@mantine/core'
import { formatCount } from '../../../src-shared/format.ts'
import { CopyButton } from '../../components/CopyButton.tsx'
import { confirm } from '../../components/confirm.tsx'
import { toast } from '../../components/toasts.tsx'
import { useAppState } from '../../state/app-state.tsx'
import { useBridgeMutation } from '../../state/use-bridge.ts'
import { SettingRow } from './SettingRow.tsx'

/** Where Plumbline stores its data, and how to delete the log. */
export function DataSection() {
  const home = useAppState((state) => state.host.home)
  const version = useAppState((state) => state.host.version)
  const rows = useAppState((state) => state.activity.rows)
  const problem = useAppState((state) => state.activity.message)
  const canQuit = useAppState((state) => state.host.can.quit)
  const clear = useBridgeMutation('activity.clear', {
    onDone: ({ rows: cleared }) => toast(`Cleared ${formatCount(cleared, 'request')}`),
  })
  const quit = useBridgeMutation('app.quit')

  async function askToClear(): Promise<void> {
    const isSure = await confirm({
      title: 'Clear the log?',
      text: 'Every request and every session that ended is deleted. The counts of requests for each standard start again from 0.',
      action: 'Clear the log',
    })
    if (isSure) clear.mutate({})
  }

  return (
    <>
      <SettingRow
        label="Plumbline's folder"
        text={
          <>
            <code>{home}</code> Settings, log and index. Delete it after uninstalling to leave no trace; your
            library stays, unless it is in there.
          </>
        }
      >
        <CopyButton text={home} label="Copy the path" />
      </SettingRow>
      <SettingRow
        label="Log"
        text={`${formatCount(rows, 'request')} of all clients, on this computer only.`}
        error={problem}
      >
        <Button disabled={clear.blocked || rows === 0} onClick={askToClear}>
          Clear
        </Button>
      </SettingRow>
      {canQuit ? (
        <SettingRow
          label={`Plumbline ${version}`}
          text="Connected assistants still get answers after it has quit."
        >
          <Button disabled={quit.blocked} onClick={() => quit.mutate({})}>
            Quit
          </Button>
        </SettingRow>
      ) : null}
    </>
  )
}
