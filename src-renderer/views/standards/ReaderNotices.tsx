import { Button } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import type { StandardView } from '../../../src-shared/contract/editing.ts'
import { TimeAgo } from '../../components/TimeAgo.tsx'
import { toast } from '../../components/toasts.tsx'
import { useAppState } from '../../state/app-state.tsx'
import { go } from '../../state/location.ts'
import { standardPath } from '../../state/paths.ts'
import { deleteDraft, storeDraft, useDraft } from './draft.ts'

/** Notices above the document: an unsaved draft, and the problems of the file. */
export function ReaderNotices({
  id,
  view,
}: {
  readonly id: string
  /** `null` while it is not loaded. */
  readonly view: StandardView | null
}) {
  const library = useAppState((state) => state.library.library)
  const draft = useDraft(library, id)
  return (
    <>
      {draft && draft.text !== view?.text.replace(/\r\n?/g, '\n') ? (
        <div className="notice">
          <span>
            You have unsaved text from <TimeAgo at={draft.at} ago />.
          </span>
          <span className="notice-actions">
            <Button size="xs" onClick={() => go(standardPath(id, { edit: true }))}>
              Continue writing
            </Button>
            <Button
              size="xs"
              onClick={() => {
                deleteDraft(library, id)
                toast('Discarded the unsaved text', () => storeDraft(library, id, draft))
              }}
            >
              Discard
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
