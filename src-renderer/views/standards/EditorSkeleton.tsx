import { SkeletonBar, useSlow } from '../../components/SkeletonRows.tsx'

/** Shown while the editor is being loaded. */
export function EditorSkeleton() {
  const slow = useSlow(true)
  return (
    <div className="editor-screen" role="status" aria-label="Loading the editor">
      <header className="view-bar">{slow ? <SkeletonBar row={0} column={0} width="220px" /> : null}</header>
      <div className="front-form" />
      {slow ? (
        <div className="editor-skeleton">
          {Array.from({ length: 12 }, (_, row) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the lines are all the same and their order never changes.
            <SkeletonBar key={row} row={row} column={1} />
          ))}
        </div>
      ) : null}
    </div>
  )
}
