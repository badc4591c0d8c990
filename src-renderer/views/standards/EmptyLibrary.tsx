import { Button } from '@mantine/core'
import { shortenPath } from '../../../src-shared/format.ts'
import { EmptyState } from '../../components/EmptyState.tsx'
import { ViewBar } from '../../components/ViewBar.tsx'
import { useAppState } from '../../state/app-state.tsx'
import { go } from '../../state/location.ts'
import { newStandardPath } from '../../state/paths.ts'
import { useBridgeMutation } from '../../state/use-bridge.ts'

function useLibraryFolder(): string {
  const library = useAppState((state) => state.library.library)
  const userHome = useAppState((state) => state.host.userHome)
  return shortenPath(library, userHome)
}

/** The library folder has no standards. */
export function EmptyLibrary() {
  const folder = useLibraryFolder()
  const state = useAppState(({ library }) => library.progress.state)
  if (state === 'starting' || state === 'indexing')
    return (
      <>
        <ViewBar title="Standards" />
        <EmptyState
          title="Reading the folder"
          text={`Standards appear as the files under ${folder} are read.`}
        />
      </>
    )
  return (
    <>
      <ViewBar title="Standards" />
      <EmptyState
        title="This folder has no standards"
        text={`Plumbline reads markdown files under ${folder}.`}
      >
        <Button variant="filled" onClick={() => go(newStandardPath({}))}>
          New standard
        </Button>
        <Button onClick={() => go('/settings')}>Choose another folder</Button>
      </EmptyState>
    </>
  )
}

/** The library folder does not exist, and the index has nothing of it. */
export function MissingLibrary() {
  const folder = useLibraryFolder()
  const message = useAppState(({ library }) => library.progress.message)
  const reindex = useBridgeMutation('library.reindex')
  return (
    <>
      <ViewBar title="Standards" />
      <EmptyState title="The folder is not there" text={message ?? `${folder} cannot be read.`}>
        <Button variant="filled" disabled={reindex.blocked} onClick={() => reindex.mutate({ force: false })}>
          Try again
        </Button>
        <Button onClick={() => go('/settings')}>Choose a folder</Button>
      </EmptyState>
    </>
  )
}
