import { Button } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import type { StandardView } from '../../../src-shared/contract/editing.ts'
import { TimeAgo } from '../../components/TimeAgo.tsx'
import { toast } from '../../components/toasts.tsx'
import { useAppState } from '../../state/app-state.tsx'
import { go } from '../../state/location.ts'
import { standardPath } from '../../state/paths.ts'
import { dropDraft, useDraft, writeDraft } from './draft.ts'

/** What a reader should know before the document: unsaved text of theirs, and problems of the file. */
export function ReaderNotices({
  id,
  view,
}: {
  readonly id: string
  /** `null` while it is not there. */
  readonly view: StandardView | null
}) {
  const library = useAppState((state) => state.library.library)
  const stash = useDraft(library, id)
  return (
    <>
      {stash && stash.text !== view?.text.replace(/\r\n?/g, '\n') ? (
        <div className="notice">
          <span>
            You have unsaved text from <TimeAgo at={stash.at} ago />.
          </span>
          <span className="notice-actions">
            <Button size="xs" onClick={() => go(standardPath(id, { edit: true }))}>
              Go on writing
            </Button>
            <Button
              size="xs"
              onClick={() => {
                dropDraft(library, id)
                toast('Threw the unsaved text away', () => writeDraft(library, id, stash))
              }}
            >
              Throw away
            </Button>
          </span>
        </div>
      ) : null}
      {view?.problems.map((problem) => (
        <div key={`${problem.code}:${problem.line}`} className="notice" data-tone="warn">
          <IconAlertTriangle size={14} stroke={1.5} aria-hidden="true" />
          <span>
            {problem.line === null ? null : `Line ${problem.line}: `}
            {problem.message} {problem.remedy}
          </span>
          <span className="notice-actions">
            <Button
              size="xs"
              onClick={() =>
                go(standardPath(id, { edit: true, ...(problem.line === null ? {} : { line: problem.line }) }))
              }
            >
              {problem.line === null ? 'Open' : `Open at line ${problem.line}`}
            </Button>
          </span>
        </div>
      ))}
    </>
  )
}
