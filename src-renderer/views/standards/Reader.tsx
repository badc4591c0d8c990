import { useRef } from 'react'
import { EmptyState } from '../../components/EmptyState.tsx'
import { Failed } from '../../components/Failed.tsx'
import { SkeletonBar, useSlow } from '../../components/SkeletonRows.tsx'
import { useDelayedTrue } from '../../components/use-delayed-true.ts'
import { useBridge } from '../../state/use-bridge.ts'
import { DocumentView } from './DocumentView.tsx'
import { documentBody } from './document-body.ts'
import { Facts } from './Facts.tsx'
import { ReaderBar } from './ReaderBar.tsx'
import { ReaderNotices } from './ReaderNotices.tsx'
import { StandardOutline } from './StandardOutline.tsx'
import { UsageSummary } from './UsageSummary.tsx'
import { useStandardView } from './use-standard-view.ts'

/** Days over which requests are counted. */
const USAGE_DAYS = 14

/** A standard: its path and actions, the document, and facts about the file. */
export function Reader({
  id,
  words,
  narrow,
  next,
  empty,
}: {
  readonly id: string | null
  /** Words of a search, to be marked in the document. */
  readonly words: string
  readonly narrow: boolean
  /** Returns the standard to show after this one is removed. */
  readonly next: () => string | null
  /** True when the list is empty: nothing has to be chosen. */
  readonly empty: boolean
}) {
  const scroller = useRef<HTMLElement>(null)
  const standard = useBridge(
    'standards.get',
    { id: id ?? 'none' },
    { area: 'library', keep: true, enabled: id !== null },
  )
  const usage = useBridge(
    'standards.usage',
    { id: id ?? 'none', days: USAGE_DAYS },
    { area: ['requests', 'library'], enabled: id !== null },
  )
  // A standard that was just created is not in the index at once.
  const gone = useDelayedTrue(id !== null && standard.data === null, 700)
  const view = useStandardView(standard.data, id, gone)
  const loading = useSlow(view === undefined && id !== null)

  if (id === null)
    return <section className="reader">{empty ? null : <EmptyState title="No standard is chosen" />}</section>
  if (standard.error && !view)
    return (
      <section className="reader">
        <Failed
          title="The standard could not be read"
          error={standard.error}
          onRetry={() => void standard.refetch()}
        />
      </section>
    )
  if (!view)
    return (
      <section className="reader" aria-label="Standard">
        <ReaderNotices id={id} view={null} />
        {gone ? (
          <EmptyState title={`There is no ${id}`} text="It was moved or deleted, or never existed." />
        ) : loading ? (
          <div className="reader-skeleton">
            {Array.from({ length: 8 }, (_, row) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the lines are all the same and never move.
              <SkeletonBar key={row} row={row} column={2} />
            ))}
          </div>
        ) : null}
      </section>
    )
  const body = documentBody(view)
  const side = (
    <>
      <StandardOutline view={view} sections={usage.data?.sections} scroller={scroller} />
      <UsageSummary usage={usage.data} days={USAGE_DAYS} />
      <Facts view={view} />
    </>
  )
  return (
    <section className="reader" data-area="document" aria-label={view.title}>
      <ReaderBar
        view={view}
        leaving={standard.isPlaceholderData}
        words={words}
        next={next}
        scroller={scroller}
        side={narrow ? side : null}
      />
      <ReaderNotices id={view.id} view={view} />
      <div className="reader-panes">
        <DocumentView ref={scroller} view={view} body={body} words={words} />
        {narrow ? null : <aside className="reader-side">{side}</aside>}
      </div>
    </section>
  )
}
