import { Button } from '@mantine/core'
import { IconFolder, IconFolderOpen, IconFolderPlus, IconRefresh } from '@tabler/icons-react'
import { useContext } from 'react'
import { formatCount, shortenPath } from '../../../src-shared/format.ts'
import { TimeAgo } from '../../components/TimeAgo.tsx'
import { toast } from '../../components/toasts.tsx'
import { useFolderPicker } from '../../components/use-folder-picker.tsx'
import { useAppState } from '../../state/app-state.tsx'
import { useBridgeMutation } from '../../state/use-bridge.ts'
import { SettingRow } from './SettingRow.tsx'
import { TrashRow } from './TrashRow.tsx'
import { errorText, SavedContext } from './use-setting.ts'

/** The folder with the standards, and its index. */
export function LibrarySection() {
  const onSaved = useContext(SavedContext)
  const library = useAppState((state) => state.library)
  const isOwn = useAppState((state) => state.settings.library === null)
  const userHome = useAppState((state) => state.host.userHome)
  const reveals = useAppState((state) => state.host.can.reveal)
  const use = useBridgeMutation('library.use', { quiet: true, onDone: onSaved })
  const reveal = useBridgeMutation('library.reveal')
  const reindex = useBridgeMutation('library.reindex', {
    onDone: ({ changed }) =>
      toast(
        changed === 0
          ? 'Every file was read; none has changed'
          : `${formatCount(changed, 'file')} ${changed === 1 ? 'was' : 'were'} read`,
      ),
  })
  const existing = useFolderPicker('Choose the library folder', ({ path, create }) =>
    use.mutate({ path, create }),
  )
  const created = useFolderPicker('Create a library folder', ({ path }) => use.mutate({ path, create: true }))

  return (
    <>
      <SettingRow
        label="Folder"
        text={<code title={library.library}>{shortenPath(library.library, userHome)}</code>}
        error={errorText(use.error)}
      >
        <Button
          leftSection={<IconFolder size={14} stroke={1.5} />}
          disabled={use.blocked}
          onClick={() => existing.open(library.library)}
        >
          Choose
        </Button>
        <Button
          leftSection={<IconFolderPlus size={14} stroke={1.5} />}
          disabled={use.blocked}
          onClick={() => created.open()}
        >
          Create
        </Button>
        {reveals ? (
          <Button
            leftSection={<IconFolderOpen size={14} stroke={1.5} />}
            disabled={reveal.blocked}
            onClick={() => reveal.mutate({})}
          >
            Reveal
          </Button>
        ) : null}
      </SettingRow>
      {isOwn ? null : (
        <SettingRow
          label="Plumbline's own folder"
          text="Standards that come with Plumbline, for several languages, yours to change."
        >
          <Button disabled={use.blocked} onClick={() => use.mutate({ path: null, create: false })}>
            Use it
          </Button>
        </SettingRow>
      )}
      <SettingRow
        label="Index"
        text={
          <>
            {formatCount(library.standards, 'standard')}
            {library.progress.checkedAt === null ? null : (
              <>
                , checked <TimeAgo at={library.progress.checkedAt} ago />
              </>
            )}
            . Changes are seen at once, and everything is compared again every few minutes.
          </>
        }
      >
        <Button
          leftSection={<IconRefresh size={14} stroke={1.5} />}
          loading={reindex.isPending}
          disabled={reindex.blocked}
          onClick={() => reindex.mutate({ force: true })}
        >
          Index again
        </Button>
      </SettingRow>
      <TrashRow />
      {existing.dialog}
      {created.dialog}
    </>
  )
}
