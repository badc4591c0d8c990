import { Button } from '@mantine/core'
import { TimeAgo } from '../../../components/TimeAgo.tsx'
import type { Theirs } from './disk-version.ts'

/** Notices above the form: the host is away, the text is a draft, the file has changed or is gone. */
export function EditorNotices({
  theirs,
  draftAt,
  online,
  onCompare,
  onSaveAgain,
}: {
  readonly theirs: Theirs | null
  /** When the draft that was opened was stored, milliseconds since the epoch; `null`: none was. */
  readonly draftAt: number | null
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
      {draftAt === null ? null : (
        <div className="notice" role="status">
          <span>
            Unsaved text from <TimeAgo at={draftAt} ago /> is back.
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
