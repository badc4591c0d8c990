import { SkeletonBar, useSlow } from './SkeletonRows.tsx'
import './small.css'

/** A row of figures that are not known yet: its boxes at once, grey bars in them when it takes long. */
export function FigureSkeleton({ count, className }: { readonly count: number; readonly className: string }) {
  const slow = useSlow(true)
  return (
    <div className={`figures-row ${className}`}>
      {Array.from({ length: count }, (_, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they are all the same and never move.
        <div key={at} className="figure figure-skeleton">
          {slow ? (
            <>
              <SkeletonBar row={0} column={0} width="60px" />
              <SkeletonBar row={0} column={0} width="84px" />
            </>
          ) : null}
        </div>
      ))}
    </div>
  )
}
