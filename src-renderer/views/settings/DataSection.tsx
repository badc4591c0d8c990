import { Button } from '@mantine/core'
import { formatNumber } from '../../../src-shared/format.ts'
import { CopyButton } from '../../components/CopyButton.tsx'
import { confirm } from '../../components/confirm.tsx'
import { toast } from '../../components/toasts.tsx'
import { useAppState } from '../../state/app-state.tsx'
import { useBridgeMutation } from '../../state/use-bridge.ts'
import { SettingRow } from './SettingRow.tsx'

/** Where everything lies, and how to be rid of it. */
export function DataSection() {
  const home = useAppState((state) => state.host.home)
  const version = useAppState((state) => state.host.version)
  const rows = useAppState((state) => state.activity.rows)
  const trouble = useAppState((state) => state.activity.message)
  const canQuit = useAppState((state) => state.host.can.quit)
  const clear = useBridgeMutation('activity.clear', {
    onDone: ({ rows: cleared }) => toast(`Cleared ${formatNumber(cleared)} requests`),
  })
  const quit = useBridgeMutation('app.quit')

  async function askToClear(): Promise<void> {
    const isSure = await confirm({
      title: 'Clear the log?',
      text: 'Every request and every session that ended is deleted. Counts of how often standards were asked for begin anew.',
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
        text={`${formatNumber(rows)} requests of every client, on this computer only.`}
        error={trouble}
      >
        <Button disabled={clear.blocked || rows === 0} onClick={askToClear}>
          Clear
        </Button>
      </SettingRow>
      {canQuit ? (
        <SettingRow
          label={`Plumbline ${version}`}
          text="Assistants that are connected keep their answers after it ended."
        >
          <Button disabled={quit.blocked} onClick={() => quit.mutate({})}>
            Quit
          </Button>
        </SettingRow>
      ) : null}
    </>
  )
}
