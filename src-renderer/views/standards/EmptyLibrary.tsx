import { Button } from '@mantine/core'
import { EmptyState } from '../../components/EmptyState.tsx'
import { ViewBar } from '../../components/ViewBar.tsx'
import { shortenPath } from '../../format.ts'
import { useAppState } from '../../state/app-state.tsx'
import { go } from '../../state/location.ts'
import { useBridgeMutation } from '../../state/use-bridge.ts'

function useFolder(): string {
  const library = useAppState((state) => state.library.library)
  const userHome = useAppState((state) => state.host.userHome)
  return shortenPath(library, userHome)
}

/** The library folder has no standards. */
export function EmptyLibrary() {
  const folder = useFolder()
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
        <Button variant="filled" onClick={() => go('/standards/new')}>
          New standard
        </Button>
        <Button onClick={() => go('/settings')}>Choose another folder</Button>
      </EmptyState>
    </>
  )
}

/** The library folder is not there, and nothing was ever read from it. */
export function MissingLibrary() {
  const folder = useFolder()
  const message = useAppState(({ library }) => library.progress.message)
  const again = useBridgeMutation('library.reindex')
  return (
    <>
      <ViewBar title="Standards" />
      <EmptyState title="The folder is not there" text={message ?? `${folder} cannot be read.`}>
        <Button variant="filled" disabled={again.blocked} onClick={() => again.mutate({ force: false })}>
          Try again
        </Button>
        <Button onClick={() => go('/settings')}>Choose a folder</Button>
      </EmptyState>
    </>
  )
}
