import { SkeletonBar, useSlow } from '../../components/SkeletonRows.tsx'

/** The editor's place while it is loaded. */
export function EditorSkeleton() {
  const slow = useSlow(true)
  return (
    <div className="editor-screen" role="status" aria-label="Loading the editor">
      <header className="view-bar">{slow ? <SkeletonBar row={0} column={0} width="220px" /> : null}</header>
      <div className="front-form" />
      {slow ? (
        <div className="editor-bones">
          {Array.from({ length: 12 }, (_, row) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the lines are all the same and never move.
            <SkeletonBar key={row} row={row} column={1} />
          ))}
        </div>
      ) : null}
    </div>
  )
}
