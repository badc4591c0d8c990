import { SkeletonBar, useSlow } from './SkeletonRows.tsx'
import './small.css'

/** The boxes of figures that are being loaded, with grey bars in them from 150 ms on. */
export function FigureSkeleton({ count, className }: { readonly count: number; readonly className: string }) {
  const slow = useSlow(true)
  return (
    <div className={`figures-row ${className}`}>
      {Array.from({ length: count }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they are all the same and their order never changes.
        <div key={index} className="figure figure-skeleton">
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
