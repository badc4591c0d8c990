import { Button } from '@mantine/core'
import { formatBytes, formatCount } from '../../../src-shared/format.ts'
import { confirm } from '../../components/confirm.tsx'
import { toast } from '../../components/toasts.tsx'
import { useBridge, useBridgeMutation } from '../../state/use-bridge.ts'
import { SettingRow } from './SettingRow.tsx'

/** The library's own trash, which is used where the system has none. Hidden while it is empty. */
export function TrashRow() {
  const { data } = useBridge('library.trash', {}, { area: 'library' })
  const empty = useBridgeMutation('library.emptyTrash', {
    onDone: ({ files }) => toast(`Deleted ${formatCount(files, 'file')} for good`),
  })
  if (!data || data.files === 0) return null
  const files = formatCount(data.files, 'file')

  async function askToEmpty(): Promise<void> {
    const isSure = await confirm({
      title: 'Empty the trash of the library?',
      text: `${files} that ${data?.files === 1 ? 'was' : 'were'} deleted here cannot be restored afterwards.`,
      action: 'Empty the trash',
    })
    if (isSure) empty.mutate({})
  }

  return (
    <SettingRow
      label="Deleted standards"
      text={
        <>
          {files}, {formatBytes(data.bytes)}, in <code>.plumbline-trash</code> in the library.
        </>
      }
    >
      <Button disabled={empty.blocked} onClick={askToEmpty}>
        Empty
      </Button>
    </SettingRow>
  )
}
