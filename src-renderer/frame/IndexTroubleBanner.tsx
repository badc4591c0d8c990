import { useAppState } from '../state/app-state.tsx'

/** A banner above every view while the index is not kept up to date, because its disk is full or its process is stopped. */
export function IndexTroubleBanner() {
  const progress = useAppState((state) => state.library.progress)
  if ((progress.state !== 'failed' && progress.state !== 'stalled') || progress.message === null) return null
  return (
    <div className="index-trouble" role="alert">
      {progress.message}
    </div>
  )
}
