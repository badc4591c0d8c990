import { Button } from '@mantine/core'
import { useState } from 'react'
import type { ChosenFolder } from '../../components/FolderDialog.tsx'
import { PlumbBob } from '../../components/PlumbBob.tsx'
import { useAppState } from '../../state/app-state.tsx'
import { useBridge, useBridgeMutation } from '../../state/use-bridge.ts'
import { AskStep } from './AskStep.tsx'
import { ConnectStep } from './ConnectStep.tsx'
import { type Choice, LibraryStep } from './LibraryStep.tsx'
import './first-run.css'

/** Shown once, at the first start: choose a library, connect an assistant, ask a question. */
export function FirstRunView() {
  const library = useAppState((state) => state.settings.library)
  const [choice, setChoice] = useState<Choice>(library === null ? 'starters' : 'mine')
  const [folder, setFolder] = useState<ChosenFolder | null>(
    library === null ? null : { path: library, create: false },
  )
  const [excluded, setExcluded] = useState<ReadonlySet<string>>(new Set())
  const { data } = useBridge('welcome.inspect', {}, { area: 'settings' })
  const welcome = useBridgeMutation('settings.change')
  const use = useBridgeMutation('library.use', {
    quiet: true,
    onDone: () => welcome.mutate({ welcomed: true }),
  })
  const isUnchanged =
    choice === 'starters' ? library === null && excluded.size === 0 : folder?.path === library
  const isReady = choice === 'starters' || choice === 'fixed' || folder !== null

  function start(): void {
    if (choice === 'fixed' || isUnchanged) welcome.mutate({ welcomed: true })
    else if (choice === 'starters') use.mutate({ path: null, create: true, ...chosenStarters() })
    else if (folder) use.mutate(folder)
  }

  function chosenStarters(): { readonly starters?: string[] } {
    if (excluded.size === 0 || !data) return {}
    return { starters: data.groups.map(({ name }) => name).filter((name) => !excluded.has(name)) }
  }

  return (
    <main className="first-run">
      <title>Welcome - Plumbline</title>
      <div className="first-run-column">
        <header>
          <h1>Keep your standards in front of your assistants</h1>
          <p>Three things, about a minute. All of it can be changed in Settings.</p>
        </header>
        <LibraryStep
          choice={choice}
          onChoice={setChoice}
          excluded={excluded}
          onExcluded={setExcluded}
          folder={folder}
          onFolder={(chosen) => {
            setFolder(chosen)
            setChoice('mine')
          }}
        />
        <ConnectStep />
        <AskStep hasPython={choice === 'starters' && !excluded.has('python')} />
        <footer className="first-run-foot">
          <span className="first-run-bob">
            <PlumbBob line={6} />
          </span>
          <Button
            variant="filled"
            loading={use.isPending || welcome.isPending}
            disabled={!isReady || (use.blocked && !use.isPending)}
            onClick={start}
          >
            Start
          </Button>
          <Button
            variant="transparent"
            className="first-run-skip"
            disabled={welcome.blocked}
            onClick={() => welcome.mutate({ welcomed: true })}
          >
            Skip
          </Button>
          {use.error ? (
            <p role="alert" className="first-run-error">
              {use.error.message} {use.error.remedy}
            </p>
          ) : null}
        </footer>
      </div>
    </main>
  )
}
