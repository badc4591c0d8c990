import type { ReactNode } from 'react'
import './small.css'

/** A figure with its label and a small chart below. Several of them go into a `.figures-row`. */
export function Figure({
  label,
  beside,
  children,
  chart,
}: {
  readonly label: ReactNode
  /** Shown at the right of the label. */
  readonly beside?: ReactNode
  /** The value, its digits in `<b>`. */
  readonly children: ReactNode
  readonly chart?: ReactNode
}) {
  return (
    <div className="figure">
      <div className="figure-head">
        <span>{label}</span>
        <span className="figures">{beside}</span>
      </div>
      <div className="figure-value figures">{children}</div>
      <div className="figure-chart">{chart}</div>
    </div>
  )
}
