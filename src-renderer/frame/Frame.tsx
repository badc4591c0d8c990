import { Suspense } from 'react'
import { EmptyState } from '../components/EmptyState.tsx'
import { useAppStateIfAny } from '../state/app-state.tsx'
import { useConnection } from '../state/bridge-context.tsx'
import { usePath } from '../state/location.ts'
import { splitPath } from '../state/paths.ts'
import { FirstRun, viewOf } from '../views/registry.ts'
import { FrameActions } from './FrameActions.tsx'
import { FrameKeys } from './FrameKeys.tsx'
import { IndexTroubleBanner } from './IndexTroubleBanner.tsx'
import { KeysDialog } from './KeysDialog.tsx'
import { Nav } from './Nav.tsx'
import { Palette } from './Palette.tsx'
import { StatusLine } from './StatusLine.tsx'
import { ViewBoundary } from './ViewBoundary.tsx'
import './frame.css'

/** The window: navigation, the current view, and the status line. */
export function Frame() {
  const connection = useConnection()
  const welcomed = useAppStateIfAny((state) => state.settings.welcomed)
  const { view: name } = splitPath(usePath())
  const view = viewOf(name)

  if (welcomed === undefined && connection.state === 'refused') return <TokenRequired />
  if (welcomed === false)
    return (
      <ViewBoundary key="first-run">
        <Suspense>
          <FirstRun />
        </Suspense>
      </ViewBoundary>
    )
  return (
    <div className="frame">
      <title>{view ? `${view.title} - Plumbline` : 'Plumbline'}</title>
      <Nav current={view?.name ?? ''} />
      <main className="main" data-area="main" tabIndex={-1} aria-label={view?.title ?? 'Nothing here'}>
        {welcomed ? <IndexTroubleBanner /> : null}
        {welcomed === undefined ? null : view === undefined ? (
          <EmptyState title="There is nothing here" text={`No view is called “${name}”.`} />
        ) : (
          <ViewBoundary key={view.name}>
            <Suspense fallback={<Waiting />}>
              <view.Component />
            </Suspense>
          </ViewBoundary>
        )}
      </main>
      <StatusLine />
      {welcomed ? (
        <>
          <FrameKeys />
          <FrameActions />
          <Palette />
          <KeysDialog />
        </>
      ) : null}
    </div>
  )
}

/** Shown while a view loads: nothing, or a message when the host is unreachable. */
function Waiting() {
  if (useConnection().state !== 'offline') return null
  return <EmptyState title="Not connected" text="This view opens when Plumbline is back." />
}

function TokenRequired() {
  return (
    <main className="first-run">
      <EmptyState
        title="This page needs its token"
        text={
          <>
            Open the whole address that Plumbline printed when it started, with <code>#token=…</code> at its
            end. Where a new token was made since, <code>plumbline start</code> prints the new address.
          </>
        }
      />
    </main>
  )
}
