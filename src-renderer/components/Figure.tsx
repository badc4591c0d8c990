import type { ReactNode } from 'react'
import './small.css'

/** A figure with its label, something beside the label, and a small chart below. Put several into `.figures-row`. */
export function Figure({
  label,
  beside,
  children,
  chart,
}: {
  readonly label: ReactNode
  readonly beside?: ReactNode
  /** The value: large figures in `<b>`, units as they are. */
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
