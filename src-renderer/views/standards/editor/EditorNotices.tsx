import { Button } from '@mantine/core'
import { TimeAgo } from '../../../components/TimeAgo.tsx'
import type { Theirs } from './use-saving.ts'

/** What a writer should know: the file changed or is gone, the host is away, or that old text is back. */
export function EditorNotices({
  theirs,
  stashedAt,
  online,
  onCompare,
  onSaveAgain,
}: {
  readonly theirs: Theirs | null
  /** When text that was not saved the last time was written; `null`: there is none. */
  readonly stashedAt: number | null
  readonly online: boolean
  readonly onCompare: () => void
  readonly onSaveAgain: () => void
}) {
  return (
    <>
      {online ? null : (
        <div className="notice" role="status">
          Plumbline cannot be reached. What you write is kept here and can be saved when it is back.
        </div>
      )}
      {stashedAt === null ? null : (
        <div className="notice" role="status">
          <span>
            Unsaved text from <TimeAgo at={stashedAt} ago /> is back.
          </span>
        </div>
      )}
      {theirs === null ? null : theirs === 'gone' ? (
        <div className="notice" data-tone="warn" role="alert">
          <span>The file was moved or deleted while it was open here. Your text is kept.</span>
          <span className="notice-actions">
            <Button size="xs" disabled={!online} onClick={onSaveAgain}>
              Save it again
            </Button>
          </span>
        </div>
      ) : (
        <div className="notice" data-tone="warn" role="alert">
          <span>
            The file changed on disk <TimeAgo at={theirs.savedAt} ago /> while you were writing. Your text is
            kept.
          </span>
          <span className="notice-actions">
            <Button size="xs" onClick={onCompare}>
              Compare
            </Button>
          </span>
        </div>
      )}
    </>
  )
}
